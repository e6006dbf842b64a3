using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>A payee's account at the gateway, as the gateway last said that it stands.</summary>
/// <param name="Payee">Whose.</param>
/// <param name="Account">The gateway's id.</param>
/// <param name="TakesTransfers">Whether money can be moved to it.</param>
/// <param name="PaysOut">Whether it can be paid out to its bank.</param>
/// <param name="Missing">What the gateway asks the payee for, in its words, comma-separated; empty for nothing.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="CheckedAt">When the gateway was last asked.</param>
public sealed record PayeeAccount(Payee Payee, string Account, bool TakesTransfers, bool PaysOut, string Missing, DateTimeOffset OpenedAt, DateTimeOffset CheckedAt);
