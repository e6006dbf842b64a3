using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a voucher is good for.</summary>
public abstract record VoucherBenefit
{
    private VoucherBenefit()
    {
    }

    /// <summary>A share of the price before discounts.</summary>
    /// <param name="Share">Above nothing, at most the whole.</param>
    /// <param name="Most">What it comes to at the most; null for no bound.</param>
    public sealed record Percentage(BasisPoints Share, Money.Money? Most) : VoucherBenefit;

    /// <summary>An amount.</summary>
    /// <param name="Value">Positive.</param>
    public sealed record Amount(Money.Money Value) : VoucherBenefit;

    /// <summary>One piece of a product. It has to be in the order.</summary>
    /// <param name="Product">Which.</param>
    public sealed record FreeItem(Guid Product) : VoucherBenefit;

    /// <summary>A ride, as far as it goes up to a distance. Beyond, the customer pays the difference. Worth nothing on whatever is no ride.</summary>
    /// <param name="UpTo">Positive.</param>
    /// <param name="Most">What it comes to at the most; null for no bound.</param>
    public sealed record RideCredit(Metres UpTo, Money.Money? Most) : VoucherBenefit;

    /// <summary>What it is worth on an order: at most what may be taken off its price; nothing where it does not apply or is of another currency.</summary>
    public Money.Money Worth(VoucherOrder order)
    {
        var worth = this switch
        {
            Percentage percentage => Bounded(percentage.Share.Of(order.Gross), percentage.Most),
            Amount amount => amount.Value,
            FreeItem free => Piece(free.Product, order),
            RideCredit credit => Bounded(Ride(credit.UpTo, order), credit.Most),
            _ => throw new InvalidOperationException($"{GetType().Name} has no worth."),
        };
        var none = Money.Money.Zero(order.Gross.Currency);
        return worth.Currency != order.Gross.Currency ? none : Money.Money.Max(none, Money.Money.Min(worth, order.MostOff));
    }

    /// <summary>What is wrong with it, a line each; empty when it is sound.</summary>
    /// <param name="currency">That of the campaign.</param>
    public IEnumerable<string> Faults(Currency currency)
    {
        switch (this)
        {
            case Percentage { Share.Value: 0 or > 10_000 } percentage:
                yield return $"A share of {percentage.Share} is none: it lies above 0 and up to 10,000 basis points.";
                break;
            case Amount { Value: var value } when value.MinorUnits <= 0 || value.Currency != currency:
                yield return $"An amount of {value} is none: it is positive and in {currency}.";
                break;
            case FreeItem { Product: var product } when product == Guid.Empty:
                yield return "A free item names its product.";
                break;
            case RideCredit { UpTo.Value: 0 }:
                yield return "A ride credit of no distance is none.";
                break;
        }

        if (this switch { Percentage percentage => percentage.Most, RideCredit credit => credit.Most, _ => null } is { } most && (most.MinorUnits <= 0 || most.Currency != currency))
        {
            yield return $"At the most {most} is no bound: it is positive and in {currency}.";
        }
    }

    private static Money.Money Bounded(Money.Money worth, Money.Money? most) => most is { } bound && bound.Currency == worth.Currency ? Money.Money.Min(worth, bound) : worth;

    private static Money.Money Piece(Guid product, VoucherOrder order)
    {
        var best = Money.Money.Zero(order.Gross.Currency);
        foreach (var item in order.Items)
        {
            if (item.Product == product)
            {
                best = Money.Money.Max(best, item.Each);
            }
        }

        return best;
    }

    /// <summary>The price of the first part of the ride, its time taken in proportion.</summary>
    private static Money.Money Ride(Metres upTo, VoucherOrder order)
    {
        if (order.Plan is not { } plan)
        {
            return Money.Money.Zero(order.Gross.Currency);
        }

        return upTo >= order.Distance
            ? order.Gross
            : FareMeter.Price(plan, upTo, order.Duration * (upTo.Value / order.Distance.Value), order.Multiplier, []).Gross;
    }
}
