namespace O2O.Dispatch.Domain.Ledger;

/// <summary>What a row of a pending transfer says of it.</summary>
public enum PendingPhase
{
    /// <summary>The money is held or awaited. No posted balance moves.</summary>
    Pending,

    /// <summary>It was taken, in full or in part; what is left of it is void. The posted transfer is a row of its own.</summary>
    Posted,

    /// <summary>It was let go, ran out, or another took its place.</summary>
    Voided,
}
