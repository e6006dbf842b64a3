namespace O2O.Dispatch.Domain.Payments;

/// <summary>Who bears what is paid back.</summary>
public enum RefundBearer
{
    /// <summary>The platform, out of its revenue.</summary>
    Platform,

    /// <summary>The provider: it is taken off what it is owed.</summary>
    Provider,

    /// <summary>Provider, platform and tax in proportion to what each had of the price; what rounding leaves is the platform's.</summary>
    Proportional,
}
