using System.Collections.Immutable;

namespace O2O.Dispatch.Api.Live;

/// <summary>Where a vehicle was, as one API node tells others. What it does each of them knows of its jobs.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="Longitude">In millionths of a degree.</param>
/// <param name="Latitude">In millionths of a degree.</param>
/// <param name="At">When; told to the millisecond.</param>
/// <param name="Shift">The number of its shift.</param>
/// <param name="Shards">What it serves in this shift.</param>
internal readonly record struct ToldPlace(Guid Provider, int Longitude, int Latitude, DateTimeOffset At, long Shift, ImmutableArray<string> Shards);
