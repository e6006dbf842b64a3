using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A market in figures, as operators see them.</summary>
/// <param name="Market">The market.</param>
/// <param name="At">When.</param>
/// <param name="OpenJobs">Jobs that are not at an end.</param>
/// <param name="WaitingJobs">Of these, jobs that nobody has yet.</param>
/// <param name="JobsByState">How many jobs stand in each state.</param>
/// <param name="Vehicles">Providers seen in the last minute.</param>
/// <param name="VehiclesByState">How many of them do what.</param>
/// <param name="ServedPerMinute">Jobs completed per minute, over the last five.</param>
/// <param name="MeanWaitSeconds">From order to arrival at the pick-up, mean over the last five minutes; null when there was none.</param>
/// <param name="AcceptanceRate">Accepted offers among those that ended in the last five minutes, 0 to 1; null when there was none.</param>
/// <param name="CapturedMinorUnits">What was captured in this market since the server began to count.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="LedgerImbalanceMinorUnits">What does not agree in the books of all markets; 0 when they balance. Null until the first check.</param>
/// <param name="LedgerCheckedAt">When the books were last held against the jobs.</param>
/// <param name="Alerts">How many alerts are open.</param>
/// <param name="OutboxWaiting">What is owed to others and not yet delivered.</param>
/// <param name="OutboxParked">What was set aside.</param>
/// <param name="Listeners">Connections that watch something.</param>
public sealed record OverviewResource(
    string Market,
    DateTimeOffset At,
    long OpenJobs,
    long WaitingJobs,
    ImmutableSortedDictionary<string, long> JobsByState,
    int Vehicles,
    ImmutableSortedDictionary<string, int> VehiclesByState,
    double ServedPerMinute,
    double? MeanWaitSeconds,
    double? AcceptanceRate,
    long CapturedMinorUnits,
    string Currency,
    long? LedgerImbalanceMinorUnits,
    DateTimeOffset? LedgerCheckedAt,
    int Alerts,
    long OutboxWaiting,
    long OutboxParked,
    int Listeners);
