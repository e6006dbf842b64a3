using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Keys of integrators as requests show them: looked up by hash, remembered for a short while. Thread-safe.</summary>
/// <param name="store">Where they are kept.</param>
public sealed class ApiKeys(IApiKeyStore store)
{
    /// <summary>The header that carries a key.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>What every key begins with, so that scanners of leaked secrets know it.</summary>
    public const string Prefix = "o2o_";

    private const int Limit = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (ApiKeyEntry? Key, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>All scopes there are, in order of name.</summary>
    public static IReadOnlyList<string> Scopes { get; } = ["jobs:read", "jobs:write", "locations", "quotes", "sandbox", "vouchers", "webhooks"];

    /// <summary>The hash that a key is stored under.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Finds a key that counts; null when it does not. A revoked key counts for at most 10 s more on other nodes, and no longer on this one.</summary>
    public async ValueTask<ApiKeyEntry?> Find(string key, CancellationToken cancellationToken)
    {
        if (key.Length is < 20 or > 200 || !key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var now = TimeProvider.System.GetUtcNow();
        var hash = Hash(key);
        if (!_known.TryGetValue(hash, out var known) || known.Until <= now)
        {
            if (_known.Count >= Limit)
            {
                _known.Clear();
            }

            known = (await store.Find(hash, cancellationToken), now + Remembered);
            _known[hash] = known;
        }

        return known.Key is { RevokedAt: null } counts ? counts : null;
    }

    /// <summary>Forgets what is remembered of a key.</summary>
    public void Forget(string hash) => _known.TryRemove(hash, out _);
}
