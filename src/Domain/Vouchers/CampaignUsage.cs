namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What of a campaign is used and held so far.</summary>
/// <param name="Spent">What its funder was charged.</param>
/// <param name="Held">What its funder will be charged at the most for what is held.</param>
/// <param name="Uses">Used and held, in all.</param>
/// <param name="UsesToday">Of them on the day of the order.</param>
/// <param name="ByCustomer">Of them by the customer.</param>
/// <param name="ByCustomerToday">Of them by the customer on that day.</param>
public sealed record CampaignUsage(Money.Money Spent, Money.Money Held, int Uses, int UsesToday, int ByCustomer, int ByCustomerToday);
