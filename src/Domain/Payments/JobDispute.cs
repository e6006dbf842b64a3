namespace O2O.Dispatch.Domain.Payments;

/// <summary>A dispute of a job.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="Amount">What is disputed, at most what was captured.</param>
/// <param name="Status">Where it stands.</param>
public sealed record JobDispute(string Id, Money.Money Amount, DisputeStatus Status);
