namespace O2O.Dispatch.Replay.Reports;

/// <summary>What became of the requests for one product. Its JSON form has these members in snake_case; docs/reference/replay.md says what each means.</summary>
public sealed record ProductReport
{
    /// <summary>ride, delivery, home_service or redemption.</summary>
    public required string Product { get; init; }

    /// <summary>Jobs requested.</summary>
    public required long Requests { get; init; }

    /// <summary>Jobs completed.</summary>
    public required long Served { get; init; }

    /// <summary>Served of requests, 0 to 1.</summary>
    public required double ServiceRate { get; init; }

    /// <summary>The wait of the served: of a ride to the provider's arrival, of a delivery until it was handed over, of a home service from the booked time to the arrival; null for what is had when one comes.</summary>
    public required double? MeanWaitSeconds { get; init; }

    /// <summary>95 of 100 wait no longer.</summary>
    public required double? P95WaitSeconds { get; init; }

    /// <summary>The longest.</summary>
    public required double? MaxWaitSeconds { get; init; }

    /// <summary>What was captured of its customers.</summary>
    public required long CapturedMinorUnits { get; init; }

    /// <summary>How many jobs came to each end, in order of the states.</summary>
    public required IReadOnlyDictionary<string, long> EndedByStatus { get; init; }
}
