namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Why a person should look at a job's money. Read off the state, so that it is the same on every node and after a restart.</summary>
[Flags]
public enum JobAttention
{
    /// <summary>There is no reason.</summary>
    None = 0,

    /// <summary>The price, or a part of it, could not be taken: it stays on the customer's account until it is asked for again.</summary>
    PaymentOwed = 1,

    /// <summary>A refund that was told as paid came back, and no other was begun since.</summary>
    RefundReversed = 2,

    /// <summary>The metered price lay above the limit of the terms and was cut off; nobody has paid back anything of it yet, or said that it was looked at.</summary>
    FareCapped = 4,

    /// <summary>A dispute is undecided. The bank is asked how it stands as long as that is so; nobody else need look.</summary>
    DisputeOpen = 8,
}
