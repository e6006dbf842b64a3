using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>What a merchant is owed of a price.</summary>
/// <param name="Party">As brand or as store.</param>
/// <param name="Merchant">Who.</param>
/// <param name="Amount">Above zero.</param>
public sealed record MerchantPart(SplitParty Party, MerchantId Merchant, Money.Money Amount);
