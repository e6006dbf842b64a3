namespace O2O.Dispatch.Contracts.Http;

/// <summary>A location report that was not taken in.</summary>
/// <param name="Index">Which: 0 for the first that was sent.</param>
/// <param name="Reason">Why: in_future, stale, old, too_fast, teleport, off_shift or full.</param>
public sealed record LocationRefusalResource(int Index, string Reason);
