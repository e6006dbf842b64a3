using System.Collections.Immutable;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>All providers by name and standing, for operators. The provider's grain is the truth; an entry follows each change of standing. Thread-safe.</summary>
public interface IProviderDirectory
{
    /// <summary>Takes in what a provider is now.</summary>
    ValueTask Put(ProviderEntry entry, CancellationToken cancellationToken);

    /// <summary>Takes an entry out; one that is not there is no fault.</summary>
    ValueTask Remove(ProviderId provider, CancellationToken cancellationToken);

    /// <summary>Finds an entry; null when there is none.</summary>
    ValueTask<ProviderEntry?> Find(ProviderId provider, CancellationToken cancellationToken);

    /// <summary>Entries in order of id.</summary>
    /// <param name="standing">Of this standing; null for all.</param>
    /// <param name="nameContains">Whose name contains this text, in any case; null for all.</param>
    /// <param name="after">Those after this id; null for the first page.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<ProviderEntry>> Page(ProviderStanding? standing, string? nameContains, ProviderId? after, int limit, CancellationToken cancellationToken);
}
