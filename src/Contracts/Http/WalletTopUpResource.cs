namespace O2O.Dispatch.Contracts.Http;

/// <summary>How a top-up stands.</summary>
/// <param name="TopUpId">Its name.</param>
/// <param name="Operator">The business whose wallet it is.</param>
/// <param name="AmountMinorUnits">How much.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaymentMethod">The card.</param>
/// <param name="Status">begun: the gateway is asked; paid: it is in the wallet; failed: it was not charged.</param>
/// <param name="Code">The gateway's reason for not charging it; null for none.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record WalletTopUpResource(Guid TopUpId, string Operator, long AmountMinorUnits, string Currency, string PaymentMethod, string Status, string? Code, DateTimeOffset CreatedAt);
