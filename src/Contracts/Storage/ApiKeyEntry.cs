using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A key of an integrator. The key itself is shown once and never stored.</summary>
/// <param name="Id">Names it in lists and logs.</param>
/// <param name="Name">For people.</param>
/// <param name="Customer">The account it acts as.</param>
/// <param name="Scopes">What it may do, in order of name.</param>
/// <param name="Hash">SHA-256 of the key, 64 lower-case hexadecimal digits; unique.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="RevokedAt">Since when it is void; null while it counts.</param>
public sealed record ApiKeyEntry(
    Guid Id, string Name, CustomerId Customer, ImmutableArray<string> Scopes, string Hash, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
