using System.Collections.Immutable;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>How a final fare is divided: who is owed what, and who funds what. Every part is not negative.</summary>
/// <param name="CustomerPays">Fare total.</param>
/// <param name="ProviderNet">Gross less tax and commission, before the lead fee.</param>
/// <param name="Commission">What the platform keeps, at most gross less tax; what brand and store have of it is taken off.</param>
/// <param name="Tax">The tax in the gross, contained in the prices or added to them.</param>
/// <param name="FundedDiscounts">Each discount line, as a positive amount with its funder.</param>
/// <param name="Seller">Whose the tax is; null for the platform.</param>
/// <param name="Merchants">What brand and store have; null for nothing.</param>
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

    /// <summary>Divides a fare. CustomerPays + funded discounts = ProviderNet + Commission + Tax + what merchants have, to the minor unit.</summary>
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
        var commission = hasProvider ? Money.Money.Min(plan.Share.Of(net) + plan.Fixed, net) : net;
        var merchants = Split(plan, commission, merchant);
        var kept = commission;
        foreach (var part in merchants ?? [])
        {
            kept -= part.Amount;
        }

        return new Settlement(
            fare.Total,
            net - commission,
            kept,
            taxPart,
            FundedBy(fare),
            plan.Seller switch
            {
                Fares.Seller.Merchant => merchant is null ? null : Fares.Seller.Merchant,
                Fares.Seller.Provider => hasProvider ? Fares.Seller.Provider : null,
                Fares.Seller.Platform or null => null,
            },
            merchants,
            isDone && hasProvider && plan.LeadFee is { IsZero: false } fee ? fee : null);
    }

    /// <summary>What brand and store have of the commission; null for nothing.</summary>
    private static ImmutableArray<MerchantPart>? Split(CommissionPlan plan, Money.Money commission, MerchantId? store)
    {
        if (plan.Splits is not { IsDefaultOrEmpty: false } splits || commission.IsZero)
        {
            return null;
        }

        var amounts = Rounding.Split(commission.MinorUnits, [.. splits.Select(split => split.Share.Value)]);
        var parts = ImmutableArray.CreateBuilder<MerchantPart>();
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

        return parts.Count == 0 ? null : parts.ToImmutable();
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
