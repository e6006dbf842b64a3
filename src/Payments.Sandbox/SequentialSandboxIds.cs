using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>Ids that follow from a seed and a counter per prefix, so that one seed and one order of requests name everything the same. Not for secrets that anybody relies on.</summary>
/// <param name="seed">Any text.</param>
public sealed class SequentialSandboxIds(string seed) : ISandboxIds
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Next(string prefix)
    {
        var count = _counts[prefix] = _counts.GetValueOrDefault(prefix) + 1;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{prefix}/{count}")));
        return $"{prefix}_1{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }
}
