using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Of a job's stored state, what the books are held against.</summary>
/// <param name="Settlement">How the final price was divided; null when there is none.</param>
internal sealed record SettledState(Settlement? Settlement);
