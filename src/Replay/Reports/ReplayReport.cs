using System.Text.Json.Serialization;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>What a replay came to. Its JSON form has these members in snake_case; docs/reference/replay.md says what each means.</summary>
public sealed record ReplayReport
{
    /// <summary>The city.</summary>
    public required string City { get; init; }

    /// <summary>Start of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The matching policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Between two rounds of matching; null where the policy chose.</summary>
    public required double? WindowSeconds { get; init; }

    /// <summary>From request to pick-up.</summary>
    public required double PatienceSeconds { get; init; }

    /// <summary>Of travel times.</summary>
    public required double TimeFactor { get; init; }

    /// <summary>How many.</summary>
    public required int Vehicles { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the requests were for; null for rides alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mix { get; init; }

    /// <summary>Whether this run went on with a store.</summary>
    public required bool Resumed { get; init; }

    /// <summary>Jobs requested.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests that were refused and made no job, by reason.</summary>
    public required IReadOnlyDictionary<string, int> RefusedByReason { get; init; }

    /// <summary>Jobs completed.</summary>
    public required long Served { get; init; }

    /// <summary>Served of requests, 0 to 1.</summary>
    public required double ServiceRate { get; init; }

    /// <summary>From request to the provider's arrival, over served rides: the mean.</summary>
    public required double MeanWaitSeconds { get; init; }

    /// <summary>The median.</summary>
    public required double P50WaitSeconds { get; init; }

    /// <summary>95 of 100 wait no longer.</summary>
    public required double P95WaitSeconds { get; init; }

    /// <summary>The longest.</summary>
    public required double MaxWaitSeconds { get; init; }

    /// <summary>Time driven to pick-ups for each unit of time driven with a customer.</summary>
    public required double EmptyToOccupiedRatio { get; init; }

    /// <summary>How many times a job moved from one provider to another before pick-up.</summary>
    public required long Reassignments { get; init; }

    /// <summary>How many times a provider took a job on beside another it had.</summary>
    public required long ChainedJobs { get; init; }

    /// <summary>How many times an idle provider was advised to move.</summary>
    public required long AdvisedMoves { get; init; }

    /// <summary>How many jobs came to each end, in order of the states.</summary>
    public required IReadOnlyDictionary<string, long> EndedByStatus { get; init; }

    /// <summary>Each product that was asked for; null for rides alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProductReport>? Products { get; init; }

    /// <summary>What the stores sold; null for rides alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SalesReport? Sales { get; init; }

    /// <summary>What the ledger says was captured.</summary>
    public required long CapturedMinorUnits { get; init; }

    /// <summary>What does not agree in the ledger, and between it and the bank.</summary>
    public required long LedgerImbalanceMinorUnits { get; init; }

    /// <summary>The first that does not agree; null when all does.</summary>
    public required string? LedgerFault { get; init; }

    /// <summary>Calls sent to grains.</summary>
    public required long GrainCalls { get; init; }

    /// <summary>Commits of jobs and offers.</summary>
    public required long Commits { get; init; }

    /// <summary>Reports of positions.</summary>
    public required long LocationReports { get; init; }

    /// <summary>Over every call, event, commit and state write; 16 hexadecimal digits. One seed, one hash.</summary>
    public required string EventHash { get; init; }

    /// <summary>Virtual time played.</summary>
    public required double SimulatedSeconds { get; init; }

    /// <summary>Wall time of all of it, loading included.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Wall time of the replay alone.</summary>
    public required double ReplayWallSeconds { get; init; }

    /// <summary>Processor time of all of it.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>The most memory the process had, in MiB.</summary>
    public required double PeakMemoryMb { get; init; }
}
