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
}
