using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What the platform can still give away on an order: what the order leaves it, and how far the market stands above the floor of its margin. It is asked before the job, not after.</summary>
/// <param name="OfOrder">What the order leaves the platform before discounts: commission and fees.</param>
/// <param name="AboveFloor">The market's margin so far, less its floor and what is held already; below nothing when the floor is reached.</param>
public sealed record MarginGuard(Money.Money OfOrder, Money.Money AboveFloor)
{
    /// <summary>What of a discount can be given. Others' money is not the platform's concern.</summary>
    /// <param name="funder">Who pays for it.</param>
    /// <param name="amount">The discount.</param>
    public Money.Money Bears(Funder funder, Money.Money amount) => funder.Kind == FunderKind.Platform
        ? Money.Money.Max(Money.Money.Zero(amount.Currency), Money.Money.Min(amount, OfOrder + AboveFloor))
        : amount;

    /// <summary>What a discount takes of the market's margin beyond what the order leaves; null where others pay.</summary>
    /// <param name="funder">Who pays for it.</param>
    /// <param name="amount">The discount.</param>
    public Money.Money? Exposes(Funder funder, Money.Money amount) => funder.Kind == FunderKind.Platform ? amount - OfOrder : null;

    /// <summary>What is left after a discount: what the order leaves is used up first.</summary>
    /// <param name="funder">Who pays for it.</param>
    /// <param name="amount">The discount.</param>
    public MarginGuard Less(Funder funder, Money.Money amount)
    {
        if (funder.Kind != FunderKind.Platform)
        {
            return this;
        }

        var ofOrder = Money.Money.Min(amount, Money.Money.Max(Money.Money.Zero(amount.Currency), OfOrder));
        return new MarginGuard(OfOrder - ofOrder, AboveFloor - (amount - ofOrder));
    }
}
