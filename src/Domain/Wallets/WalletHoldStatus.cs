namespace O2O.Dispatch.Domain.Wallets;

/// <summary>Where a payment out of a wallet stands.</summary>
public enum WalletHoldStatus
{
    /// <summary>The amount is held.</summary>
    Held,

    /// <summary>It was taken, in whole or in part; the rest can be spent again.</summary>
    Captured,

    /// <summary>It was let go; all of it can be spent again.</summary>
    Released,
}
