using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Vouchers of one kind: who pays for them, what they are good for, how many there are and who gets them.</summary>
/// <param name="Id">The campaign.</param>
/// <param name="Operator">Whose markets.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Funder">Who pays for what is used.</param>
/// <param name="Benefit">What a voucher is good for.</param>
/// <param name="Scope">What it may be used for.</param>
/// <param name="Limits">How much and how often.</param>
/// <param name="Begins">Vouchers are issued and used from here on.</param>
/// <param name="Ends">And until before this.</param>
/// <param name="ValidFor">A voucher ends so long after it was issued, and with the campaign at the latest; null for the campaign's end.</param>
/// <param name="Stackable">Whether it goes together with others that are stackable.</param>
/// <param name="EarnedBy">The jobs that earn one; null when jobs do not.</param>
/// <param name="Paused">Whether nothing is issued, and nothing that is not held already is used, for now.</param>
/// <param name="TimeZone">The clock of its hours and days, for instance Europe/Vienna; null for UTC.</param>
/// <param name="Claims">Who gets its vouchers by links, and who else gives them; null for nobody.</param>
/// <param name="Referral">What customers get for those they bring; null where it is not for that.</param>
public sealed record Campaign(
    CampaignId Id,
    OperatorId Operator,
    string Name,
    Funder Funder,
    VoucherBenefit Benefit,
    VoucherScope Scope,
    VoucherLimits Limits,
    DateTimeOffset Begins,
    DateTimeOffset Ends,
    TimeSpan? ValidFor,
    bool Stackable,
    EarnRule? EarnedBy,
    bool Paused,
    string? TimeZone = null,
    ClaimRule? Claims = null,
    ReferralRule? Referral = null)
{
    /// <summary>The currency that its funder pays in.</summary>
    public Currency Currency => Limits.Budget.Currency;

    /// <summary>What its clock shows at an instant; null where it has none of its own.</summary>
    public DateTime? LocalAt(DateTimeOffset at) => TimeZone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var clock) ? WallClock.At(clock, at) : null;

    /// <summary>The day by its clock.</summary>
    public DateOnly DayAt(DateTimeOffset at) => DateOnly.FromDateTime(LocalAt(at) ?? at.UtcDateTime);

    /// <summary>Whether its hours are on at an instant.</summary>
    public bool IsNow(DateTimeOffset at) => Scope.Hours.IsEmpty || Scope.Hours.Any(hours => hours.Contains(LocalAt(at) ?? at.UtcDateTime));

    /// <summary>When a voucher that is issued at an instant ends.</summary>
    public DateTimeOffset ExpiryOf(DateTimeOffset issued) => ValidFor is { } validFor && validFor < Ends - issued ? issued + validFor : Ends;

    /// <summary>Whether a completed job earns one of its vouchers at an instant.</summary>
    /// <param name="market">Where the job was.</param>
    /// <param name="serviceClass">What it was.</param>
    /// <param name="merchant">Whose it was; null for a ride.</param>
    /// <param name="paid">What the customer paid.</param>
    /// <param name="at">When it was completed.</param>
    public bool Earns(MarketId market, ServiceClassId serviceClass, Merchants.MerchantId? merchant, Money.Money paid, DateTimeOffset at) =>
        EarnedBy is { } rule && !Paused && at >= Begins && at < Ends && rule.Earns(market, serviceClass, merchant, paid);

    /// <summary>Why one more of its vouchers cannot be held for an order; null when it can.</summary>
    /// <param name="usage">What is used and held already, without this one.</param>
    /// <param name="amount">What is to be held.</param>
    /// <param name="at">Now.</param>
    public VoucherRejection? Why(CampaignUsage usage, Money.Money amount, DateTimeOffset at)
    {
        if (at < Begins)
        {
            return VoucherRejection.CampaignNotBegun;
        }

        if (Paused || at >= Ends)
        {
            return VoucherRejection.CampaignOver;
        }

        if (usage.Uses >= Limits.Total || usage.UsesToday >= Limits.PerDay)
        {
            return VoucherRejection.CampaignCapReached;
        }

        if (usage.ByCustomer >= Limits.PerCustomer || usage.ByCustomerToday >= Limits.PerCustomerPerDay)
        {
            return VoucherRejection.CustomerCapReached;
        }

        return usage.Spent + usage.Held + amount > Limits.Budget ? VoucherRejection.BudgetSpent : null;
    }

    /// <summary>Whether an account's key may make links of it and report jobs to it.</summary>
    public bool IsPartner(Customers.CustomerId account) => Claims?.Partners.Contains(account) == true;

    /// <summary>What is wrong with it, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Claims?.LinkPerCustomer is < 1 or > ClaimRule.MostPerCustomer)
        {
            yield return $"{Claims.LinkPerCustomer} vouchers for a customer by its link are expected to be 1 to {ClaimRule.MostPerCustomer}.";
        }

        if (Referral is { MostPerReferrer: < 1 })
        {
            yield return $"{Referral.MostPerReferrer} vouchers for who brings others are none.";
        }

        if (Referral is not null && EarnedBy is not null)
        {
            yield return "What customers get for those they bring is not earned by any job too.";
        }

        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
        {
            yield return "A campaign has a name of 1 to 100 characters.";
        }

        if ((Funder.Kind == FunderKind.Platform) != (Funder.Id.Length == 0))
        {
            yield return "A funder has an id, except for the platform.";
        }

        if (Limits.Budget.MinorUnits <= 0)
        {
            yield return $"The budget is {Limits.Budget}; it is positive.";
        }

        foreach (var (name, cap) in new[] { ("in all", Limits.Total), ("a day", Limits.PerDay), ("a customer", Limits.PerCustomer), ("a customer and day", Limits.PerCustomerPerDay) })
        {
            if (cap < 1)
            {
                yield return $"{cap} uses {name} are none; leave the cap out or give at least 1.";
            }
        }

        if (Ends <= Begins)
        {
            yield return $"It ends at {Ends:O}, which is not after it begins, {Begins:O}.";
        }

        if (TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return $"'{zone}' is no time zone.";
        }

        if (ValidFor <= TimeSpan.Zero)
        {
            yield return $"A voucher that is valid for {ValidFor} never is.";
        }

        if (Scope.MinimumSpend is { } least && (least.IsNegative || least.Currency != Currency))
        {
            yield return $"The minimum spend is {least}; it is not negative and in {Currency}.";
        }

        foreach (var hours in Scope.Hours)
        {
            if (hours.Days is < 1 or > DailyHours.EveryDay)
            {
                yield return $"Hours on the days {hours.Days} are on none: it lies between 1 and {DailyHours.EveryDay}, a bit for each day.";
            }
        }

        foreach (var fault in Benefit.Faults(Currency))
        {
            yield return fault;
        }
    }
}
