namespace O2O.Dispatch.Domain.Providers;

/// <summary>Whether a provider may work at all.</summary>
public enum ProviderStanding
{
    /// <summary>Applied; not yet approved.</summary>
    Applied,

    /// <summary>May work.</summary>
    Approved,

    /// <summary>May not work for now.</summary>
    Suspended,
}
