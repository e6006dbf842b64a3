using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Consents;

/// <summary>A customer lets a merchant's counters see notes and usable vouchers, for a while. There is one for each merchant at most, and none until it is given.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Merchant">Who may look.</param>
/// <param name="Store">Only at this store of it; null for all.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="Until">It is in force before this.</param>
public sealed record CounterConsent(CustomerId Customer, MerchantId Merchant, StoreId? Store, DateTimeOffset GivenAt, DateTimeOffset Until)
{
    /// <summary>The shortest that can be given.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>The longest that can be given.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Where nothing else is said: about one visit.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(4);
}
