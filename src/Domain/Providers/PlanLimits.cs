namespace O2O.Dispatch.Domain.Providers;

/// <summary>How much a provider may take on at once.</summary>
/// <param name="Capacity">What its vehicle carries at the same time, at least 1.</param>
/// <param name="ChainLimit">How many active jobs its plan may hold, at least 1. Default 1.</param>
public readonly record struct PlanLimits(int Capacity, int ChainLimit);
