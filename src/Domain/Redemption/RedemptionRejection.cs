namespace O2O.Dispatch.Domain.Redemption;

/// <summary>Why nothing is had at a counter, one name for each outcome.</summary>
public enum RedemptionRejection
{
    /// <summary>Less than one was asked for.</summary>
    UnitsWrong,

    /// <summary>All of it was had before.</summary>
    AlreadyRedeemed,

    /// <summary>Less is left than was asked for.</summary>
    NotSoManyLeft,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The command was used for something else.</summary>
    CommandReused,
}
