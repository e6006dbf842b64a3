using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Matching.Policies;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>One market: its definition, and whether it takes orders.</summary>
public sealed class MarketGrain(
    [PersistentState(StorageNames.MarketState, StorageNames.Provider)] IPersistentState<MarketDocument> stored, MarketCatalog catalog) : Grain, IMarketGrain
{
    private Market? _market;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (stored.State.Definition is { } definition)
        {
            _market = MarketCodec.Read(definition, out var fault)
                ?? throw new InvalidOperationException($"The stored definition of market '{this.GetPrimaryKeyString()}' cannot be read: {fault}");
            catalog.Set(_market);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<MarketReply> Define(string definition, CancellationToken cancellationToken)
    {
        if (MarketCodec.Read(definition, out var fault) is not { } market)
        {
            return new MarketReply(View(), Rejection.InputInvalid, fault);
        }

        if (market.Id.Value != this.GetPrimaryKeyString())
        {
            return new MarketReply(View(), Rejection.InputInvalid, $"id: the definition names '{market.Id}', the market is '{this.GetPrimaryKeyString()}'.");
        }

        if (market.Classes.FirstOrDefault(known => !MatchingPolicies.All.Any(policy => string.Equals(policy.Name, known.Policy, StringComparison.OrdinalIgnoreCase))) is { } unknown)
        {
            return new MarketReply(
                View(),
                Rejection.InputInvalid,
                $"classes: {unknown.Id} names the matching policy '{unknown.Policy}'; there are {string.Join(", ", MatchingPolicies.All.Select(policy => policy.Name))}.");
        }

        await Write(market);
        return new MarketReply(View(), null, null);
    }

    /// <inheritdoc/>
    public async Task<MarketReply> SetPaused(bool paused, CancellationToken cancellationToken)
    {
        if (_market is null)
        {
            return new MarketReply(null, Rejection.MarketUnknown, null);
        }

        if (_market.Paused != paused)
        {
            await Write(_market with { Paused = paused });
        }

        return new MarketReply(View(), null, null);
    }

    /// <inheritdoc/>
    public Task<MarketView?> Get(CancellationToken cancellationToken) => Task.FromResult(View());

    private async Task Write(Market market)
    {
        stored.State.Definition = MarketCodec.Write(market);
        stored.State.Version++;
        await stored.WriteStateAsync();
        _market = market;
        catalog.Set(market);
    }

    private MarketView? View() => stored.State.Definition is { } definition ? new MarketView(definition, stored.State.Version) : null;
}
