using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Providers;

/// <summary>One stop of a provider's plan.</summary>
/// <param name="Job">Whose stop.</param>
/// <param name="Slot">The plan slot of that job.</param>
/// <param name="Kind">What happens there.</param>
/// <param name="Place">Where.</param>
/// <param name="LoadChange">What comes on board (positive) or leaves (negative).</param>
public sealed record PlanStop(JobId Job, int Slot, StopKind Kind, GeoPoint Place, int LoadChange);
