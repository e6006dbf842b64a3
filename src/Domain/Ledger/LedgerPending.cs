namespace O2O.Dispatch.Domain.Ledger;

/// <summary>
/// One row of the pending transfers. A pending one is money that is held or awaited; what becomes of it is a row of its own that names it, and there is at most one. Rows are never changed.
/// </summary>
/// <param name="Transfer">The accounts of the pending one, and the amount: what is pending, what of it was posted, or all of it when it was voided. The key is the row's own.</param>
/// <param name="Phase">What the row says.</param>
/// <param name="Of">The key of the pending one that is posted or voided; null for a pending one.</param>
public sealed record LedgerPending(LedgerTransfer Transfer, PendingPhase Phase, string? Of);
