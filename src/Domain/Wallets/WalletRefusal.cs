namespace O2O.Dispatch.Domain.Wallets;

/// <summary>Why a wallet does not do what is wanted.</summary>
public enum WalletRefusal
{
    /// <summary>There is not so much to spend.</summary>
    BalanceTooLow,

    /// <summary>There is no such payment out of this wallet.</summary>
    IntentUnknown,

    /// <summary>The payment is not where this could be done to it.</summary>
    StateWrong,

    /// <summary>The amount is not above zero, is of another currency, or more than there is to take or to give back.</summary>
    AmountWrong,

    /// <summary>The wallet would hold more than a wallet holds.</summary>
    BalanceTooHigh,

    /// <summary>Something else was done under this key.</summary>
    KeyReused,
}
