namespace O2O.Dispatch.Domain.Payments;

/// <summary>Where a dispute stands.</summary>
public enum DisputeStatus
{
    /// <summary>The bank has taken the money until it is decided.</summary>
    Open,

    /// <summary>Decided for us: the money came back.</summary>
    Won,

    /// <summary>Decided for the customer: the money is gone.</summary>
    Lost,
}
