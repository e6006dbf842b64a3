using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>Tells customers and share links where the vehicle of a job is, about once a second while a provider has the job and the vehicle moves. Ends connections whose time is over, and those that do not read.</summary>
internal sealed partial class VehicleFollower(
    LiveBoard board, Subscriptions subscriptions, IBackgroundWork work, TimeProvider time, IOptions<LiveOptions> options, IOptions<HubLimitsOptions> limits, ILogger<VehicleFollower> log)
{
    /// <summary>Tells how long a client has not read: by the wall's clock, however fast a simulated city's goes.</summary>
    internal TimeProvider Wall { get; init; } = TimeProvider.System;

    /// <summary>Starts to follow; goes on until the engine stops.</summary>
    public void Start() => work.Start("live-vehicles", async cancellationToken =>
    {
        using var timer = new PeriodicTimer(options.Value.FollowPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                Follow();
            }
            catch (Exception fault)
            {
                FollowFailed(log, fault);
            }
        }
    });

    /// <summary>One round over all connections.</summary>
    public void Follow()
    {
        var (now, wall) = (time.GetUtcNow(), Wall.GetUtcNow());
        foreach (var connection in subscriptions.Connections)
        {
            if (connection.EndsAt <= now)
            {
                connection.Abort();
            }
            else if (connection.IsStuck(wall, limits.Value.StuckAfter))
            {
                connection.AbortSlow();
            }
            else if (connection.Audience is Audience.Customer or Audience.Share)
            {
                Follow(connection);
            }
        }
    }

    private void Follow(PushConnection connection)
    {
        var seen = new HashSet<Guid>();
        foreach (var stream in subscriptions.StreamsOf(connection))
        {
            if (!StreamAddress.TryParse(stream, out var address))
            {
                continue;
            }

            if (address.Kind == StreamKind.Job && board.Jobs.Find(address.Id) is { } job)
            {
                Send(connection, job, seen);
            }
            else if (address.Kind == StreamKind.Customer)
            {
                foreach (var own in board.Jobs.OfCustomer(address.Id))
                {
                    Send(connection, own, seen);
                }
            }
        }

        if (connection.Sent.Count > seen.Count)
        {
            foreach (var over in connection.Sent.Keys.Where(job => !seen.Contains(job)).ToList())
            {
                connection.Sent.Remove(over);
            }
        }
    }

    private void Send(PushConnection connection, JobView job, HashSet<Guid> seen)
    {
        if (job.Provider is not { } provider || !seen.Add(job.Job) || board.PlaceOf(provider, job.Market) is not var (place, at))
        {
            return;
        }

        var where = (place.Longitude, place.Latitude);
        if (connection.Sent.TryGetValue(job.Job, out var sent) && sent == where)
        {
            return;
        }

        connection.Sent[job.Job] = where;
        object frame = connection.Audience == Audience.Share
            ? new ShareVehicleFrame(job.Job, place.Longitude, place.Latitude, at)
            : new VehicleFrame(job.Job, provider, place.Longitude, place.Latitude, at);
        connection.SendFrame(nameof(ICustomerClient.Vehicle), Utf8Payload.Of(frame));
    }

    [LoggerMessage(2041, LogLevel.Error, "A round of vehicle frames failed")]
    private static partial void FollowFailed(ILogger log, Exception fault);
}
