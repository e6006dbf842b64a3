namespace O2O.Dispatch.Domain.Payments;

/// <summary>A dispute of a job.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="Amount">What is disputed, at most what was taken.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Intent">The payment that is disputed; null for the job's own, else that of the tip or of the rest.</param>
/// <param name="Fee">What the gateway charges for it; null until it is known.</param>
public sealed record JobDispute(string Id, Money.Money Amount, DisputeStatus Status, string? Intent = null, Money.Money? Fee = null);
