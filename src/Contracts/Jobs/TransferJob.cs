namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What a job earned is given to its provider, or part of it. The number makes a repetition recognisable: it is refused.</summary>
/// <param name="Number">One more than the transfers that the job has.</param>
/// <param name="AmountMinorUnits">To the account at the gateway; may be zero when something is netted.</param>
/// <param name="NettedMinorUnits">Against cash that the provider has in hand.</param>
/// <param name="Currency">Of both.</param>
/// <param name="Account">The gateway's id of the account; empty when nothing goes there.</param>
[GenerateSerializer, Immutable, Alias("o2o.transfer-job")]
public sealed record TransferJob(
    [property: Id(0)] int Number,
    [property: Id(1)] long AmountMinorUnits,
    [property: Id(2)] long NettedMinorUnits,
    [property: Id(3)] string Currency,
    [property: Id(4)] string Account);
