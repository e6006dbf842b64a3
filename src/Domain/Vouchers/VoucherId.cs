namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Names a voucher. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source.</param>
public readonly record struct VoucherId(Guid Value) : IComparable<VoucherId>
{
    /// <summary>Reads the text form; any form of a GUID is taken.</summary>
    public static bool TryParse(string? text, out VoucherId id)
    {
        var ok = Guid.TryParse(text, out var value) && value != Guid.Empty;
        id = new VoucherId(ok ? value : Guid.Empty);
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(VoucherId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
