namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>How much and how often a campaign gives. What is held counts as used until it is given back.</summary>
/// <param name="Budget">What its funder pays at the most, positive.</param>
/// <param name="Total">Uses in all; null for no bound.</param>
/// <param name="PerDay">Uses on a day of the market's calendar; null for no bound.</param>
/// <param name="PerCustomer">Uses by one customer; null for no bound.</param>
/// <param name="PerCustomerPerDay">Uses by one customer on a day; null for no bound.</param>
public sealed record VoucherLimits(Money.Money Budget, int? Total, int? PerDay, int? PerCustomer, int? PerCustomerPerDay);
