namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer puts into the wallet by a card.</summary>
/// <param name="Market">A market of the business whose wallet it is, in its currency.</param>
/// <param name="AmountMinorUnits">How much, above zero.</param>
/// <param name="PaymentMethod">The gateway's token of a card of the customer's; null for the first.</param>
public sealed record WalletTopUpBody(string Market, long AmountMinorUnits, string? PaymentMethod = null);
