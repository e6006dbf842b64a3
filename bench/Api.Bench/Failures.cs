using System.Collections.Concurrent;

namespace O2O.Dispatch.Api.Bench;

/// <summary>Calls that failed, by what was called and why. Thread-safe.</summary>
internal sealed class Failures
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>How many.</summary>
    public int Count => _counts.Values.Sum();

    /// <summary>One more.</summary>
    public void Add(string call, string why) => _counts.AddOrUpdate($"{call} {why}", 1, (_, known) => known + 1);

    /// <inheritdoc/>
    public override string ToString() => _counts.IsEmpty ? "none" : string.Join(", ", _counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {one.Value:N0}"));
}
