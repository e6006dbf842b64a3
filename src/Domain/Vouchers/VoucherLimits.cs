using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>How much and how often a campaign gives. What is held counts as used until it is given back.</summary>
/// <param name="Budget">What its funder pays at the most, positive.</param>
/// <param name="Total">Uses in all; null for no bound.</param>
/// <param name="PerDay">Uses on a day of the market's calendar; null for no bound.</param>
/// <param name="PerCustomer">Uses by one customer; null for no bound.</param>
/// <param name="PerCustomerPerDay">Uses by one customer on a day; null for no bound.</param>
public sealed record VoucherLimits(Money.Money Budget, int? Total, int? PerDay, int? PerCustomer, int? PerCustomerPerDay)
{
    /// <summary>The counts that they ask for.</summary>
    /// <param name="customer">Whose use is asked about; null for nobody's.</param>
    /// <param name="today">The day of the campaign's clock.</param>
    public IEnumerable<CampaignCount> CountsOf(CustomerId? customer, DateOnly today)
    {
        if (PerDay is not null)
        {
            yield return new CampaignCount(null, today);
        }

        if (customer is not null && PerCustomer is not null)
        {
            yield return new CampaignCount(customer, null);
        }

        if (customer is not null && PerCustomerPerDay is not null)
        {
            yield return new CampaignCount(customer, today);
        }
    }
}
