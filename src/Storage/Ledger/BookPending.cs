namespace O2O.Dispatch.Storage.Ledger;

/// <summary>A row of the pending transfers as it stands in the store.</summary>
/// <param name="Row">Its accounts and amount.</param>
/// <param name="Phase">What it says, as text.</param>
/// <param name="Of">The key of the pending one that it posts or voids; null for a pending one.</param>
internal sealed record BookPending(BookTransfer Row, string Phase, string? Of);
