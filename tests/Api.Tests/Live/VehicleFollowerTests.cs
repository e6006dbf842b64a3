using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class VehicleFollowerTests
{
    /// <summary>A city that is played fast does not cut its watchers off sooner.</summary>
    [Fact]
    public void Follow_ClientThatDoesNotRead_IsCutByTheWallsClock()
    {
        var (city, wall, cut) = (new ManualClock(), new ManualClock(), 0);
        using var meters = new LiveMeters();
        var (board, subscriptions, _) = Sample.Board(city);
        var client = Substitute.For<ISingleClientProxy>();
        client.SendCoreAsync(default!, default!, default).ReturnsForAnyArgs(new TaskCompletionSource().Task);
        var connection = new PushConnection("1", Audience.Ops, Guid.Empty, client, () => cut++, meters, 20);
        subscriptions.Open(connection);
        connection.Send("Event", 1);
        var follower = new VehicleFollower(
            board, subscriptions, Substitute.For<IBackgroundWork>(), city, Options.Create(new LiveOptions()), Options.Create(new HubLimitsOptions()), NullLogger<VehicleFollower>.Instance) { Wall = wall };
        follower.Follow();
        city.Advance(TimeSpan.FromHours(1));
        follower.Follow();
        follower.Follow();
        Assert.Equal(0, cut);
        wall.Advance(TimeSpan.FromSeconds(20));
        follower.Follow();
        Assert.Equal(1, cut);
    }
}
