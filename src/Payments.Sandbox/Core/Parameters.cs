using System.Globalization;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>A request's parameters. Every one that an endpoint does not ask for is an unknown parameter.</summary>
internal sealed class Parameters
{
    private readonly List<KeyValuePair<string, string>> _all;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public Parameters(IReadOnlyList<KeyValuePair<string, string>> all)
    {
        _all = [.. all];
        Expand = List("expand") ?? [];
    }

    public IReadOnlyList<string> Expand { get; }

    /// <summary>The text of a parameter; null when it is absent.</summary>
    public string? Text(string name)
    {
        _seen.Add(name);
        return _all.Where(pair => pair.Key == name).Select(pair => pair.Value).LastOrDefault();
    }

    /// <summary>As <see cref="Text(string)"/>, with empty text as null.</summary>
    public string? Filled(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public string Required(string name) => Filled(name) ?? throw SandboxRefusal.Missing(name);

    public string? OneOf(string name, params string[] allowed) => Filled(name) is not { } text ? null
        : allowed.Contains(text) ? text
        : throw SandboxRefusal.Parameter($"Invalid {name}: must be one of {string.Join(", ", allowed)}", name);

    public bool? Flag(string name) => Filled(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var other => throw SandboxRefusal.Parameter($"Invalid boolean: {other}", name),
    };

    public long? Integer(string name) => Filled(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw SandboxRefusal.Parameter($"Invalid integer: {text}", name, "parameter_invalid_integer");

    /// <summary>An amount in minor units: 1 to 99,999,999.</summary>
    public long? Amount(string name) => Integer(name) switch
    {
        null => null,
        < 1 => throw SandboxRefusal.Parameter("This value must be greater than or equal to 1.", name, "parameter_invalid_integer"),
        > 99_999_999 => throw SandboxRefusal.Parameter("Amount must be no more than 99,999,999 minor units.", name, "amount_too_large"),
        var amount => amount,
    };

    public IReadOnlyList<string>? List(string name)
    {
        _seen.Add(name);
        var items = _all.Where(pair => pair.Key.StartsWith(name + "[", StringComparison.Ordinal) || pair.Key == name).ToList();
        return items.Count == 0 ? null : [.. items.Select(pair => pair.Value).Where(value => value.Length > 0)];
    }

    /// <summary>The pairs of a nested object of texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Pairs(string name)
    {
        _seen.Add(name);
        var pairs = _all.Where(pair => pair.Key.StartsWith(name + "[", StringComparison.Ordinal) || pair.Key == name).ToList();
        return pairs.Count == 0 ? null : [.. pairs.Select(pair => new KeyValuePair<string, string>(pair.Key == name ? "" : pair.Key[(name.Length + 1)..^1], pair.Value))];
    }

    /// <summary>Whether an instant lies in the range asked for, if one is.</summary>
    public Func<long, bool> Range(string name)
    {
        var exact = Integer(name);
        var (gt, gte, lt, lte) = (Integer($"{name}[gt]"), Integer($"{name}[gte]"), Integer($"{name}[lt]"), Integer($"{name}[lte]"));
        return at => (exact is null || at == exact) && !(at <= gt || at < gte || at >= lt || at > lte);
    }

    /// <summary>Parameters that are taken and mean nothing here.</summary>
    public void Ignore(params string[] names) => _seen.UnionWith(names);

    /// <exception cref="SandboxRefusal">A parameter is left that nobody asked for.</exception>
    public void End()
    {
        foreach (var (key, _) in _all)
        {
            var bracket = key.IndexOf('[', StringComparison.Ordinal);
            var root = bracket < 0 ? key : key[..bracket];
            if (!_seen.Contains(key) && !_seen.Contains(root))
            {
                throw SandboxRefusal.Parameter($"Received unknown parameter: {key}", key, "parameter_unknown");
            }
        }
    }
}
