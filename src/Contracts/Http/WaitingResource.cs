namespace O2O.Dispatch.Contracts.Http;

/// <summary>What it costs to let the provider wait at the pick-up. Amounts are before tax that is added.</summary>
/// <param name="FreeSeconds">How long waiting is free.</param>
/// <param name="PerMinuteMinorUnits">From then on, by the second.</param>
/// <param name="MostMinorUnits">At the most; it is held with the price.</param>
public sealed record WaitingResource(double FreeSeconds, long PerMinuteMinorUnits, long MostMinorUnits);
