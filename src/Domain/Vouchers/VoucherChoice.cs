using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Which of a customer's vouchers an order uses: those that save the most.</summary>
/// <param name="Chosen">In the order they are taken off the price; together at most the price.</param>
/// <param name="Refused">The others, each with why.</param>
public sealed record VoucherChoice(ImmutableArray<ChosenVoucher> Chosen, ImmutableArray<(Voucher Voucher, VoucherRejection Why)> Refused)
{
    /// <summary>
    /// Chooses. Either one voucher or several stackable ones, whichever takes more off the price; of equals the one alone, then the one that ends first. Every share is one of the price before
    /// discounts. A stackable one that adds nothing is not used up.
    /// </summary>
    /// <param name="candidates">The customer's, in any order, each voucher once.</param>
    /// <param name="order">What is ordered.</param>
    /// <param name="margin">What of a discount the market's margin can bear; null where nobody asks.</param>
    public static VoucherChoice Best(IEnumerable<VoucherCandidate> candidates, VoucherOrder order, MarginGuard? margin = null)
    {
        var refused = ImmutableArray.CreateBuilder<(Voucher, VoucherRejection)>();
        var fit = new List<(VoucherCandidate Candidate, Money.Money Worth)>();
        foreach (var candidate in candidates.OrderBy(candidate => candidate.Voucher.ExpiresAt).ThenBy(candidate => candidate.Voucher.Id))
        {
            var worth = candidate.Campaign.Benefit.Worth(order);
            if (Why(candidate, order, worth, margin) is { } why)
            {
                refused.Add((candidate.Voucher, why));
            }
            else
            {
                fit.Add((candidate, worth));
            }
        }

        // A stable sort: of equal worth the one that ends first stays first.
        var byWorth = fit.OrderByDescending(one => one.Worth.MinorUnits).ToList();
        var alone = Taken(byWorth.Take(1), order, margin);
        var together = Taken(byWorth.Where(one => one.Candidate.Campaign.Stackable), order, margin);
        var best = Sum(together) > Sum(alone) ? together : alone;
        foreach (var (candidate, _) in fit)
        {
            if (!best.Exists(chosen => chosen.Voucher == candidate.Voucher))
            {
                refused.Add((candidate.Voucher, VoucherRejection.NotStackable));
            }
        }

        return new VoucherChoice([.. best], refused.ToImmutable());
    }

    /// <summary>The discounts of it, for a fare.</summary>
    public ImmutableArray<Discount> Discounts() => [.. Chosen.Select(chosen => new Discount(chosen.Amount, chosen.Funder))];

    private static VoucherRejection? Why(VoucherCandidate candidate, VoucherOrder order, Money.Money worth, MarginGuard? margin)
    {
        var (voucher, campaign, usage) = candidate;
        // Whether it could be taken is asked of the same rule that will take it.
        var take = VoucherDecisions.Take(voucher, voucher.Id.Value, order.Customer, order.Gross, order.At, order.At).Rejection;
        return (take is VoucherRejection.WorthNothing ? (VoucherRejection?)null : take)
            ?? campaign.Scope.Why(order with { Local = campaign.LocalAt(order.At) ?? order.Local })
            ?? (worth.MinorUnits <= 0 ? VoucherRejection.WorthNothing : (VoucherRejection?)null)
            ?? campaign.Why(usage, worth, order.At)
            ?? (margin is { } guard && guard.Bears(campaign.Funder, worth) < worth ? VoucherRejection.MarginFloorReached : (VoucherRejection?)null);
    }

    private static List<ChosenVoucher> Taken(IEnumerable<(VoucherCandidate Candidate, Money.Money Worth)> from, VoucherOrder order, MarginGuard? margin)
    {
        var chosen = new List<ChosenVoucher>();
        var left = order.MostOff;
        foreach (var ((voucher, campaign, usage), worth) in from)
        {
            var amount = Money.Money.Min(worth, left);
            if (amount.IsZero || campaign.Why(With(usage, chosen, campaign), amount, order.At) is not null || (margin is { } guard && guard.Bears(campaign.Funder, amount) < amount))
            {
                continue;
            }

            chosen.Add(new ChosenVoucher(voucher, campaign.Id, amount, campaign.Funder, margin?.Exposes(campaign.Funder, amount)));
            margin = margin?.Less(campaign.Funder, amount);
            left -= amount;
        }

        return chosen;
    }

    /// <summary>The usage of a campaign with what this order takes of it already.</summary>
    private static CampaignUsage With(CampaignUsage usage, List<ChosenVoucher> chosen, Campaign campaign)
    {
        foreach (var one in chosen)
        {
            if (one.Campaign == campaign.Id)
            {
                usage = new CampaignUsage(usage.Spent, usage.Held + one.Amount, usage.Uses + 1, usage.UsesToday + 1, usage.ByCustomer + 1, usage.ByCustomerToday + 1);
            }
        }

        return usage;
    }

    private static long Sum(List<ChosenVoucher> chosen) => chosen.Sum(one => one.Amount.MinorUnits);
}
