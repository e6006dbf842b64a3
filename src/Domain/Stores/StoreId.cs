namespace O2O.Dispatch.Domain.Stores;

/// <summary>Names a store. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source.</param>
public readonly record struct StoreId(Guid Value) : IComparable<StoreId>
{
    /// <summary>Reads the text form; any form of a GUID is taken.</summary>
    public static bool TryParse(string? text, out StoreId id)
    {
        var ok = Guid.TryParse(text, out var value) && value != Guid.Empty;
        id = new StoreId(ok ? value : Guid.Empty);
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(StoreId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
