namespace O2O.Dispatch.Payments.Vault;

/// <summary>Why the gateway does not keep a method.</summary>
public enum VaultRefusal
{
    /// <summary>There is no such method, or no such setup.</summary>
    Unknown,

    /// <summary>It belongs to another customer.</summary>
    Foreign,

    /// <summary>It was used without a customer, or taken from one, and cannot be used again.</summary>
    Reused,

    /// <summary>The bank declined.</summary>
    Declined,

    /// <summary>The key was used for another method.</summary>
    KeyReused,
}
