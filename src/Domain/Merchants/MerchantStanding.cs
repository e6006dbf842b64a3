namespace O2O.Dispatch.Domain.Merchants;

/// <summary>How far a merchant was checked by the business that runs its markets.</summary>
public enum MerchantStanding
{
    /// <summary>It has asked to be taken; nothing of it is shown to customers.</summary>
    Applied,

    /// <summary>It was checked, which customers see.</summary>
    Verified,

    /// <summary>It takes no orders until further notice.</summary>
    Suspended,
}
