using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A payee's account at the gateway.</summary>
/// <param name="Account">The gateway's id.</param>
/// <param name="TakesTransfers">Whether money can be moved to it.</param>
/// <param name="PaysOut">Whether it can be paid out to its bank.</param>
/// <param name="Missing">What the gateway asks the payee for, in its words.</param>
/// <param name="CheckedAt">When the gateway was last asked.</param>
public sealed record PayeeAccountResource(string Account, bool TakesTransfers, bool PaysOut, ImmutableArray<string> Missing, DateTimeOffset CheckedAt);
