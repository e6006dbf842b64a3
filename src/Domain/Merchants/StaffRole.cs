namespace O2O.Dispatch.Domain.Merchants;

/// <summary>What somebody may do for a merchant.</summary>
public enum StaffRole
{
    /// <summary>All that the merchant may.</summary>
    Owner,

    /// <summary>Serves at a counter; sees its own store and changes nothing of it.</summary>
    Counter,
}
