using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A key of an integrator.</summary>
/// <param name="KeyId">Names it.</param>
/// <param name="Name">For people.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CustomerId">The account it acts as.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="RevokedAt">Since when it is void; null while it counts.</param>
/// <param name="Key">The key itself: shown once, when it is made.</param>
public sealed record ApiKeyResource(
    Guid KeyId, string Name, ImmutableArray<string> Scopes, Guid CustomerId, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Key = null);
