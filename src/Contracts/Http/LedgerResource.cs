using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The books.</summary>
/// <param name="Accounts">What every kind of account comes to.</param>
/// <param name="ImbalanceMinorUnits">What does not agree; 0 when the books balance. Null until the first check.</param>
/// <param name="CheckedAt">When they were last held against the jobs.</param>
/// <param name="FirstFault">The first that did not agree; null when all did.</param>
/// <param name="Money">The money at a glance, one for each currency.</param>
public sealed record LedgerResource(
    ImmutableArray<AccountResource> Accounts, long? ImbalanceMinorUnits, DateTimeOffset? CheckedAt, string? FirstFault, ImmutableArray<MoneyResource> Money);
