namespace O2O.Dispatch.Contracts.Http;

/// <summary>A pushed fact as a share link hears it: an <see cref="EventEnvelope"/> without ids of people and without money.</summary>
/// <param name="Stream">job/{id}.</param>
/// <param name="Epoch">As in <see cref="EventEnvelope"/>.</param>
/// <param name="Sequence">The job's version.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">job_changed.</param>
/// <param name="Event">The name of the job's event; null for those about money.</param>
/// <param name="Job">The job after it.</param>
public sealed record ShareEventEnvelope(string Stream, long Epoch, long Sequence, DateTimeOffset At, string Type, string? Event, ShareResource Job);
