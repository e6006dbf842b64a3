namespace O2O.Dispatch.Domain.Wallets;

/// <summary>What happened to a wallet.</summary>
public enum WalletEntryKind
{
    /// <summary>An operator gave it; the platform pays.</summary>
    Credited,

    /// <summary>The customer put it in by a card.</summary>
    ToppedUp,

    /// <summary>It is held for a job.</summary>
    Held,

    /// <summary>What is held was raised by it.</summary>
    Raised,

    /// <summary>It was taken of what is held; the rest of the hold is let go.</summary>
    Captured,

    /// <summary>The hold was let go.</summary>
    Released,

    /// <summary>It was taken at once: a tip, or what the hold did not cover.</summary>
    Charged,

    /// <summary>It went back into the wallet.</summary>
    Refunded,

    /// <summary>A bank took what was put in by a card, because its holder disputes it. What is spent already is owed then.</summary>
    Disputed,

    /// <summary>That dispute was decided for us: the money is back.</summary>
    DisputeWon,

    /// <summary>That dispute was decided for the card's holder: what was taken is gone. Nothing moves.</summary>
    DisputeLost,
}
