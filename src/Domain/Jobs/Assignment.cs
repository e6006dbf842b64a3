using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Which provider has a job, and where in its plan.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Vehicle">With what.</param>
/// <param name="Offer">The offer that was accepted.</param>
/// <param name="PlanSlot">The provider's slot the job takes, 0 upwards; one active job per provider and slot.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="PickUpDue">The expected arrival at the pick-up.</param>
public sealed record Assignment(ProviderId Provider, VehicleId Vehicle, OfferId Offer, int PlanSlot, DateTimeOffset AcceptedAt, DateTimeOffset PickUpDue);
