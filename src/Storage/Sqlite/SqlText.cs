namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Compares statements by their whole text. There are few of them and they are long, so they are hashed by some of their letters.</summary>
internal sealed class SqlText : IEqualityComparer<string>
{
    /// <summary>The one there is.</summary>
    public static readonly SqlText Comparer = new();

    private const int Looked = 8;

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    /// <inheritdoc/>
    public int GetHashCode(string obj)
    {
        var hash = (uint)obj.Length;
        for (var i = 0; i < Looked && obj.Length > 0; i++)
        {
            hash = unchecked((hash * 31) + obj[(obj.Length - 1) * i / (Looked - 1)]);
        }

        return unchecked((int)hash);
    }
}
