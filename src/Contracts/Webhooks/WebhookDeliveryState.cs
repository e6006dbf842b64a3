namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>Where a delivery stands.</summary>
public enum WebhookDeliveryState
{
    /// <summary>It is due now or later.</summary>
    Pending,

    /// <summary>The receiver answered with a status of 200 to 299.</summary>
    Delivered,

    /// <summary>It was given up; a person may have it sent again.</summary>
    Parked,
}
