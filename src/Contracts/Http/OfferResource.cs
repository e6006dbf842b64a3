namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job before a provider.</summary>
/// <param name="OfferId">Names it.</param>
/// <param name="Job">The job, without its PIN.</param>
/// <param name="ExpiresAt">From this instant on it is over.</param>
/// <param name="PickUpDue">When the provider is expected at the pick-up.</param>
public sealed record OfferResource(Guid OfferId, JobResource Job, DateTimeOffset ExpiresAt, DateTimeOffset PickUpDue);
