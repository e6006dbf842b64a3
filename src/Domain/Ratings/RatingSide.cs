namespace O2O.Dispatch.Domain.Ratings;

/// <summary>Who rates.</summary>
public enum RatingSide
{
    /// <summary>The customer rates the provider.</summary>
    Customer,

    /// <summary>The provider rates the customer.</summary>
    Provider,
}
