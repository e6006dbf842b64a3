using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A provider begins a shift.</summary>
/// <param name="Market">Where.</param>
/// <param name="ServiceClasses">What it does; at least one.</param>
/// <param name="VehicleId">With what.</param>
/// <param name="Capacity">Of the vehicle. Default: 4.</param>
/// <param name="ChainLimit">Jobs in its plan at the most. Default: 1.</param>
public sealed record ShiftBody(string Market, ImmutableArray<string> ServiceClasses, Guid VehicleId, int Capacity = 4, int ChainLimit = 1);
