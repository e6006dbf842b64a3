using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Simulation.Stores;

/// <summary>Makes simulated merchants and fills their shelves.</summary>
public static class SimulatedMerchants
{
    /// <summary>Makes what is not there; what was made of it since stays.</summary>
    public static async Task Make(IMerchantStore store, IReadOnlyList<SimulatedMerchant> merchants, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var one in merchants)
        {
            var merchant = await store.Add(one.Merchant, now, cancellationToken);
            foreach (var product in one.Products)
            {
                await store.Put(merchant.Id, product, 0, now, cancellationToken);
            }

            foreach (var place in one.Stores)
            {
                await store.Put(place.Store, 0, now, cancellationToken);

                // What a life that ended in between has left out is made up for; what was sold since stays sold.
                if ((await store.Shelf(place.Store.Id, cancellationToken)).IsEmpty)
                {
                    await store.Run(place.Store.Id, [.. place.Shelf.Select(Put)], now, cancellationToken);
                }
            }
        }
    }

    /// <summary>Fills the shelves again: of what is still sold and counted there are at least as many as at the beginning.</summary>
    public static async Task Fill(IMerchantStore store, IReadOnlyList<SimulatedMerchant> merchants, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var place in merchants.SelectMany(one => one.Stores))
        {
            var low = (await store.Shelf(place.Store.Id, cancellationToken))
                .Join(place.Shelf, there => (there.Channel, there.Product), full => (full.Channel, full.Product), (there, full) => (There: there.Left, Full: full))
                .Where(line => line.There < line.Full.Left)
                .Select(line => Put(line.Full))
                .ToImmutableArray();
            if (!low.IsEmpty)
            {
                await store.Run(place.Store.Id, low, now, cancellationToken);
            }
        }
    }

    private static StockCommand Put(ShelfLine line) => new StockCommand.Put(line.Channel, line.Product, line.Left);
}
