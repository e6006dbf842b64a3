namespace O2O.Dispatch.Domain.Providers;

/// <summary>Names a provider. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source, or one that a caller chose.</param>
public readonly record struct ProviderId(Guid Value) : IComparable<ProviderId>
{
    /// <summary>Reads the text form; any form of a GUID is taken.</summary>
    public static bool TryParse(string? text, out ProviderId id)
    {
        var ok = Guid.TryParse(text, out var value) && value != Guid.Empty;
        id = new ProviderId(ok ? value : Guid.Empty);
        return ok;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no GUID, or the empty one.</exception>
    public static ProviderId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' does not name a provider: a GUID is expected.");

    /// <inheritdoc/>
    public int CompareTo(ProviderId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
