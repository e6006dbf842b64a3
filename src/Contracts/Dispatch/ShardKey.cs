namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Names a dispatch shard: a market and a service class. Nothing may assume one shard per market.</summary>
public static class ShardKey
{
    /// <summary>The grain key, for instance <c>new-york/ride</c>.</summary>
    public static string Of(string market, string serviceClass) => $"{market}/{serviceClass}";

    /// <summary>Takes a key apart.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static (string Market, string ServiceClass) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? (key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' does not name a dispatch shard: market/class is expected.");
    }
}
