namespace O2O.Dispatch.Payments.Vault;

/// <summary>Where a setup stands.</summary>
public enum VaultSetupState
{
    /// <summary>The customer's app has to name a method and confirm.</summary>
    NeedsMethod,

    /// <summary>The customer has to confirm (3-D Secure).</summary>
    NeedsAction,

    /// <summary>The method is kept.</summary>
    Done,

    /// <summary>It was given up, or the bank declined.</summary>
    Failed,
}
