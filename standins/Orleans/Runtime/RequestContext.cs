namespace Orleans.Runtime;

/// <summary>Values that travel with a call and the calls it makes. Changes a callee makes do not travel back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The names set.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The names and values set.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>Never changed once published: every writer replaces it, so a call may carry it by reference.</summary>
    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    /// <summary>The value of a name, or null.</summary>
    public static object? Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;
    }

    /// <summary>Sets a name for the rest of this flow.</summary>
    public static void Set(string key, object value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Values.Value = new Dictionary<string, object>(Values.Value ?? []) { [key] = value };
    }

    /// <summary>Removes a name; false when it was not set.</summary>
    public static bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Values.Value is not { } values || !values.ContainsKey(key))
            return false;
        var next = new Dictionary<string, object>(values);
        next.Remove(key);
        Values.Value = next.Count == 0 ? null : next;
        return true;
    }

    /// <summary>Removes every name.</summary>
    public static void Clear() => Values.Value = null;
}
