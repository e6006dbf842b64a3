using System.Collections.Immutable;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>Campaigns and vouchers as they are told, and as they are read.</summary>
internal static class VoucherResources
{
    private const int LongestZone = 100;
    private const int MostListed = 100;
    private const int MostReferred = 10_000;

    /// <summary>A campaign as it stands at an instant.</summary>
    public static CampaignResource Of(CampaignAccount account, ClaimTokens tokens, DateTimeOffset now)
    {
        var campaign = account.Campaign;
        var limits = campaign.Limits;
        return new CampaignResource(
            campaign.Id.Value,
            now >= campaign.Ends ? "ended" : campaign.Paused ? "paused" : now < campaign.Begins ? "scheduled" : "running",
            account.Code?.ToString(),
            account.Spent.MinorUnits,
            account.Held.MinorUnits,
            (limits.Budget - account.Spent - account.Held).MinorUnits,
            account.Uses,
            account.Issued,
            account.CreatedAt,
            new CampaignBody(
                campaign.Operator.Value,
                campaign.Name,
                new FunderResource(Snake.Of(campaign.Funder.Kind), campaign.Funder.Id.Length == 0 ? null : campaign.Funder.Id),
                campaign.Currency.Code,
                Of(campaign.Benefit),
                limits.Budget.MinorUnits,
                campaign.Begins,
                campaign.Ends,
                Of(campaign.Scope),
                limits.Total,
                limits.PerDay,
                limits.PerCustomer,
                limits.PerCustomerPerDay,
                campaign.ValidFor?.TotalSeconds,
                campaign.Stackable,
                campaign.EarnedBy is { } earned ? new CampaignEarnResource(Texts(earned.Markets), Texts(earned.ServiceClasses), Ids(earned.Merchants), earned.MinimumPaid?.MinorUnits) : null,
                campaign.TimeZone,
                account.Code is not null,
                campaign.Claims is { } claims ? new CampaignClaimsResource(claims.LinkPerCustomer, claims.Partners.IsEmpty ? null : [.. claims.Partners.Select(partner => partner.Value)]) : null,
                campaign.Referral is { } referral ? new CampaignReferralResource(referral.MostPerReferrer, referral.Friend?.Value) : null),
            tokens.Link(campaign));
    }

    /// <summary>A voucher as it stands at an instant: what has run out is told so, whether or not anybody has written it down.</summary>
    public static VoucherResource Of(Voucher voucher, Campaign campaign, DateTimeOffset now)
    {
        var stands = VoucherDecisions.Expire(voucher, now).After ?? voucher;
        return new VoucherResource(
            voucher.Id.Value,
            voucher.Code.ToString(),
            campaign.Id.Value,
            campaign.Name,
            Snake.Of(stands is { Status: VoucherStatus.Held, Hold: { } hold } && !hold.Stands(now) ? VoucherStatus.Issued : stands.Status),
            campaign.Currency.Code,
            Of(campaign.Benefit),
            Of(campaign.Scope),
            Snake.Of(voucher.Source),
            voucher.IssuedAt,
            voucher.ExpiresAt,
            voucher.Used?.MinorUnits);
    }

    /// <summary>Reads a campaign; what is wrong with it joins the faults.</summary>
    /// <returns>Null when it could not be read at all.</returns>
    public static Campaign? Read(CampaignBody body, CampaignId id, List<(string Field, string Reason)> faults)
    {
        if (!Currency.TryOf(body.Currency, out var currency))
        {
            faults.Add(("currency", $"'{body.Currency}' is not known."));
        }

        if (!OperatorId.TryParse(body.Operator, out var whose))
        {
            faults.Add(("operator", "There is no such operator."));
        }

        if (!Snake.TryRead<FunderKind>(body.Funder.Kind, out var kind))
        {
            faults.Add(("funder.kind", "platform, merchant, operator or provider is expected."));
        }

        if (body.ValidSeconds is { } seconds && !(seconds > 0 && seconds < TimeSpan.FromDays(3_660).TotalSeconds))
        {
            faults.Add(("valid_seconds", "A positive number is expected, at most ten years."));
        }

        var benefit = faults.Count > 0 ? null : Read(body.Benefit, currency, faults);
        var scope = Read(body.Scope ?? new CampaignScopeResource(), currency, faults);
        var earned = body.EarnedBy is not { } by ? null : new EarnRule(
            Markets(by.Markets, "earned_by.markets", faults),
            Classes(by.ServiceClasses, "earned_by.service_classes", faults),
            Merchants(by.Merchants),
            by.MinimumPaidMinorUnits is { } paid ? new Money(paid, currency) : null);
        if (body.Referral is { MostPerReferrer: < 1 or > MostReferred })
        {
            faults.Add(("referral.most_per_referrer", $"1 to {MostReferred:N0} is expected."));
        }

        if (body.Claims?.Partners is { IsDefault: false } partners && (partners.Length > MostListed || partners.Contains(Guid.Empty)))
        {
            faults.Add(("claims.partners", $"At most {MostListed} accounts are expected."));
        }

        if (faults.Count > 0 || benefit is null)
        {
            return null;
        }

        var campaign = new Campaign(
            id,
            whose,
            body.Name,
            new Funder(kind, body.Funder.Id ?? string.Empty),
            benefit,
            scope,
            new VoucherLimits(new Money(body.BudgetMinorUnits, currency), body.MostUses, body.MostUsesPerDay, body.MostUsesPerCustomer, body.MostUsesPerCustomerPerDay),
            body.BeginsAt,
            body.EndsAt,
            body.ValidSeconds is { } valid ? TimeSpan.FromSeconds(valid) : null,
            body.Stackable,
            earned,
            false,
            body.TimeZone,
            body.Claims is { } claims ? new ClaimRule(claims.LinkPerCustomer, [.. (claims.Partners ?? []).Distinct().Select(partner => new CustomerId(partner))]) : null,
            body.Referral is { } referral ? new ReferralRule(referral.FriendCampaignId is { } friend ? new CampaignId(friend) : null, referral.MostPerReferrer) : null);
        faults.AddRange(campaign.Faults().Select(fault => ("campaign", fault)));
        return campaign;
    }

    /// <summary>What a voucher is good for.</summary>
    public static VoucherBenefitResource Of(VoucherBenefit benefit) => benefit switch
    {
        VoucherBenefit.Percentage percentage => new VoucherBenefitResource("percentage", percentage.Share.Value, MostMinorUnits: percentage.Most?.MinorUnits),
        VoucherBenefit.Amount amount => new VoucherBenefitResource("amount", AmountMinorUnits: amount.Value.MinorUnits),
        VoucherBenefit.FreeItem item => new VoucherBenefitResource("free_item", ProductId: item.Product),
        VoucherBenefit.RideCredit credit => new VoucherBenefitResource("ride_credit", UpToMetres: credit.UpTo.Value, MostMinorUnits: credit.Most?.MinorUnits),
        _ => throw new InvalidOperationException($"No form for {benefit.GetType().Name}."),
    };

    private static CampaignScopeResource Of(VoucherScope scope) => new(
        Texts(scope.Markets),
        Texts(scope.ServiceClasses),
        Ids(scope.Merchants),
        scope.Hours.IsEmpty ? null : WeeklyHours.Of(scope.Hours),
        scope.MinimumSpend?.MinorUnits,
        scope.FirstTimeOnly,
        Texts(scope.Zones));

    private static ImmutableArray<string>? Texts<T>(ImmutableArray<T> names) => names.IsEmpty ? null : [.. names.Select(name => name!.ToString()!)];

    private static ImmutableArray<Guid>? Ids(ImmutableArray<MerchantId> merchants) => merchants.IsEmpty ? null : [.. merchants.Select(merchant => merchant.Value)];

    private static VoucherBenefit? Read(VoucherBenefitResource body, Currency currency, List<(string Field, string Reason)> faults)
    {
        Money? most = body.MostMinorUnits is { } bound ? new Money(bound, currency) : null;
        switch (body)
        {
            case { Kind: "percentage", ShareBasisPoints: >= 0 and <= 10_000 and var share }:
                return new VoucherBenefit.Percentage(new BasisPoints(share), most);
            case { Kind: "amount", AmountMinorUnits: { } amount }:
                return new VoucherBenefit.Amount(new Money(amount, currency));
            case { Kind: "free_item", ProductId: { } product }:
                return new VoucherBenefit.FreeItem(product);
            case { Kind: "ride_credit", UpToMetres: { } metres } when metres >= 0 && double.IsFinite(metres):
                return new VoucherBenefit.RideCredit(new Metres(metres), most);
            default:
                faults.Add(("benefit", "percentage with share_basis_points (0 to 10,000), amount with amount_minor_units, free_item with product_id or ride_credit with up_to_metres is expected."));
                return null;
        }
    }

    private static VoucherScope Read(CampaignScopeResource body, Currency currency, List<(string Field, string Reason)> faults) =>
        new(
            Markets(body.Markets, "scope.markets", faults),
            Classes(body.ServiceClasses, "scope.service_classes", faults),
            Merchants(body.Merchants),
            Names(body.Zones, "scope.zones", faults, static (string? text, out string zone) => (zone = text?.Trim() ?? string.Empty).Length is > 0 and <= LongestZone),
            WeeklyHours.Read(body.Hours, MostListed, "scope.hours", faults),
            body.MinimumSpendMinorUnits is { } least ? new Money(least, currency) : null,
            body.FirstTimeOnly);

    private static ImmutableArray<MarketId> Markets(ImmutableArray<string>? names, string field, List<(string Field, string Reason)> faults) =>
        Names(names, field, faults, (string? text, out MarketId id) => MarketId.TryParse(text, out id));

    private static ImmutableArray<ServiceClassId> Classes(ImmutableArray<string>? names, string field, List<(string Field, string Reason)> faults) =>
        Names(names, field, faults, (string? text, out ServiceClassId id) => ServiceClassId.TryParse(text, out id));

    private static ImmutableArray<MerchantId> Merchants(ImmutableArray<Guid>? ids) => [.. (ids ?? []).Take(MostListed).Select(id => new MerchantId(id))];

    private delegate bool Reads<T>(string? text, out T id);

    private static ImmutableArray<T> Names<T>(ImmutableArray<string>? names, string field, List<(string Field, string Reason)> faults, Reads<T> read)
    {
        var known = ImmutableArray.CreateBuilder<T>();
        foreach (var name in names ?? [])
        {
            if (read(name, out var id) && known.Count < MostListed)
            {
                known.Add(id);
            }
            else
            {
                faults.Add((field, $"'{name}' is no name, or one of too many."));
            }
        }

        return known.ToImmutable();
    }
}
