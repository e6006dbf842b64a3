using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A transfer with its place in the order of posting.</summary>
/// <param name="Number">Ascends with each posting; there may be gaps.</param>
/// <param name="Transfer">The transfer.</param>
public sealed record JournalEntry(long Number, LedgerTransfer Transfer);
