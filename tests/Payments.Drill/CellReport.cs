namespace O2O.Dispatch.Payments.Drill;

/// <summary>What the rounds of a point came to.</summary>
internal sealed class CellReport(string point, int rounds)
{
    public string Point => point;

    public int Rounds => rounds;

    /// <summary>Rounds in which the service died at the point, or the server was restarted under it and callers noticed.</summary>
    public int Disturbed { get; set; }

    /// <summary>Jobs of which a caller was told something before the fault.</summary>
    public long Answers { get; set; }

    public long Jobs { get; set; }

    public long Captures { get; set; }

    public long Refunds { get; set; }

    public long Tips { get; set; }

    /// <summary>Jobs that were to be paid out of a wallet.</summary>
    public long Wallets { get; set; }

    /// <summary>Top-ups that a card was charged for.</summary>
    public long TopUps { get; set; }

    /// <summary>Jobs that were to be paid by bank transfer.</summary>
    public long Transfers { get; set; }

    /// <summary>How often a caller was told that the store is away.</summary>
    public long Away { get; set; }

    /// <summary>From the order to settle to the last webhook marked, the longest of all rounds.</summary>
    public TimeSpan Longest { get; set; }

    public double Seconds { get; set; }

    public List<string> Faults { get; } = [];
}
