namespace O2O.Dispatch.Domain.Fares;

/// <summary>Which kind of party pays for a discount.</summary>
public enum FunderKind
{
    /// <summary>The platform itself.</summary>
    Platform,

    /// <summary>A merchant.</summary>
    Merchant,

    /// <summary>The business that runs the market.</summary>
    Operator,

    /// <summary>The provider, out of what it earns.</summary>
    Provider,
}
