namespace NBomber.Contracts.Stats;

/// <summary>What was measured of one kind of end, good or bad.</summary>
/// <param name="Request">How many.</param>
/// <param name="Latency">How long.</param>
/// <param name="DataTransfer">How large.</param>
/// <param name="StatusCodes">With what codes, the commonest first.</param>
public sealed record MeasurementStats(RequestStats Request, LatencyStats Latency, DataTransferStats DataTransfer, StatusCodeStats[] StatusCodes);
