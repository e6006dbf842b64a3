using System.Collections.Immutable;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>How a final fare is divided: who is owed what, and who funds what. Every part is not negative.</summary>
/// <param name="CustomerPays">Fare total.</param>
/// <param name="ProviderNet">Gross less tax and commission.</param>
/// <param name="Commission">What the platform keeps, at most gross less tax.</param>
/// <param name="Tax">The tax contained in the gross.</param>
/// <param name="FundedDiscounts">Each discount line, as a positive amount with its funder.</param>
public sealed record Settlement(
    Money.Money CustomerPays,
    Money.Money ProviderNet,
    Money.Money Commission,
    Money.Money Tax,
    ImmutableArray<Discount> FundedDiscounts)
{
    /// <summary>What the job leaves the platform: commission less the discounts that the platform itself funds. May be negative.</summary>
    public Money.Money PlatformMargin
    {
        get
        {
            var margin = Commission;
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

    /// <summary>Divides a fare. CustomerPays + funded discounts = ProviderNet + Commission + Tax, to the minor unit.</summary>
    /// <param name="fare">The final fare.</param>
    /// <param name="plan">The commission.</param>
    /// <param name="tax">The rate contained in the prices.</param>
    /// <param name="hasProvider">False for a fee on a job that nobody served: the platform keeps all but the tax.</param>
    public static Settlement Of(Fare fare, CommissionPlan plan, BasisPoints tax, bool hasProvider)
    {
        var gross = fare.Gross;
        var taxPart = tax.ContainedIn(gross);
        var net = gross - taxPart;
        var commission = hasProvider ? Money.Money.Min(plan.Share.Of(net) + plan.Fixed, net) : net;
        return new Settlement(fare.Total, net - commission, commission, taxPart, FundedBy(fare));
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
