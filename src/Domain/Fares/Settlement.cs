using System.Collections.Immutable;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>How a final fare is divided: who is owed what, and who funds what. Every part is not negative.</summary>
/// <param name="CustomerPays">Fare total.</param>
/// <param name="ProviderNet">Gross less tax, goods and commission, before the lead fee.</param>
/// <param name="Commission">What the platform keeps, at most gross less tax; what brand and store have of it is taken off.</param>
/// <param name="Tax">The tax in the gross, contained in the prices or added to them.</param>
/// <param name="FundedDiscounts">Each discount line, as a positive amount with its funder.</param>
/// <param name="Seller">Whose the tax is; null for the platform.</param>
/// <param name="Merchants">What brand and store have, the store's goods first; null for nothing.</param>
/// <param name="LeadFee">What the provider owes the platform beside it; null for nothing.</param>
public sealed record Settlement(
    Money.Money CustomerPays,
    Money.Money ProviderNet,
    Money.Money Commission,
    Money.Money Tax,
    ImmutableArray<Discount> FundedDiscounts,
    Seller? Seller = null,
    ImmutableArray<MerchantPart>? Merchants = null,
    Money.Money? LeadFee = null)
{
    /// <summary>What was divided: the price before discounts.</summary>
    public Money.Money Gross
    {
        get
        {
            var gross = ProviderNet + Commission + Tax;
            foreach (var part in Merchants ?? [])
            {
                gross += part.Amount;
            }

            return gross;
        }
    }

    /// <summary>What the job leaves the platform: commission and lead fee less the discounts that the platform itself funds. May be negative.</summary>
    public Money.Money PlatformMargin
    {
        get
        {
            var margin = Commission + (LeadFee ?? Money.Money.Zero(Commission.Currency));
            foreach (var discount in FundedDiscounts)
            {
                if (discount.Funder.Kind == FunderKind.Platform)
                {
                    margin -= discount.Amount;
                }
            }

            return margin;
        }
    }

    /// <summary>Divides a fare: goods are the merchant's, the rest the provider's, each less commission. CustomerPays + funded discounts = ProviderNet + Commission + Tax + what merchants have, to the minor unit.</summary>
    /// <param name="fare">The final fare.</param>
    /// <param name="plan">The commission.</param>
    /// <param name="tax">The rate contained in the prices; a fare with a line for tax has it there.</param>
    /// <param name="hasProvider">False for a fee on a job that nobody served: the platform keeps all but the tax.</param>
    /// <param name="merchant">The job's merchant; null for none.</param>
    /// <param name="isDone">Whether the service was done: then the provider owes the lead fee.</param>
    public static Settlement Of(Fare fare, CommissionPlan plan, BasisPoints tax, bool hasProvider, MerchantId? merchant = null, bool isDone = false)
    {
        var gross = fare.Gross;
        var taxPart = fare.AddedTax is { IsZero: false } added ? added : tax.ContainedIn(gross);
        var net = gross - taxPart;

        // Goods are the merchant's less commission; the rest is the provider's, or, where nobody served, the platform's.
        var goods = merchant is null ? Money.Money.Zero(net.Currency) : GoodsOf(fare, net);
        var service = net - goods;
        var ofGoods = Money.Money.Min(plan.Share.Of(goods) + (hasProvider ? Money.Money.Zero(net.Currency) : plan.Fixed), goods);
        var ofService = hasProvider ? Money.Money.Min(plan.Share.Of(service) + plan.Fixed, service) : service;
        var commission = ofGoods + ofService;
        var merchants = Split(plan, commission, merchant, goods - ofGoods);
        var kept = commission + goods - ofGoods;
        foreach (var part in merchants)
        {
            kept -= part.Amount;
        }

        return new Settlement(
            fare.Total,
            service - ofService,
            kept,
            taxPart,
            FundedBy(fare),
            plan.Seller switch
            {
                Fares.Seller.Merchant => merchant is null ? null : Fares.Seller.Merchant,
                Fares.Seller.Provider => hasProvider ? Fares.Seller.Provider : null,
                Fares.Seller.Platform or null => null,
            },
            merchants is { IsEmpty: true } ? null : merchants,
            isDone && hasProvider && plan.LeadFee is { IsZero: false } fee ? fee : null);
    }

    /// <summary>What of a price without tax is goods.</summary>
    private static Money.Money GoodsOf(Fare fare, Money.Money net)
    {
        var whole = fare.Gross - fare.AddedTax;
        return whole.IsZero ? whole : new Money.Money(Rounding.HalfEven((Int128)net.MinorUnits * fare.Goods.MinorUnits, whole.MinorUnits), net.Currency);
    }

    /// <summary>What brand and store have: the store its goods, and both their parts of the commission.</summary>
    private static ImmutableArray<MerchantPart> Split(CommissionPlan plan, Money.Money commission, MerchantId? store, Money.Money goods)
    {
        ImmutableArray<MerchantPart> own = store is { } seller && !goods.IsZero ? [new MerchantPart(SplitParty.Store, seller, goods)] : [];
        if (plan.Splits is not { IsDefaultOrEmpty: false } splits || commission.IsZero)
        {
            return own;
        }

        var amounts = Rounding.Split(commission.MinorUnits, [.. splits.Select(split => split.Share.Value)]);
        var parts = own.ToBuilder();
        for (var i = 0; i < amounts.Length; i++)
        {
            var owner = splits[i].Party switch
            {
                SplitParty.Platform => null,
                SplitParty.Store => splits[i].Merchant ?? store,
                SplitParty.Brand => splits[i].Merchant,
            };
            if (owner is { } merchant && amounts[i] > 0)
            {
                parts.Add(new MerchantPart(splits[i].Party, merchant, new Money.Money(amounts[i], commission.Currency)));
            }
        }

        return parts.ToImmutable();
    }

    private static ImmutableArray<Discount> FundedBy(Fare fare)
    {
        var funded = ImmutableArray.CreateBuilder<Discount>();
        foreach (var line in fare.Lines)
        {
            if (line.Kind == FareLineKind.Discount)
            {
                funded.Add(new Discount(-line.Amount, line.Funder ?? Funder.Platform));
            }
        }

        return funded.ToImmutable();
    }
}
