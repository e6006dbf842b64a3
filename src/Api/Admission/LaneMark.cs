namespace O2O.Dispatch.Api.Admission;

/// <summary>Says of an endpoint which lane it is in.</summary>
/// <param name="Lane">The lane.</param>
internal sealed record LaneMark(AdmissionLane Lane);
