using O2O.Dispatch.Api.Health;
using O2O.Dispatch.Contracts.Markets;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>An API node can serve while silos answer it and nobody told it to stop. Thread-safe.</summary>
/// <param name="markets">Asks the silos again and again.</param>
/// <param name="lifetime">Is told to stop.</param>
/// <param name="time">Tells how long ago the silos answered.</param>
internal sealed class NodeReadiness(MarketWatch markets, DrainingLifetime lifetime, TimeProvider time) : IReadiness
{
    // Three looks of the watch: one that failed may be of a silo that has just gone, whose grains another takes over.
    private static readonly TimeSpan Patience = 3 * MarketWatch.Period;

    /// <inheritdoc/>
    public string? WhyNot =>
        lifetime.IsDraining ? "draining"
        : markets.AnsweredAt == DateTimeOffset.MinValue ? "starting"
        : time.GetUtcNow() - markets.AnsweredAt > Patience ? "no silo answers"
        : null;
}
