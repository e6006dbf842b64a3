namespace O2O.Dispatch.Domain.Payments;

/// <summary>Where the charge of what a hold did not cover stands.</summary>
public enum RestStatus
{
    /// <summary>The gateway is asked to charge it.</summary>
    Begun,

    /// <summary>It was charged.</summary>
    Paid,

    /// <summary>It was declined: the debt stays on the customer's account, and it may be asked again.</summary>
    Failed,
}
