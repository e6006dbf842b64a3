namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job before a provider.</summary>
/// <param name="OfferId">Names it.</param>
/// <param name="Job">The job, without its PIN.</param>
/// <param name="ExpiresAt">From this instant on it is over.</param>
/// <param name="PickUpDue">When the provider is expected at the pick-up.</param>
/// <param name="CustomerRating">How providers rate the customer, 1 to 5; null when none has.</param>
public sealed record OfferResource(Guid OfferId, JobResource Job, DateTimeOffset ExpiresAt, DateTimeOffset PickUpDue, double? CustomerRating = null);
