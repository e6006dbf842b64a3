namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>An order that holds a voucher.</summary>
/// <param name="By">The quote that it was taken for; a job ordered on the quote goes on with the same.</param>
/// <param name="Customer">Who orders.</param>
/// <param name="Amount">What the funder pays at the most, positive.</param>
/// <param name="Until">When the hold lapses; null once a job stands on it.</param>
/// <param name="Ordered">Whether a job was ordered on it: from then on no other quote of the customer takes it over.</param>
/// <param name="Day">The day of the campaign's clock that it counts for; null where nobody counts.</param>
/// <param name="Market">Whose margin it takes from; null where that has no floor, or somebody else pays.</param>
/// <param name="Exposed">What it takes from that beyond what its own order leaves, not negative; null with the market.</param>
public sealed record VoucherHold(
    Guid By, Customers.CustomerId Customer, Money.Money Amount, DateTimeOffset? Until, bool Ordered = false, DateOnly? Day = null, Markets.MarketId? Market = null, Money.Money? Exposed = null)
{
    /// <summary>Whether an order has it, and not a quote alone.</summary>
    public bool IsOrdered => Ordered || Until is null;

    /// <summary>Whether it still counts.</summary>
    public bool Stands(DateTimeOffset now) => Until is not { } until || now < until;
}
