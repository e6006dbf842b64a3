namespace Orleans;

/// <summary>What a storage provider reads into and writes from.</summary>
public interface IGrainState<T>
{
    /// <summary>The value.</summary>
    T? State { get; set; }

    /// <summary>The version the storage gave.</summary>
    string? ETag { get; set; }

    /// <summary>True when the storage holds the value.</summary>
    bool RecordExists { get; set; }
}
