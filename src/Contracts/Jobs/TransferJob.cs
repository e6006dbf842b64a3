namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What a job earned a payee is given, or part of it. The number makes a repetition recognisable: it is refused.</summary>
/// <param name="Number">One more than the transfers that the job has.</param>
/// <param name="AmountMinorUnits">To the account at the gateway; may be zero when something is netted.</param>
/// <param name="NettedMinorUnits">Against what the payee owes.</param>
/// <param name="Currency">Of both.</param>
/// <param name="Account">The gateway's id of the account; empty when nothing goes there.</param>
/// <param name="Merchant">To whom; null for the job's provider.</param>
[GenerateSerializer, Immutable, Alias("o2o.transfer-job")]
public sealed record TransferJob(
    [property: Id(0)] int Number,
    [property: Id(1)] long AmountMinorUnits,
    [property: Id(2)] long NettedMinorUnits,
    [property: Id(3)] string Currency,
    [property: Id(4)] string Account,
    [property: Id(5)] Guid? Merchant = null);
