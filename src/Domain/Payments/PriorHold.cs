namespace O2O.Dispatch.Domain.Payments;

/// <summary>The hold that another took the place of.</summary>
/// <param name="Intent">The gateway's id.</param>
/// <param name="Epoch">The how manieth hold it was, 1 upwards.</param>
/// <param name="Letting">Whether the gateway has been asked to let it go, or need not be because it ran out. Until the new hold stands it is kept.</param>
public sealed record PriorHold(string Intent, int Epoch, bool Letting = false);
