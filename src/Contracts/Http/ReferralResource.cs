namespace O2O.Dispatch.Contracts.Http;

/// <summary>A customer's own link of a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Name">Its name.</param>
/// <param name="Currency">Of the amounts of what the customer gets.</param>
/// <param name="Benefit">What the customer gets for each whose first job is completed.</param>
/// <param name="FriendCurrency">Of the amounts of what the other gets.</param>
/// <param name="FriendBenefit">What the other gets.</param>
/// <param name="Link">What is passed on.</param>
/// <param name="Referred">How many came by it.</param>
/// <param name="Rewarded">For how many of them the customer was given a voucher.</param>
/// <param name="Most">So many at the most.</param>
public sealed record ReferralResource(
    Guid CampaignId,
    string Name,
    string Currency,
    VoucherBenefitResource Benefit,
    string FriendCurrency,
    VoucherBenefitResource FriendBenefit,
    ClaimLinkResource Link,
    int Referred,
    int Rewarded,
    int Most);
