using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Grains.Placements;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>The rounds that bill visits.</summary>
public sealed class PlacementSweepTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Round_WhenAVisitCannotBeBilled_BillsTheOthersEachAtItsOwnInstant()
    {
        var clock = new ManualClock(Noon);
        var store = new Visits(clock, [Visit(1), Visit(2), Visit(3)]) { Refused = Id(1) };
        var sweep = new PlacementSweep(store, null!, clock, NullLogger<PlacementSweep>.Instance);
        Assert.Equal(2, await sweep.Round(default));
        Assert.Equal([(Id(2), Noon.AddSeconds(1)), (Id(3), Noon.AddSeconds(2))], store.Billed);
        store.Refused = null;
        Assert.Equal(1, await sweep.Round(default));
        Assert.Equal(0, await sweep.Round(default));
    }

    private static PlacementVisit Visit(int number) => new(
        new PlacementClick(Id(number), new PlacementId(Id(50)), new MerchantId(Id(51)), new StoreId(Id(52)), new CustomerId(Id(number)), new Money(100, Currency.Usd), Noon, Noon.AddHours(24)),
        new JobId(Id(60 + number)), new OperatorId("acme"));

    private static Guid Id(int number) => new(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    /// <summary>Visits that are due until they are billed, which takes a second each; one of them may be refused.</summary>
    private sealed class Visits(ManualClock clock, List<PlacementVisit> due) : IPlacementStore
    {
        public Guid? Refused { get; set; }

        public List<(Guid Click, DateTimeOffset At)> Billed { get; } = [];

        public ValueTask<ImmutableArray<PlacementVisit>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => ValueTask.FromResult(due.Take(limit).ToImmutableArray());

        public ValueTask<bool> Bill(PlacementVisit visit, DateTimeOffset now, CancellationToken cancellationToken)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            if (visit.Click.Id == Refused)
            {
                throw new InvalidOperationException("Refused by the test.");
            }

            Billed.Add((visit.Click.Id, now));
            return ValueTask.FromResult(due.Remove(visit));
        }

        public ValueTask<Edit<PlacementEntry>> Put(Placement placement, long version, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<PlacementEntry?> Find(PlacementId placement, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<PlacementEntry>> Of(MerchantId merchant, PlacementId? before, DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<Placement>> Running(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<PlacementClick?> Click(PlacementDisplay display, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
