namespace O2O.Dispatch.Geo.Index;

/// <summary>In which order the three rings of cells around a query are looked at: ring by ring, the nearer first, seen from the quarter of the cell it is in.</summary>
internal static class RingOrder
{
    private const int Rings = 3;

    private static readonly Offset[][] Orders = [.. from north in new[] { false, true } from east in new[] { false, true } select Order(east, north)];

    public static ReadOnlySpan<Offset> For(in CellGaps gaps) => Orders[(gaps.NorthernHalf ? 2 : 0) + (gaps.EasternHalf ? 1 : 0)];

    private static Offset[] Order(bool east, bool north)
    {
        var gaps = new CellGaps(east ? 3 : 1, 4, north ? 3 : 1, 4, 1);
        return
        [
            .. from rows in Enumerable.Range(-Rings, 2 * Rings + 1)
               from columns in Enumerable.Range(-Rings, 2 * Rings + 1)
               let ring = Math.Max(Math.Abs(rows), Math.Abs(columns))
               where ring > 0
               orderby ring, gaps.Square(columns, rows), rows, columns
               select new Offset((sbyte)columns, (sbyte)rows, (byte)ring),
        ];
    }

    /// <summary>A cell by how many columns east and rows north it is, and the ring that makes it.</summary>
    internal readonly record struct Offset(sbyte Columns, sbyte Rows, byte Ring);
}
