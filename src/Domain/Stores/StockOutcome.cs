using O2O.Dispatch.Domain.Catalogue;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>What a command on a store's stock comes to.</summary>
/// <param name="Changed">Whether anything changed; a command that is said again changes nothing.</param>
/// <param name="Rejection">Why nothing happens; null when it does, or has already.</param>
/// <param name="Product">The product that it is about, on a rejection; null when it is about none.</param>
public readonly record struct StockOutcome(bool Changed, StockRejection? Rejection = null, ProductId? Product = null)
{
    /// <summary>A rejection.</summary>
    public static StockOutcome Reject(StockRejection why, ProductId? product = null) => new(false, why, product);
}
