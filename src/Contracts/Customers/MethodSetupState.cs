namespace O2O.Dispatch.Contracts.Customers;

/// <summary>Where the saving of a method stands; the values never change.</summary>
[GenerateSerializer, Alias("o2o.method-setup-state")]
public enum MethodSetupState
{
    /// <summary>The customer's app has to name a method and confirm.</summary>
    NeedsMethod = 0,

    /// <summary>The customer has to confirm (3-D Secure).</summary>
    NeedsAction = 1,

    /// <summary>The method is saved.</summary>
    Saved = 2,

    /// <summary>It was given up, or the bank declined.</summary>
    Failed = 3,
}
