namespace O2O.Dispatch.Payments.Vault;

/// <summary>A method that the gateway keeps for a customer.</summary>
/// <param name="Id">The gateway's token of it.</param>
/// <param name="Brand">The card's brand, lower case; null when it is no card.</param>
/// <param name="Last4">Its last four digits; null when it is no card.</param>
/// <param name="ExpiryMonth">1 to 12; 0 when it is no card.</param>
/// <param name="ExpiryYear">Four digits; 0 when it is no card.</param>
public sealed record VaultMethod(string Id, string? Brand, string? Last4, int ExpiryMonth, int ExpiryYear);
