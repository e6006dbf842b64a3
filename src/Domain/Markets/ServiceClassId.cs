namespace O2O.Dispatch.Domain.Markets;

/// <summary>Names a service class: a slug that operators choose.</summary>
public readonly record struct ServiceClassId : IComparable<ServiceClassId>
{
    private readonly string? _value;

    /// <summary>Makes the name.</summary>
    /// <exception cref="ArgumentException">The text is not a slug.</exception>
    public ServiceClassId(string value) => _value = Slug.IsSlug(value)
        ? value
        : throw new ArgumentException($"'{value}' does not name a service class: {Slug.Rule}", nameof(value));

    /// <summary>The slug.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which names nothing.</exception>
    public string Value => _value ?? throw new InvalidOperationException("default(ServiceClassId) names nothing.");

    /// <summary>Reads a slug.</summary>
    public static bool TryParse(string? text, out ServiceClassId id)
    {
        var ok = Slug.IsSlug(text);
        id = ok ? new ServiceClassId(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(ServiceClassId other) => string.CompareOrdinal(_value, other._value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;
}
