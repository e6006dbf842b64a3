using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Keys of integrators. Thread-safe.</summary>
public interface IApiKeyStore
{
    /// <summary>Keeps a new key. The same id again is no change.</summary>
    ValueTask Add(ApiKeyEntry key, CancellationToken cancellationToken);

    /// <summary>Finds a key by the hash of it, revoked ones too; null when there is none.</summary>
    ValueTask<ApiKeyEntry?> Find(string hash, CancellationToken cancellationToken);

    /// <summary>All keys in order of id, after one.</summary>
    ValueTask<ImmutableArray<ApiKeyEntry>> Page(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Makes a key void; the first instant stands.</summary>
    /// <returns>The key; null when there is none.</returns>
    ValueTask<ApiKeyEntry?> Revoke(Guid id, DateTimeOffset at, CancellationToken cancellationToken);
}
