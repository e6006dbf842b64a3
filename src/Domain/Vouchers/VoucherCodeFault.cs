namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Why a text is no voucher code.</summary>
public enum VoucherCodeFault
{
    /// <summary>It has more or fewer than 12 symbols, spaces and hyphens not counted.</summary>
    LengthWrong,

    /// <summary>It has a symbol that no code has.</summary>
    SymbolUnknown,

    /// <summary>Its check symbol does not fit: a symbol is wrong, or two stand in each other's place.</summary>
    Mistyped,
}
