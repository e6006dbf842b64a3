namespace O2O.Dispatch.Domain.Placements;

/// <summary>Names a placement. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">Chosen by who makes it.</param>
public readonly record struct PlacementId(Guid Value) : IComparable<PlacementId>
{
    /// <inheritdoc/>
    public int CompareTo(PlacementId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
