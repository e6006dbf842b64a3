namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>Names a product. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source.</param>
public readonly record struct ProductId(Guid Value) : IComparable<ProductId>
{
    /// <summary>Reads the text form; any form of a GUID is taken.</summary>
    public static bool TryParse(string? text, out ProductId id)
    {
        var ok = Guid.TryParse(text, out var value) && value != Guid.Empty;
        id = new ProductId(ok ? value : Guid.Empty);
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(ProductId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
