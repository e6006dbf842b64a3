using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Domain.Journeys;

/// <summary>One time that a customer came. The first of a journey begins it; what follows counts for the latest before it. No name, phone or place is in it.</summary>
/// <param name="Id">Names it; said again it is the same.</param>
/// <param name="Journey">Whose journey.</param>
/// <param name="Market">Where.</param>
/// <param name="Source">By what.</param>
/// <param name="Campaign">Which campaign brought the customer; null for none.</param>
/// <param name="Merchant">Whose link or code it was; null for none.</param>
/// <param name="Store">At which store it was; null for none.</param>
/// <param name="Label">What tells touches of one source apart, see <see cref="JourneyLabel"/>; null for nothing.</param>
/// <param name="At">When.</param>
public sealed record JourneyTouch(
    Guid Id,
    JourneyId Journey,
    MarketId Market,
    JourneySource Source,
    CampaignId? Campaign,
    MerchantId? Merchant,
    StoreId? Store,
    string? Label,
    DateTimeOffset At);
