namespace O2O.Dispatch.Payments.Payouts;

/// <summary>An account at the gateway that is paid out to somebody's bank.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="TakesTransfers">Whether money can be moved to it.</param>
/// <param name="PaysOut">Whether it can be paid out.</param>
/// <param name="Missing">What the gateway asks its holder for, in its words, comma-separated; empty for nothing.</param>
public sealed record GatewayAccount(string Id, bool TakesTransfers, bool PaysOut, string Missing);
