using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>What became of reports that came together.</summary>
/// <param name="Accepted">How many were taken in.</param>
/// <param name="Refused">The first of those that were not, at most <see cref="MostNamed"/>, in order; null when all were.</param>
public readonly record struct LocationsTaken(int Accepted, ImmutableArray<LocationRefusalResource>? Refused)
{
    /// <summary>Refused reports that are named at the most.</summary>
    public const int MostNamed = 100;
}
