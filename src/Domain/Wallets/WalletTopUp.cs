namespace O2O.Dispatch.Domain.Wallets;

/// <summary>What a customer puts into a wallet by a card.</summary>
/// <param name="Id">Its name; with it the gateway's key.</param>
/// <param name="Account">Into which wallet.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="Method">The gateway's token of the card.</param>
/// <param name="GatewayCustomer">The gateway's customer who keeps it; null for a method by itself.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Intent">The gateway's payment; null before its answer.</param>
/// <param name="Code">The gateway's reason for not charging it; null for none.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record WalletTopUp(
    Guid Id, WalletAccount Account, Money.Money Amount, string Method, string? GatewayCustomer, WalletTopUpStatus Status, string? Intent, string? Code, DateTimeOffset CreatedAt);
