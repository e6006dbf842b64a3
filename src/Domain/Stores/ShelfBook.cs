using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>
/// A store's stock in the hands of whoever keeps it: it is filled with what is kept, runs commands one after the other, each on what the one before left, and tells what is to be written. No order of
/// commands sells more than there is. One thread at a time; nothing else may change the store's stock meanwhile.
/// </summary>
public sealed class ShelfBook
{
    /// <summary>The most there can be of a product.</summary>
    public const int MostLeft = 1_000_000;

    private readonly SortedDictionary<(StoreChannel Channel, ProductId Product), int?> _shelf = [];
    private readonly SortedDictionary<Guid, StockTake> _takes = [];
    private readonly HashSet<ProductId> _known = [];
    private readonly HashSet<Guid> _ordered = [];
    private readonly SortedSet<(StoreChannel Channel, ProductId Product)> _changed = [];
    private readonly SortedSet<(StoreChannel Channel, ProductId Product)> _withdrawn = [];
    private readonly SortedSet<Guid> _taken = [];

    /// <summary>The lines that are new or changed.</summary>
    public IEnumerable<ShelfLine> Changed => _changed.Select(key => new ShelfLine(key.Channel, key.Product, _shelf[key]));

    /// <summary>What is not sold any more.</summary>
    public IEnumerable<(StoreChannel Channel, ProductId Product)> Withdrawn => _withdrawn;

    /// <summary>The takes that are new or changed.</summary>
    public IEnumerable<StockTake> Taken => _taken.Select(by => _takes[by]);

    /// <summary>Whether anything is to be written.</summary>
    public bool IsChanged => _changed.Count + _withdrawn.Count + _taken.Count > 0;

    /// <summary>Whether what is sold has changed, and not just how many there are.</summary>
    public bool IsOtherwise { get; private set; }

    /// <summary>The jobs that commands are by, each once: the store puts in what it keeps of them, then the lines.</summary>
    public static IReadOnlyCollection<Guid> JobsOf(IEnumerable<StockCommand> commands) =>
        [.. commands.Select(command => command switch { StockCommand.Take take => take.By, StockCommand.Return back => back.By, StockCommand.Abandon left => left.By, _ => (Guid?)null }).OfType<Guid>().Distinct().Order()];

    /// <summary>The products that commands may look at or change, each once, now that the takes are in: the store puts in what it keeps of them.</summary>
    public IReadOnlyCollection<ProductId> Needed(IEnumerable<StockCommand> commands)
    {
        var needed = new SortedSet<ProductId>();
        foreach (var command in commands)
        {
            switch (command)
            {
                case StockCommand.Put put:
                    needed.Add(put.Product);
                    break;
                case StockCommand.Withdraw withdraw:
                    needed.Add(withdraw.Product);
                    break;
                case StockCommand.Take take:
                    needed.UnionWith(take.Lines.Select(line => line.Product));
                    break;
                case StockCommand.Return or StockCommand.Abandon when _takes.TryGetValue(JobsOf([command]).Single(), out var taken):
                    needed.UnionWith(taken.Lines.Select(line => line.Product));
                    break;
            }
        }

        return needed;
    }

    /// <summary>Puts in a line that the store keeps.</summary>
    public void Put(ShelfLine line) => _shelf[(line.Channel, line.Product)] = line.Left;

    /// <summary>Puts in what a job has taken.</summary>
    public void Put(StockTake take) => _takes[take.By] = take;

    /// <summary>Puts in that a job is there: what it took is not abandoned.</summary>
    public void PutOrdered(Guid job) => _ordered.Add(job);

    /// <summary>Puts in a product that the store's merchant has.</summary>
    public void Put(ProductId product) => _known.Add(product);

    /// <summary>Checks the numbers of a command.</summary>
    /// <exception cref="ArgumentException">It is none that a caller may send: a quantity or a number is out of range.</exception>
    public static void Check(StockCommand command)
    {
        switch (command)
        {
            case StockCommand.Put { Left: < 0 or > MostLeft } put:
                throw new ArgumentException($"There are {put.Left} of product {put.Product}; it lies between 0 and {MostLeft}.", nameof(command));
            case StockCommand.Return { Pieces: < 1 } back:
                throw new ArgumentException($"Job {back.By} gives back {back.Pieces} pieces; at least 1 is expected.", nameof(command));
            case StockCommand.Take take when take.Lines.IsDefaultOrEmpty || take.Lines.Length > BasketPricing.MostItems || take.Lines.Any(line => line.Quantity is < 1 or > BasketPricing.MostPieces):
                throw new ArgumentException($"Job {take.By} takes 1 to {BasketPricing.MostItems} lines, each of 1 to {BasketPricing.MostPieces}.", nameof(command));
        }
    }

    /// <summary>Runs a command.</summary>
    /// <exception cref="ArgumentException">It is none that a caller may send: a quantity or a number is out of range.</exception>
    public StockOutcome Run(StockCommand command)
    {
        Check(command);
        return command switch
        {
            StockCommand.Put put => Run(put),
            StockCommand.Withdraw withdraw => Run(withdraw),
            StockCommand.Take take => Run(take),
            StockCommand.Return back => Run(back),
            StockCommand.Abandon left => _ordered.Contains(left.By) || !_takes.ContainsKey(left.By) ? new StockOutcome(false) : Run(new StockCommand.Return(left.By)),
            _ => throw new ArgumentException($"There is no command {command.GetType().Name}.", nameof(command)),
        };
    }

    private StockOutcome Run(StockCommand.Put put)
    {
        if (!_known.Contains(put.Product))
        {
            return StockOutcome.Reject(StockRejection.ProductUnknown, put.Product);
        }

        var key = (put.Channel, put.Product);
        if (_shelf.TryGetValue(key, out var left) && left == put.Left)
        {
            return new StockOutcome(false);
        }

        IsOtherwise |= !_shelf.ContainsKey(key);
        Write(key, put.Left);
        return new StockOutcome(true);
    }

    private StockOutcome Run(StockCommand.Withdraw withdraw)
    {
        var key = (withdraw.Channel, withdraw.Product);
        if (!_shelf.Remove(key))
        {
            return new StockOutcome(false);
        }

        _changed.Remove(key);
        _withdrawn.Add(key);
        IsOtherwise = true;
        return new StockOutcome(true);
    }

    private StockOutcome Run(StockCommand.Take take)
    {
        if (_takes.TryGetValue(take.By, out var before))
        {
            return before.Returned ? StockOutcome.Reject(StockRejection.GivenBack) : new StockOutcome(false);
        }

        var wanted = new SortedDictionary<ProductId, int>();
        foreach (var line in take.Lines)
        {
            wanted[line.Product] = wanted.GetValueOrDefault(line.Product) + line.Quantity;
        }

        foreach (var (product, quantity) in wanted)
        {
            if (!_shelf.TryGetValue((take.Channel, product), out var left))
            {
                return StockOutcome.Reject(StockRejection.NotSoldHere, product);
            }

            if (left < quantity)
            {
                return StockOutcome.Reject(StockRejection.SoldOut, product);
            }
        }

        var counted = ImmutableArray.CreateBuilder<StockLine>();
        foreach (var (product, quantity) in wanted)
        {
            if (_shelf[(take.Channel, product)] is { } left)
            {
                Write((take.Channel, product), left - quantity);
                counted.Add(new StockLine(product, quantity));
            }
        }

        Keep(new StockTake(take.By, take.Channel, counted.ToImmutable(), false));
        return new StockOutcome(true);
    }

    private StockOutcome Run(StockCommand.Return back)
    {
        if (!_takes.TryGetValue(back.By, out var taken))
        {
            // What comes too late, after its return, must not take.
            Keep(new StockTake(back.By, default, [], true));
            return new StockOutcome(true);
        }

        if (taken.Returned)
        {
            return new StockOutcome(false);
        }

        foreach (var line in taken.Lines)
        {
            // Where there is no limit by now, or it is not sold any more, there is nothing to count it to.
            if (_shelf.TryGetValue((taken.Channel, line.Product), out var now) && now is { } left)
            {
                Write((taken.Channel, line.Product), Math.Min(MostLeft, left + Math.Min(line.Quantity, back.Pieces ?? line.Quantity)));
            }
        }

        Keep(taken with { Returned = true });
        return new StockOutcome(true);
    }

    private void Write((StoreChannel Channel, ProductId Product) key, int? left)
    {
        _shelf[key] = left;
        _changed.Add(key);
        _withdrawn.Remove(key);
    }

    private void Keep(StockTake take)
    {
        _takes[take.By] = take;
        _taken.Add(take.By);
    }
}
