namespace O2O.Dispatch.Domain.Wallets;

/// <summary>Where a top-up stands.</summary>
public enum WalletTopUpStatus
{
    /// <summary>The gateway is asked.</summary>
    Begun,

    /// <summary>It is in the wallet.</summary>
    Paid,

    /// <summary>The gateway did not charge it.</summary>
    Failed,
}
