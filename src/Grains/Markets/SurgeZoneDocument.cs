namespace O2O.Dispatch.Grains.Markets;

/// <summary>Where the multiplier of a zone stood when it was last stored.</summary>
public sealed class SurgeZoneDocument
{
    /// <summary>The zone's name.</summary>
    public string Zone { get; set; } = string.Empty;

    /// <summary>Before it was rounded.</summary>
    public double Smooth { get; set; }

    /// <summary>What customers see, in basis points.</summary>
    public int Shown { get; set; }

    /// <summary>When demand and supply were counted.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>An operator's own, in basis points; null for none.</summary>
    public int? Own { get; set; }

    /// <summary>Until when; null for none.</summary>
    public DateTimeOffset? OwnUntil { get; set; }

    /// <summary>Whose; null for none.</summary>
    public string? OwnBy { get; set; }

    /// <summary>Why; null for none.</summary>
    public string? OwnReason { get; set; }
}
