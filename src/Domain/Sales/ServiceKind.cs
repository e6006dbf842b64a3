namespace O2O.Dispatch.Domain.Sales;

/// <summary>The products on the one lifecycle: what an order asks for, whether it is matched, what starts and what ends it. docs/reference/products.md has the table.</summary>
public enum ServiceKind
{
    /// <summary>A person is brought somewhere. Matched at once or before the booked time, started with the PIN, ended by the provider.</summary>
    Ride,

    /// <summary>A store's goods are brought. The merchant accepts, a courier is matched to be there when they are ready, and the customer's code or signature ends it.</summary>
    Delivery,

    /// <summary>Somebody comes at a booked time and works there. Started with the PIN; extra work is offered and approved; ended by the provider.</summary>
    HomeService,

    /// <summary>Paid online and had at a store's counter by a code, in whole or in part. Nobody is matched.</summary>
    Redemption,
}
