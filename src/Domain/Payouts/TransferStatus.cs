namespace O2O.Dispatch.Domain.Payouts;

/// <summary>Where a transfer to a payee's account at the gateway stands.</summary>
public enum TransferStatus
{
    /// <summary>The gateway is asked; the amount is set aside in the ledger.</summary>
    Begun,

    /// <summary>The money is on the payee's account.</summary>
    Paid,

    /// <summary>The gateway refused for good; what was set aside is owed again.</summary>
    Failed,
}
