using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A key to be made for an integrator.</summary>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Scopes">quotes, jobs:read, jobs:write, locations, sandbox, vouchers, webhooks.</param>
/// <param name="CustomerId">The account it acts as; null makes a new one.</param>
public sealed record ApiKeyBody(string Name, ImmutableArray<string> Scopes, Guid? CustomerId = null);
