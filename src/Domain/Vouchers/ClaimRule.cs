using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Who gets a campaign's vouchers by a link, and who may make links for one voucher each, or report jobs that give one.</summary>
/// <param name="LinkPerCustomer">How many vouchers a customer gets by the link that anybody may open, one after the other; null for no such link.</param>
/// <param name="Partners">The accounts whose keys make links and report jobs; empty for none.</param>
public sealed record ClaimRule(int? LinkPerCustomer, ImmutableArray<CustomerId> Partners)
{
    /// <summary>The most vouchers of one link for one customer.</summary>
    public const int MostPerCustomer = 10;
}
