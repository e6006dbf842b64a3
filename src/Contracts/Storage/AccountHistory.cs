using System.Collections.Immutable;
using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a statement is made of.</summary>
/// <param name="Opening">What was owed as the period begins, by currency: credits less debits of the accounts of whoever it is about.</param>
/// <param name="Transfers">All transfers, of any time, of the jobs that moved in the period; by job, in the order they were posted.</param>
public sealed record AccountHistory(ImmutableSortedDictionary<string, long> Opening, ImmutableArray<LedgerTransfer> Transfers);
