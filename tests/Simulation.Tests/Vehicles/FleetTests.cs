using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Simulation.Vehicles;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Simulation.Tests.Vehicles;

public sealed class FleetTests
{
    private static readonly DateTimeOffset Start = new(2024, 5, 17, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Drive_AlongTheStreet_IsWhereTheTravelTimesSay()
    {
        var fleet = Fleet(1);
        Assert.Equal(Start.AddSeconds(30), fleet.Drive(0, TestRoads.Node(103), Start));
        foreach (var (seconds, latitude) in new[] { (0, 52.0), (5, 52.0005), (10, 52.001), (25, 52.0025), (30, 52.003), (90, 52.003) })
        {
            var place = fleet.PlaceAt(0, Start.AddSeconds(seconds));
            Assert.Equal(latitude, place.Latitude, 9);
            Assert.Equal(TestRoads.Longitude, place.Longitude, 9);
        }
    }

    [Fact]
    public void Drive_ToWhereItStands_ArrivesAtOnce() => Assert.Equal(Start, Fleet(1).Drive(0, TestRoads.Node(100), Start));

    [Fact]
    public void Drive_AnyHistory_ArrivesWhenTravelTimesSayAndStaysOnTheRoads() => Law.HoldsForChoices(20, choices =>
    {
        var fleet = Fleet(1);
        var now = Start;
        var node = TestRoads.Node(100);
        while (!choices.Over)
        {
            var to = choices.Next(5);
            var arrival = fleet.Drive(0, to, now);
            Assert.Equal(now.AddMilliseconds(TestRoads.Times.Milliseconds(node, to)), arrival);
            for (var at = now; at < arrival; at = at.AddMilliseconds(1 + choices.Next(5_000)))
            {
                var place = fleet.PlaceAt(0, at);
                Assert.Equal(TestRoads.Longitude, place.Longitude, 9);
                Assert.InRange(place.Latitude, 52, 52.004);
            }

            fleet.Arrive(0);
            Assert.Equal(TestRoads.Street.Point(to), fleet.PlaceAt(0, arrival));
            (node, now) = (to, arrival.AddMilliseconds(choices.Next(3_000)));
        }
    });

    [Fact]
    public void Halt_BetweenNodes_RollsToTheNextAndGoesOnFromThere()
    {
        var fleet = Fleet(1);
        fleet.Drive(0, TestRoads.Node(104), Start);
        fleet.Halt(0, Start.AddSeconds(12));
        Assert.Equal(TestRoads.Node(102), fleet.NodeOf(0));
        Assert.Equal(52.0015, fleet.PlaceAt(0, Start.AddSeconds(15)).Latitude, 9);
        Assert.Equal(52.002, fleet.PlaceAt(0, Start.AddSeconds(60)).Latitude, 9);
    }

    [Fact]
    public void Drive_WhileStillRolling_StartsAtTheNodeRolledTo()
    {
        var fleet = Fleet(1);
        fleet.Drive(0, TestRoads.Node(104), Start);
        fleet.Halt(0, Start.AddSeconds(12));
        Assert.Equal(Start.AddSeconds(20 + 20), fleet.Drive(0, TestRoads.Node(100), Start.AddSeconds(13)));
    }

    [Fact]
    public void Drive_WhileStillRolling_PassesEveryPlaceOnTheWay()
    {
        var fleet = Fleet(1);
        fleet.Drive(0, TestRoads.Node(104), Start);
        fleet.Halt(0, Start.AddSeconds(12));
        Assert.Equal(Start.AddSeconds(40), fleet.Drive(0, TestRoads.Node(100), Start.AddSeconds(13)));
        foreach (var (seconds, latitude) in new[] { (13, 52.0013), (16, 52.0016), (20, 52.002), (25, 52.0015), (40, 52.0) })
        {
            Assert.Equal(latitude, fleet.PlaceAt(0, Start.AddSeconds(seconds)).Latitude, 9);
        }
    }

    [Fact]
    public void Halt_TurnedRoundWhileRolling_StillRollsToTheNodeAhead()
    {
        var fleet = Fleet(1);
        fleet.Drive(0, TestRoads.Node(104), Start);
        fleet.Halt(0, Start.AddSeconds(12));
        fleet.Drive(0, TestRoads.Node(100), Start.AddSeconds(13));
        fleet.Halt(0, Start.AddSeconds(14));
        Assert.Equal(TestRoads.Node(102), fleet.NodeOf(0));
        Assert.Equal(52.002, fleet.PlaceAt(0, Start.AddSeconds(60)).Latitude, 9);
    }

    [Fact]
    public void Report_FourTurns_TellEveryVehicleOnce()
    {
        var fleet = Fleet(10);
        var told = Enumerable.Range(0, 4).SelectMany(turn => fleet.Report(turn, 4, Start.AddSeconds(turn))).Select(report => report.Provider).ToList();
        Assert.Equal(10, told.Count);
        Assert.Equal(Ids(10).Order(), told.Order());
    }

    [Fact]
    public void Report_AVehicleThatStopped_IsToldOutOfItsTurnOnce()
    {
        var fleet = Fleet(4);
        fleet.Drive(2, TestRoads.Node(101), Start);
        fleet.Arrive(2);
        var reports = fleet.Report(0, 4, Start.AddSeconds(10));
        Assert.Equal([Ids(4)[0], Ids(4)[2]], reports.Select(report => report.Provider));
        Assert.Equal(52.001, reports[1].Place.Latitude, 9);
        Assert.Single(fleet.Report(1, 4, Start.AddSeconds(11)));
    }

    [Fact]
    public void Report_ASilentVehicle_IsNotTold()
    {
        var fleet = Fleet(4);
        fleet.SetSilent(1, true);
        Assert.Empty(fleet.Report(1, 4, Start));
        fleet.SetSilent(1, false);
        Assert.Single(fleet.Report(1, 4, Start));
    }

    [Fact]
    public void StartNodes_MoreVehicles_LeaveTheFirstWhereTheyStood()
    {
        var few = StartNodes.Draw([3, 1, 4], 5, 7);
        var many = StartNodes.Draw([3, 1, 4], 500, 7);
        Assert.Equal(few, many[..5]);
        Assert.All(new[] { 3, 1, 4 }, node => Assert.InRange(many.Count(drawn => drawn == node), 120, 215));
    }

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(new SimulatedIds(1).Provider)];

    private static Fleet Fleet(int count) => new(TestRoads.Street, TestRoads.Times, Ids(count), [.. Enumerable.Repeat(TestRoads.Node(100), count)]);
}
