namespace Orleans.Core;

/// <summary>Reading and writing of one stored state.</summary>
public interface IStorage
{
    /// <summary>The version the storage gave; null when nothing is stored.</summary>
    string? Etag { get; }

    /// <summary>True when the storage holds the state.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the stored state and resets the one in memory.</summary>
    Task ClearStateAsync();

    /// <summary>Stores the state in memory; fails with InconsistentStateException when the ETag is stale.</summary>
    Task WriteStateAsync();

    /// <summary>Replaces the state in memory with the stored one.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
