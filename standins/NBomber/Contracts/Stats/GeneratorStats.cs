namespace NBomber.Contracts.Stats;

/// <summary>How well the generator of load kept its own time; the real package does not tell. Open models alone: a closed one waits by its nature.</summary>
/// <param name="Planned">How many starts the simulations asked for, up to the end or the early stop.</param>
/// <param name="Started">How many there were.</param>
/// <param name="LateMs">From the planned instant to the first line of the iteration.</param>
/// <param name="FellBehind">Whether one start of a hundred was more than 100 ms late, or one never came: then the machine that makes the load was the limit, too.</param>
public sealed record GeneratorStats(int Planned, int Started, LatencyStats LateMs, bool FellBehind);
