using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>Goods that are not ready yet: who would stand and wait for them is sent later.</summary>
public sealed partial class DispatchShardGrain
{
    /// <summary>Who is at the store sooner than in this many milliseconds stands there longer than is right; 0 or less where that is nobody: the goods are ready or soon are, or it is promised for a booked time.</summary>
    private long MayStand(ShardJob job, DateTimeOffset now) => job.View is { BookedFor: null, Sale: { ReadyAt: { } ready, PreparedAt: null } }
        ? (long)(ready - _options.LongestStanding - now).TotalMilliseconds
        : 0;

    /// <summary>
    /// Leaves out of the round what somebody who may have it would be at too soon: as the goods come nearer to being ready, so does the time to set out, and who is nearest then is sent. Where all are far
    /// away it stays, for they have to set out now.
    /// </summary>
    /// <returns>How many were left out.</returns>
    private int LeaveForLater(List<MatchingRequest> requests, List<MatchingVehicle> vehicles, ITravelTimes times, DateTimeOffset now) => requests.RemoveAll(request =>
    {
        var job = _byKey[request.Key];
        if (!job.IsOpen || MayStand(job, now) is not (> 0 and var soon))
        {
            return false;
        }

        foreach (var vehicle in vehicles)
        {
            if ((vehicle.Flags & request.RequiredFlags) == request.RequiredFlags && vehicle.FreeInMilliseconds < soon
                && times.Milliseconds(vehicle.Node, request.PickUpNode) is var drive && drive <= request.LongestDriveMilliseconds && vehicle.FreeInMilliseconds + (long)drive < soon
                && !request.ExcludedSlots.Span.Contains(vehicle.Slot))
            {
                return true;
            }
        }

        return false;
    });
}
