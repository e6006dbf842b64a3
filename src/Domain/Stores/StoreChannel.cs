namespace O2O.Dispatch.Domain.Stores;

/// <summary>A way in which a store sells; stock is counted for each.</summary>
public enum StoreChannel
{
    /// <summary>Paid online and brought by a courier.</summary>
    Delivery,

    /// <summary>Paid online and had at the counter by a code.</summary>
    Counter,

    /// <summary>A service at the customer's place at a booked time.</summary>
    Visit,
}
