namespace O2O.Dispatch.Contracts.Http;

/// <summary>A campaign to make.</summary>
/// <param name="Operator">Whose markets; it has to run one.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Funder">Who pays for what is used.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Benefit">What a voucher is good for.</param>
/// <param name="BudgetMinorUnits">What the funder pays at the most.</param>
/// <param name="BeginsAt">Vouchers are issued and used from here on.</param>
/// <param name="EndsAt">And until before this.</param>
/// <param name="Scope">What its vouchers may be used for; null for anything.</param>
/// <param name="MostUses">Uses in all; null for no bound.</param>
/// <param name="MostUsesPerDay">Uses on a day; null for no bound.</param>
/// <param name="MostUsesPerCustomer">Uses by one customer; null for no bound.</param>
/// <param name="MostUsesPerCustomerPerDay">Uses by one customer on a day; null for no bound.</param>
/// <param name="ValidSeconds">A voucher ends so long after it was issued, and with the campaign at the latest; null for the campaign's end.</param>
/// <param name="Stackable">Whether it goes together with others that are stackable.</param>
/// <param name="EarnedBy">The completed jobs that earn one; null when jobs do not.</param>
/// <param name="TimeZone">The clock of its hours and days, for instance Europe/Vienna; null for UTC.</param>
/// <param name="PublicCode">Whether it has a code that anybody may enter, once each.</param>
/// <param name="Claims">Who gets its vouchers by links, and who else gives them; null for nobody.</param>
/// <param name="Referral">What customers get for those they bring; null where it is not for that.</param>
public sealed record CampaignBody(
    string Operator,
    string Name,
    FunderResource Funder,
    string Currency,
    VoucherBenefitResource Benefit,
    long BudgetMinorUnits,
    DateTimeOffset BeginsAt,
    DateTimeOffset EndsAt,
    CampaignScopeResource? Scope = null,
    int? MostUses = null,
    int? MostUsesPerDay = null,
    int? MostUsesPerCustomer = null,
    int? MostUsesPerCustomerPerDay = null,
    double? ValidSeconds = null,
    bool Stackable = false,
    CampaignEarnResource? EarnedBy = null,
    string? TimeZone = null,
    bool PublicCode = false,
    CampaignClaimsResource? Claims = null,
    CampaignReferralResource? Referral = null);
