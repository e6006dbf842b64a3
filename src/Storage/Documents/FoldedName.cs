namespace O2O.Dispatch.Storage.Documents;

/// <summary>Names as a search compares them: without case, the same in every database.</summary>
internal static class FoldedName
{
    /// <summary>The folded form of a name or of a part of one.</summary>
    public static string Of(string name) => name.ToUpperInvariant();
}
