using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A provider in the directory.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Name">As given at the application.</param>
/// <param name="Operator">For which business.</param>
/// <param name="Standing">Whether it may work.</param>
/// <param name="ChangedAt">When the standing changed; an older entry never replaces a newer one.</param>
public sealed record ProviderEntry(ProviderId Provider, string Name, string Operator, ProviderStanding Standing, DateTimeOffset ChangedAt);
