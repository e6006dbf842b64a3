using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Consents;

/// <summary>One time that a counter was shown what a customer shares. Written down before it is shown, and never changed.</summary>
/// <param name="Id">Names it; those that come later have higher ids.</param>
/// <param name="Customer">Whose notes and vouchers.</param>
/// <param name="Merchant">Who looked.</param>
/// <param name="Store">Where.</param>
/// <param name="By">The subject of the token that was used: somebody of the staff, or the merchant itself.</param>
/// <param name="Job">The order whose code was shown at the counter.</param>
/// <param name="At">When.</param>
/// <param name="Notes">How many notes were shown.</param>
/// <param name="Vouchers">How many vouchers were shown.</param>
public sealed record CounterLook(Guid Id, CustomerId Customer, MerchantId Merchant, StoreId Store, Guid By, JobId Job, DateTimeOffset At, int Notes, int Vouchers);
