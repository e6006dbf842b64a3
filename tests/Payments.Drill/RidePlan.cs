namespace O2O.Dispatch.Payments.Drill;

/// <summary>What becomes of a job, and how it is paid.</summary>
/// <param name="Method">The method that the job is ordered with.</param>
/// <param name="Cancels">The customer cancels before anybody came.</param>
/// <param name="Refunds">An operator pays back after the capture.</param>
/// <param name="Part">How much of it; null for all.</param>
/// <param name="Tips">The customer tips after the capture.</param>
/// <param name="IsDeclined">The money is not there: the job fails.</param>
internal sealed record RidePlan(string Method, bool Cancels = false, bool Refunds = false, long? Part = null, bool Tips = false, bool IsDeclined = false)
{
    /// <summary>What an operator gives into the customer's wallet before the order.</summary>
    public long Credit { get; init; }

    /// <summary>What the customer puts into the wallet before the order.</summary>
    public long TopUp { get; init; }

    /// <summary>By which card.</summary>
    public string? TopUpCard { get; init; }

    /// <summary>What of a top-up is charged: all, or nothing when the card declines.</summary>
    public long PaidIn => TopUpCard?.EndsWith("Declined", StringComparison.Ordinal) == true ? 0 : TopUp;

    /// <summary>When the customer's bank sends the money.</summary>
    public Funding Funding { get; init; }
}

/// <summary>When a bank transfer comes.</summary>
internal enum Funding
{
    /// <summary>Never, or nothing is sent by a bank.</summary>
    Never,

    /// <summary>Before the booked job begins.</summary>
    InTime,

    /// <summary>When nobody waits for it any more.</summary>
    Late,
}
