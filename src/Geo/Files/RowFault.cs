namespace O2O.Dispatch.Geo.Files;

/// <summary>One broken row of an input file.</summary>
/// <param name="File">The file as it was named by the caller.</param>
/// <param name="Row">The line in the file, 1 is the header.</param>
/// <param name="Reason">What is wrong with it, a sentence for a person.</param>
public sealed record RowFault(string File, int Row, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File} row {Row}: {Reason}";
}
