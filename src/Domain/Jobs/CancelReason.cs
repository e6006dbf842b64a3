namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Why a job was canceled or taken from its provider.</summary>
public enum CancelReason
{
    /// <summary>No reason was given.</summary>
    Unspecified,

    /// <summary>The customer changed their mind.</summary>
    ChangedMind,

    /// <summary>The wait is too long.</summary>
    WaitTooLong,

    /// <summary>The provider or its vehicle cannot do it.</summary>
    ProviderUnable,

    /// <summary>The provider stopped reporting before pick-up.</summary>
    ProviderSilent,

    /// <summary>An operator's decision.</summary>
    OperatorDecision,

    /// <summary>Nothing happened for too long.</summary>
    Stuck,

    /// <summary>Suspected fraud or danger.</summary>
    Safety,

    /// <summary>The hold on the card ran out and no other could be had.</summary>
    PaymentNotHeld,

    /// <summary>The store cannot serve the order.</summary>
    MerchantRejected,

    /// <summary>The store did not answer in time.</summary>
    MerchantSilent,

    /// <summary>The goods came back because they were damaged or not those that were ordered.</summary>
    GoodsFaulty,

    /// <summary>The place that was booked was given away before it was paid, or the store gave it up.</summary>
    BookingLost,

    /// <summary>Not all legs of its chain could be had, or not in time.</summary>
    ChainNotMade,

    /// <summary>The leg that it follows ended without being completed.</summary>
    ForerunnerEnded,

    /// <summary>The leg that it follows was not completed in time.</summary>
    ForerunnerLate,

    /// <summary>The provider could not be there at the booked time.</summary>
    ProviderLate,
}
