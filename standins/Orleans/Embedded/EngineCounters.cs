namespace O2O.Dispatch.Embedded;

/// <summary>What an engine has done since it was made.</summary>
/// <param name="GrainCalls">Calls sent to grains, reminders included.</param>
/// <param name="Turns">Turns run; counted in deterministic mode only.</param>
/// <param name="StateWrites">Grain states written or cleared.</param>
/// <param name="TimerTicks">Grain timer callbacks run.</param>
/// <param name="Activations">Activations made.</param>
public readonly record struct EngineCounters(long GrainCalls, long Turns, long StateWrites, long TimerTicks, long Activations);
