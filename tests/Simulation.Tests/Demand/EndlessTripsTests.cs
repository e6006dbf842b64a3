using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Cities;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.Tests.Demand;

/// <summary>Demand without an end: in order, under numbers of its own, the same after a restart.</summary>
public sealed class EndlessTripsTests
{
    private static readonly DateTimeOffset Anchor = new(2026, 3, 1, 17, 20, 30, TimeSpan.Zero);
    private static readonly City Town = GeneratedCity.Create();

    [Fact]
    public void Generated_OverHours_IsInOrderAndNumberedOnce()
    {
        var trips = EndlessTrips.Generated(Town, 600, 1, Anchor, Anchor).Take(3_000).ToList();
        Assert.True(trips[^1].At > Anchor + TimeSpan.FromHours(2), $"The last is at {trips[^1].At}.");
        Assert.True(trips.Zip(trips.Skip(1)).All(pair => pair.First.At <= pair.Second.At && pair.First.Index < pair.Second.Index));
    }

    [Fact]
    public void Generated_FromALaterInstant_IsTheRestOfTheSame()
    {
        var later = Anchor + TimeSpan.FromMinutes(95);
        var all = EndlessTrips.Generated(Town, 600, 1, Anchor, Anchor).SkipWhile(trip => trip.At < later).Take(200);
        Assert.Equal(all, EndlessTrips.Generated(Town, 600, 1, Anchor, later).Take(200));
    }

    [Fact]
    public void Generated_OverADay_FollowsTheHours()
    {
        var day = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var counts = new int[24];
        foreach (var trip in EndlessTrips.Generated(Town, 600, 1, day, day).TakeWhile(trip => trip.At < day + TimeSpan.FromHours(24)))
        {
            counts[trip.At.Hour]++;
        }

        Assert.InRange(counts.Sum(), 600 * 24 * 0.95, 600 * 24 * 1.05);
        Assert.True(counts[18] > 2 * counts[4], $"{counts[18]} at 18 h, {counts[4]} at 4 h.");
    }

    [Fact]
    public void Repeated_ANight_ComesAgainUnderNewNumbers()
    {
        var begins = new DateTimeOffset(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var place = new GeoPoint(1, 2);
        Trip[] night = [new(0, begins.AddMinutes(1), place, 1, place, 2), new(1, begins.AddMinutes(50), place, 3, place, 4)];
        var trips = EndlessTrips.Repeated(night, begins, TimeSpan.FromHours(1), Anchor, Anchor).Take(5).ToList();
        Assert.Equal([Anchor.AddMinutes(1), Anchor.AddMinutes(50), Anchor.AddMinutes(61), Anchor.AddMinutes(110), Anchor.AddMinutes(121)], trips.Select(trip => trip.At));
        Assert.Equal(5, trips.Select(trip => trip.Index).Distinct().Count());
        Assert.Equal(trips.Skip(3), EndlessTrips.Repeated(night, begins, TimeSpan.FromHours(1), Anchor, Anchor.AddMinutes(70)).Take(2));
    }
}
