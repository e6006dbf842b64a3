namespace O2O.Dispatch.Contracts.Http;

/// <summary>What an operator gives to a customer; the platform pays.</summary>
/// <param name="Market">A market of the business whose wallet it is, in its currency.</param>
/// <param name="AmountMinorUnits">How much, above zero.</param>
/// <param name="Reason">Why, for the customer to read; 1 to 200 characters.</param>
public sealed record WalletCreditBody(string Market, long AmountMinorUnits, string Reason);
