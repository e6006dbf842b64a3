namespace O2O.Dispatch.Matching.Assignment;

/// <summary>Lists that are complete from the start.</summary>
internal sealed class FixedRows : AssignmentRows
{
    public FixedRows(AssignmentCosts costs)
        : base(costs.Rows, costs.Columns)
    {
        GreatestCost = costs.Cost.Length == 0 ? 0 : costs.Cost.Max();
        Price = costs.UnmatchedPrice;
        IsSorted = false;
        var keys = new List<ulong>();
        for (var row = 0; row < costs.Rows; row++)
        {
            keys.Clear();
            for (var i = costs.First[row]; i < costs.First[row + 1]; i++)
            {
                keys.Add(((ulong)costs.Cost[i] << 32) | (uint)costs.Column[i]);
            }

            SetRow(row, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(keys), truncated: false);
        }
    }

    public override void Extend(int row) => throw new InvalidOperationException("The list is complete.");
}
