using System.Collections.Immutable;
using System.Text.Json;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Merchants, stores and stock between rows and what they mean, for both databases.</summary>
internal static class MerchantRows
{
    /// <summary>The columns of a merchant.</summary>
    public const string MerchantColumns = "merchant_id, operator_id, name, currency, standing";

    /// <summary>The columns of somebody who works for one.</summary>
    public const string StaffColumns = "staff_id, merchant_id, store_id, role, name, revoked_at";

    /// <summary>A store as a document.</summary>
    public static string Body(Store store) => JsonSerializer.Serialize(store, StoreJson.Options);

    /// <summary>A product as a document.</summary>
    public static string Body(Product product) => JsonSerializer.Serialize(product, StoreJson.Options);

    /// <summary>Lines of a take as a document.</summary>
    public static string Body(ImmutableArray<StockLine> lines) => JsonSerializer.Serialize(lines, StoreJson.Options);

    /// <summary>Reads a store.</summary>
    public static Store Store(string body) => JsonSerializer.Deserialize<Store>(body, StoreJson.Options) ?? throw new JsonException("A store is expected, not null.");

    /// <summary>Reads a product.</summary>
    public static Product Product(string body) => JsonSerializer.Deserialize<Product>(body, StoreJson.Options) ?? throw new JsonException("A product is expected, not null.");

    /// <summary>Reads lines of a take.</summary>
    public static ImmutableArray<StockLine> Lines(string body) => JsonSerializer.Deserialize<ImmutableArray<StockLine>>(body, StoreJson.Options);

    /// <summary>Reads the zones of a product, as they stand in its document; null for none.</summary>
    public static ImmutableArray<string>? Zones(string? zones) => zones is null ? null : JsonSerializer.Deserialize<ImmutableArray<string>?>(zones, StoreJson.Options);

    /// <summary>How many there are of a product, as a column.</summary>
    public static int? Left(long? column) => column is { } left ? checked((int)left) : null;
}
