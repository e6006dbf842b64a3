namespace O2O.Dispatch.Domain.Fares;

/// <summary>Who sells to the customer (the merchant of record): the tax of the sale is theirs to hand on.</summary>
public enum Seller
{
    /// <summary>The business that runs the market.</summary>
    Platform,

    /// <summary>The job's merchant; the platform where a job has none.</summary>
    Merchant,

    /// <summary>The provider; the platform where nobody served.</summary>
    Provider,
}
