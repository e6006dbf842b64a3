namespace O2O.Dispatch.Contracts.Http;

/// <summary>A card that the gateway keeps for the customer.</summary>
/// <param name="PaymentMethod">The gateway's token of it.</param>
/// <param name="Brand">Lower case; null when it is no card.</param>
/// <param name="Last4">Its last four digits; null when it is no card.</param>
/// <param name="ExpiryMonth">1 to 12; 0 when it is no card.</param>
/// <param name="ExpiryYear">Four digits; 0 when it is no card.</param>
/// <param name="Default">Whether it is the one to use when an order names none.</param>
public sealed record SavedMethodResource(string PaymentMethod, string? Brand, string? Last4, int ExpiryMonth, int ExpiryYear, bool Default);
