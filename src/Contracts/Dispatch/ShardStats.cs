namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>What a dispatch shard has before it.</summary>
/// <param name="OpenJobs">Jobs that wait for a provider.</param>
/// <param name="OfferedJobs">Of these, jobs that are before a provider.</param>
/// <param name="BoundJobs">Jobs that a provider has.</param>
/// <param name="Providers">Providers on a shift here.</param>
/// <param name="AvailableProviders">Of these, with room for a job and a known place.</param>
/// <param name="Rounds">Rounds of matching so far.</param>
/// <param name="OffersMade">Offers so far.</param>
/// <param name="ReportsRefused">Location reports refused so far (out of range, off the map, older).</param>
[GenerateSerializer, Immutable, Alias("o2o.shard-stats")]
public sealed record ShardStats(
    [property: Id(0)] int OpenJobs,
    [property: Id(1)] int OfferedJobs,
    [property: Id(2)] int BoundJobs,
    [property: Id(3)] int Providers,
    [property: Id(4)] int AvailableProviders,
    [property: Id(5)] long Rounds,
    [property: Id(6)] long OffersMade,
    [property: Id(7)] long ReportsRefused);
