namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job that a partner did for a customer, which gives the customer a voucher.</summary>
/// <param name="Reference">The partner's own name of it, 1 to 100 characters: the same again gives the same voucher.</param>
/// <param name="CustomerId">Whose the voucher is.</param>
/// <param name="Market">Where.</param>
/// <param name="JourneyId">The journey that goes on with it; null for a new one.</param>
public sealed record PartnerJobBody(string Reference, Guid CustomerId, string Market, Guid? JourneyId = null);
