using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>One place of a job's route.</summary>
/// <param name="Kind">What happens there.</param>
/// <param name="Place">Where.</param>
public sealed record JobStop(StopKind Kind, GeoPoint Place);
