using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Sales;

/// <summary>What a store sells with a job, as it was quoted: a later change of the catalogue never touches it.</summary>
/// <param name="Store">Which store.</param>
/// <param name="Items">What, with its prices; at least one.</param>
/// <param name="Preparation">How long it takes to prepare from the acceptance on, or, for a visit, how long the work takes.</param>
/// <param name="AnswerWithin">How long the store may think about it; null when it takes every order by itself.</param>
/// <param name="Validity">How long the code is good from the order on; null where nothing is had by a code.</param>
/// <param name="Refunded">The share of what was not had by then that is given back; null where nothing is had by a code.</param>
/// <param name="Skills">What whoever comes has to be able to do, in order; null for nothing.</param>
public sealed record Sale(
    StoreId Store,
    ImmutableArray<PricedItem> Items,
    TimeSpan Preparation,
    TimeSpan? AnswerWithin = null,
    TimeSpan? Validity = null,
    BasisPoints? Refunded = null,
    ImmutableArray<string>? Skills = null)
{
    /// <summary>The price of all items, before tax that is added and before discounts.</summary>
    public Money.Money Goods
    {
        get
        {
            var sum = Money.Money.Zero(Items[0].Each.Currency);
            foreach (var item in Items)
            {
                sum += item.Total;
            }

            return sum;
        }
    }

    /// <summary>In how many parts it can be had: the pieces of a sale of one item, else one part, the whole.</summary>
    public int Units => Items.Length == 1 ? Items[0].Quantity : 1;

    /// <summary>Two are equal when they have the same items and terms.</summary>
    public bool Equals(Sale? other) =>
        other is not null && Store == other.Store && Preparation == other.Preparation && AnswerWithin == other.AnswerWithin && Validity == other.Validity
        && Refunded == other.Refunded && Items.SequenceEqual(other.Items) && (Skills ?? []).SequenceEqual(other.Skills ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Store, Preparation, Items.Length);
}
