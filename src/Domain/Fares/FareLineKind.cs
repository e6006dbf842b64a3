namespace O2O.Dispatch.Domain.Fares;

/// <summary>What a line of a fare is for.</summary>
public enum FareLineKind
{
    /// <summary>The base price.</summary>
    Base,

    /// <summary>Distance.</summary>
    Distance,

    /// <summary>Time.</summary>
    Time,

    /// <summary>What was missing to the minimum.</summary>
    MinimumTopUp,

    /// <summary>What the multiplier (surge) adds.</summary>
    Multiplier,

    /// <summary>A discount: negative, and it names its funder.</summary>
    Discount,

    /// <summary>A fee for canceling late.</summary>
    CancellationFee,

    /// <summary>A fee for not being there.</summary>
    NoShowFee,

    /// <summary>For letting the provider wait.</summary>
    Waiting,

    /// <summary>Tax that is added to the prices.</summary>
    Tax,

    /// <summary>What a store sells.</summary>
    Goods,

    /// <summary>For bringing goods.</summary>
    DeliveryFee,

    /// <summary>Goods that were paid, not had in time, and not given back by the store's terms.</summary>
    Unredeemed,

    /// <summary>Extra work that the customer approved.</summary>
    Extra,
}
