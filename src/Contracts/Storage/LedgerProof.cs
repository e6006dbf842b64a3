using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a proof of the books came to.</summary>
/// <param name="Jobs">Jobs looked at.</param>
/// <param name="Transfers">Transfers looked at.</param>
/// <param name="Faults">How many faults were found; when the finder said stop, the one it stopped at is the last.</param>
/// <param name="FirstFault">The first; null when the books are sound.</param>
/// <param name="IsWhole">Whether all of the books were looked at.</param>
/// <param name="Balance">What the accounts of every kind and currency come to as re-added here, in order of currency, then name.</param>
public sealed record LedgerProof(long Jobs, long Transfers, long Faults, LedgerFault? FirstFault, bool IsWhole, ImmutableArray<KindTotal> Balance);
