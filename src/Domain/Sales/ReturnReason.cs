namespace O2O.Dispatch.Domain.Sales;

/// <summary>Why a courier brings goods back to the store.</summary>
public enum ReturnReason
{
    /// <summary>Nobody is there to take them. The customer pays.</summary>
    CustomerAbsent,

    /// <summary>The customer does not want them any more. The customer pays.</summary>
    CustomerRefused,

    /// <summary>The address is none. The customer pays.</summary>
    AddressWrong,

    /// <summary>They are damaged. The customer pays nothing; the merchant pays the way.</summary>
    Damaged,

    /// <summary>They are not what was ordered. The customer pays nothing; the merchant pays the way.</summary>
    WrongItems,
}
