using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Sales;

/// <summary>What follows from which product it is.</summary>
public static class ServiceKinds
{
    /// <summary>How a store sells it; null for a ride, with which no store sells anything.</summary>
    public static StoreChannel? Channel(this ServiceKind kind) => kind switch
    {
        ServiceKind.Delivery => StoreChannel.Delivery,
        ServiceKind.Redemption => StoreChannel.Counter,
        ServiceKind.HomeService => StoreChannel.Visit,
        ServiceKind.Ride => null,
    };
}
