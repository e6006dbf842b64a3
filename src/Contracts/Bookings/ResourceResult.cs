using O2O.Dispatch.Domain.Bookings;

namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>What came of the change of a resource.</summary>
/// <param name="Resource">How it stands; null when it was refused.</param>
/// <param name="Rejection">Why it was refused; null when it was not.</param>
public sealed record ResourceResult(BookableResource? Resource, ResourceRejection? Rejection);
