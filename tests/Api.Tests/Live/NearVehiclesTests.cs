using System.Collections.Immutable;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class NearVehiclesTests
{
    private const string Ride = "new-york/ride";
    private const string Van = "new-york/van";
    private static readonly GeoPoint Centre = new(-73.98, 40.75);

    [Fact]
    public void Nearest_OfAService_AreTheFreeOnesNearestFirst()
    {
        var near = new NearVehicles();
        near.Put(0, East(0.03), [Ride]);
        near.Put(1, East(0.01), [Ride, Van]);
        near.Put(2, East(0.002), [Van]);
        Assert.Equal([East(0.01), East(0.03)], near.Nearest(Centre, Ride, 8).ToArray());
        Assert.Equal([East(0.002)], near.Nearest(Centre, Van, 1).ToArray());
        Assert.Empty(near.Nearest(Centre, "new-york/boat", 8));
        near.Remove(1);
        Assert.Equal([East(0.03)], near.Nearest(Centre, Ride, 8).ToArray());
        near.Put(0, East(0.05), [Van]);
        Assert.Empty(near.Nearest(Centre, Ride, 8));
    }

    [Fact]
    public void Nearest_AnyComingMovingAndLeaving_IsWhatALookAtAllFinds() => Law.HoldsForChoices(
        400,
        choices =>
        {
            var near = new NearVehicles();
            var standing = new Dictionary<int, GeoPoint>();
            while (!choices.Over)
            {
                var vehicle = choices.Next(600);
                if (choices.Next(5) == 0)
                {
                    near.Remove(vehicle);
                    standing.Remove(vehicle);
                }
                else
                {
                    // Steps of a kilometre: each is a move that counts.
                    var place = new GeoPoint(-74 + (choices.Next(40) * 0.01), 40.6 + (choices.Next(40) * 0.01));
                    near.Put(vehicle, place, [Ride]);
                    standing[vehicle] = place;
                }
            }

            Assert.Equal(standing.Count, near.Count);
            var found = near.Nearest(Centre, Ride, 8);
            Assert.Equal(Math.Min(8, standing.Count), found.Length);
            var expected = standing.Values.Select(Far).Order().Take(8).ToArray();
            Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, Far(pair.First), 0.5));
        },
        cases: 60);

    [Fact]
    public void Put_NearWhereItStood_StaysThere()
    {
        var near = new NearVehicles();
        ImmutableArray<string> shards = [Ride];
        near.Put(0, Centre, shards);
        near.Put(0, East(0.0005), shards);
        Assert.Equal([Centre], near.Nearest(Centre, Ride, 1).ToArray());
        near.Put(0, East(0.001), shards);
        Assert.Equal([East(0.001)], near.Nearest(Centre, Ride, 1).ToArray());
    }

    private static GeoPoint East(double degrees) => new(Centre.Longitude + degrees, Centre.Latitude);

    private static double Far(GeoPoint place) => Geo.GreatCircle.Distance(Centre, place).Value;
}
