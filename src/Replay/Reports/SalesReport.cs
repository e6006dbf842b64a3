namespace O2O.Dispatch.Replay.Reports;

/// <summary>What stores sold. Its JSON form has these members in snake_case; docs/reference/replay.md says what each means.</summary>
public sealed record SalesReport
{
    /// <summary>Stores of the city.</summary>
    public required int Stores { get; init; }

    /// <summary>Pieces that were made or had, and did not go back on a shelf.</summary>
    public required long GoodsSold { get; init; }

    /// <summary>Pieces that went back on a shelf.</summary>
    public required long GoodsPutBack { get; init; }

    /// <summary>What merchants have for it, by the ledger, commission taken off.</summary>
    public required long MerchantsPaidMinorUnits { get; init; }

    /// <summary>Deliveries that nobody took and that the courier brought back.</summary>
    public required long ReturnedToStore { get; init; }

    /// <summary>From the courier's arrival at the store until it had the goods: the mean.</summary>
    public required double MeanCourierWaitSeconds { get; init; }

    /// <summary>95 of 100 wait no longer.</summary>
    public required double P95CourierWaitSeconds { get; init; }

    /// <summary>From when the goods of a delivery were ready until the courier had them: the mean.</summary>
    public required double MeanGoodsWaitSeconds { get; init; }

    /// <summary>95 of 100 wait no longer.</summary>
    public required double P95GoodsWaitSeconds { get; init; }

    /// <summary>Codes of which everything was had.</summary>
    public required long CodesRedeemed { get; init; }

    /// <summary>Codes of which something was had when their time was over.</summary>
    public required long CodesRedeemedInPart { get; init; }

    /// <summary>Codes that nobody showed in time.</summary>
    public required long CodesExpired { get; init; }

    /// <summary>The first shelf that does not have what it had less what was sold; null when all have.</summary>
    public required string? StockFault { get; init; }
}
