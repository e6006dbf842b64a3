namespace O2O.Dispatch.Contracts.Http;

/// <summary>A customer came. No name, phone or place belongs in it.</summary>
/// <param name="Market">Where.</param>
/// <param name="Source">By what: link, qr, portal, chat_app, campaign, search or referral.</param>
/// <param name="CampaignId">Which campaign brought the customer; null for none.</param>
/// <param name="MerchantId">Whose link or code it was; null for none, or the store's.</param>
/// <param name="StoreId">At which store it was; null for none.</param>
/// <param name="Label">What tells touches of one source apart: 1 to 40 of a to z, 0 to 9, - and _, at most four digits in a row; null for nothing.</param>
/// <param name="JourneyId">The journey that goes on with it; null for a new one.</param>
/// <param name="TouchId">A new id, so that a repetition after a lost answer is known; null for one that is not repeated.</param>
/// <param name="SuggestionId">The suggestion that was followed, with the source campaign: it says the rest, and is counted once; null for none.</param>
public sealed record JourneyBody(
    string Market, string Source, Guid? CampaignId = null, Guid? MerchantId = null, Guid? StoreId = null, string? Label = null, Guid? JourneyId = null, Guid? TouchId = null, Guid? SuggestionId = null);
