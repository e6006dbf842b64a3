namespace O2O.Dispatch.Domain.Merchants;

/// <summary>Names somebody who works for a merchant. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source, or one that a caller chose.</param>
public readonly record struct StaffId(Guid Value) : IComparable<StaffId>
{
    /// <inheritdoc/>
    public int CompareTo(StaffId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
