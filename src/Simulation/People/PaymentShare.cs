namespace O2O.Dispatch.Simulation.People;

/// <summary>A payment method and how common it is.</summary>
/// <param name="Method">The gateway's token.</param>
/// <param name="Weight">Its share beside the others; above 0.</param>
public sealed record PaymentShare(string Method, double Weight);
