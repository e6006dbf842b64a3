using NBomber.Contracts.Stats;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>What a profile came to.</summary>
/// <param name="Stats">Of the run that counts.</param>
/// <param name="Facts">Figures that no scenario has, by name.</param>
internal sealed record ProfileResult(NodeStats Stats, IReadOnlyList<(string Name, double Value)> Facts);
