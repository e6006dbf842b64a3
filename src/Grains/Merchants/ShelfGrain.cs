using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Grains.Batches;
using Orleans.Concurrency;

namespace O2O.Dispatch.Grains.Merchants;

/// <summary>The stock of one store. The requests of a moment are one transaction.</summary>
[Reentrant]
public sealed class ShelfGrain(IMerchantStore store, TimeProvider time) : Grain, IShelfGrain
{
    private StoreId _id;
    private Gathered<StockCommand, StockOutcome> _gathered = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = new StoreId(Guid.Parse(this.GetPrimaryKeyString()));
        _gathered = new(async commands => await store.Run(_id, commands, time.GetUtcNow(), CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<StockReply> Take(TakeStock command, CancellationToken cancellationToken) => Run(
        new StockCommand.Take(command.By, Channel(command.Channel), [.. command.Lines.Select(line => new StockLine(new ProductId(line.Product), line.Quantity))]), cancellationToken);

    /// <inheritdoc/>
    public Task<StockReply> GiveBack(Guid job, CancellationToken cancellationToken) => Run(new StockCommand.Return(job), cancellationToken);

    /// <inheritdoc/>
    public Task<StockReply> GiveBackRest(Guid job, int pieces, CancellationToken cancellationToken) => Run(new StockCommand.Return(job, pieces), cancellationToken);

    /// <inheritdoc/>
    public Task<StockReply> Put(PutStock command, CancellationToken cancellationToken)
    {
        var (channel, product) = (Channel(command.Channel), new ProductId(command.Product));
        return Run(command.Sold ? new StockCommand.Put(channel, product, command.Left) : new StockCommand.Withdraw(channel, product), cancellationToken);
    }

    private static StoreChannel Channel(string name) =>
        Snake.TryRead<StoreChannel>(name, out var channel) ? channel : throw new ArgumentException($"'{name}' is no channel of a store.", nameof(name));

    private async Task<StockReply> Run(StockCommand command, CancellationToken cancellationToken)
    {
        // What is out of range must not undo what others asked for in the same moment.
        ShelfBook.Check(command);
        var outcome = await _gathered.Run(command, cancellationToken);
        return new StockReply(outcome.Rejection is { } why ? Snake.Of(why) : null, outcome.Product?.Value, outcome.Changed);
    }
}
