namespace O2O.Dispatch.Domain.Payments;

/// <summary>Why money was paid back.</summary>
public enum RefundReason
{
    /// <summary>The customer asked for it.</summary>
    RequestedByCustomer,

    /// <summary>The service was not what was ordered.</summary>
    ServiceFailure,

    /// <summary>Too much was charged.</summary>
    Overcharged,

    /// <summary>It was charged twice.</summary>
    Duplicate,

    /// <summary>The charge was a fraud.</summary>
    Fraudulent,

    /// <summary>Nobody had to, somebody wanted to.</summary>
    Goodwill,
}
