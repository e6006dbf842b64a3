namespace O2O.Dispatch.Live.Bench;

/// <summary>What many measurements come to.</summary>
internal static class Figures
{
    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values) => Part([.. values.Order()], 0.5);

    /// <summary>The value that so large a part of them is not above; NaN of none.</summary>
    /// <param name="sorted">In order.</param>
    /// <param name="part">0 to 1.</param>
    public static double Part(IReadOnlyList<double> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
