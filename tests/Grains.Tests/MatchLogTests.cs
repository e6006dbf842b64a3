using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Grains.Dispatch;
using O2O.Dispatch.Matching;
using O2O.Dispatch.Matching.Explanations;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>The store of decisions holds a bounded number of bytes, whatever is still to be worked out, and tells the same before and after.</summary>
public sealed class MatchLogTests
{
    private const int VehiclesOfARound = 30_000;

    private readonly ProviderTable _providers = new();
    private readonly Guid _job = new("00000000-0000-0000-0000-000000000001");

    [Fact]
    public void Due_MoreBytesThanAreKept_IsTheOldestRoundsUntilTheRestFits()
    {
        var log = new MatchLog(1_000, _providers);
        var times = new Flat();
        var rounds = Enumerable.Range(0, 12).Select(i => Round(i, times)).ToArray();
        foreach (var round in rounds)
        {
            log.Add("nearest", round, 0);
        }

        var fitting = (int)(MatchLog.MostDeferredBytes / rounds[0].HeldBytes);
        Assert.InRange(fitting, 1, rounds.Length - 1);
        Assert.Equal(rounds.Length - fitting, log.Due(times).Count);
        Assert.True(rounds[..^fitting].SequenceEqual(log.Due(times), ReferenceEqualityComparer.Instance), "The oldest rounds are due, in order.");
        log.Settle(log.Due(times));
        Assert.Empty(log.Due(times));
    }

    [Fact]
    public void Settle_RoundsThatWereDue_TellTheSameAsBefore()
    {
        var (asked, settled) = (new MatchLog(1_000, _providers), new MatchLog(1_000, _providers));
        var times = new Flat();
        for (var i = 0; i < 3; i++)
        {
            var round = Round(i, times);
            foreach (var log in new[] { asked, settled })
            {
                log.Name(i, _job);
                log.Add("nearest", round, 0);
            }
        }

        Assert.Equal(3, settled.Due(new Flat()).Count);
        settled.Settle(settled.Due(new Flat()));
        Assert.Empty(settled.Due(new Flat()));
        var (before, after) = (Assert.Single(asked.Of(1, 10)), Assert.Single(settled.Of(1, 10)));
        Assert.Equal(before with { Candidates = [] }, after with { Candidates = [] });
        Assert.Equal(8, before.Candidates.Length);
        Assert.Equal(before.Candidates.AsEnumerable(), after.Candidates.AsEnumerable());
        Assert.Equal(asked.PassedBy(3, null, 10).AsEnumerable(), settled.PassedBy(3, null, 10).AsEnumerable());
    }

    [Fact]
    public void Due_RoundsThatTheRingHasOverwritten_AreNotWorkedOut()
    {
        var log = new MatchLog(4, _providers);
        var times = new Flat();
        for (var i = 0; i < 40; i++)
        {
            log.Add("nearest", Round(i, times), 0);
        }

        Assert.Empty(log.Due(times));
        Assert.Empty(log.Of(35, 10));
        Assert.Single(log.Of(36, 10));
        var due = log.Due(new Flat());
        Assert.Equal([36, 37, 38, 39], due.Select(round => round.RequestKey(0)));
        log.Add("nearest", Round(40, times), 0);
        log.Settle(due);
        Assert.Single(log.Of(37, 10));
    }

    private DeferredExplanations Round(int key, Flat times)
    {
        while (_providers.Count < VehiclesOfARound)
        {
            _providers.SlotOf(new Guid(_providers.Count + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));
        }

        var vehicles = Enumerable.Range(0, VehiclesOfARound).Select(slot => new MatchingVehicle(slot, slot % 100)).ToArray();
        var problem = new MatchingProblem(1_000 * key, [new(key, key, 7, 0, 1_000_000)], vehicles, times) { Explains = true };
        return (DeferredExplanations)new NearestPolicy().Solve(problem).Explanations;
    }

    /// <summary>A hundred nodes along a line, a second each.</summary>
    private sealed class Flat : ITravelTimes
    {
        public int NodeCount => 100;

        public int Milliseconds(int from, int to) => 1_000 * Math.Abs(from - to);

        public void OneToMany(int from, ReadOnlySpan<int> to, Span<int> milliseconds)
        {
            for (var i = 0; i < to.Length; i++)
            {
                milliseconds[i] = Milliseconds(from, to[i]);
            }
        }

        public void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> milliseconds)
        {
            for (var i = 0; i < from.Length; i++)
            {
                milliseconds[i] = Milliseconds(from[i], to);
            }
        }

        public void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> milliseconds)
        {
            for (var i = 0; i < from.Length; i++)
            {
                OneToMany(from[i], to, milliseconds[(i * to.Length)..]);
            }
        }

        public RoadPath Path(int from, int to) => new([from, to], [0, Milliseconds(from, to)]);
    }
}
