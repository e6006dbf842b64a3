namespace O2O.Dispatch.Contracts.Storage;

/// <summary>How far a proof of the books is.</summary>
/// <param name="Jobs">Jobs looked at.</param>
/// <param name="OfJobs">Jobs there are, as counted when it began.</param>
/// <param name="Transfers">Transfers looked at.</param>
public readonly record struct LedgerProgress(long Jobs, long OfJobs, long Transfers);
