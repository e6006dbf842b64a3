using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What uses of a campaign are counted by.</summary>
/// <param name="Customer">By one customer; null for everybody.</param>
/// <param name="Day">On one day of the campaign's clock; null for all days.</param>
public readonly record struct CampaignCount(CustomerId? Customer, DateOnly? Day);
