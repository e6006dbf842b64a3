namespace O2O.Dispatch.Domain.Stores;

/// <summary>Why nothing happens to a store's stock.</summary>
public enum StockRejection
{
    /// <summary>There is no such store.</summary>
    StoreUnknown,

    /// <summary>The merchant has no such product.</summary>
    ProductUnknown,

    /// <summary>The store does not sell one of the products that way.</summary>
    NotSoldHere,

    /// <summary>There are fewer of a product than were asked for.</summary>
    SoldOut,

    /// <summary>The job has given it back.</summary>
    GivenBack,
}
