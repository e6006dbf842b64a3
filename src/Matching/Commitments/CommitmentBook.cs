namespace O2O.Dispatch.Matching.Commitments;

/// <summary>
/// The booked jobs that the vehicles of a round have promised, and what its requests take: whoever gets a request must still keep every promise. Immutable; a round in which nobody has promised
/// anything has no book.
/// </summary>
public sealed class CommitmentBook
{
    /// <summary>How many vehicles an explanation names that would have missed a commitment.</summary>
    public const int MostNamed = 32;

    // Both are only looked up; orders come from the sorted slots.
    private readonly Dictionary<int, VehicleCommitment[]> ofSlot;
    private readonly Dictionary<int, RequestWork> ofRequest;
    private readonly int[] slots;

    /// <summary>Takes and checks both lists.</summary>
    /// <param name="commitments">What was promised, in any order.</param>
    /// <param name="work">What each request of the round takes.</param>
    /// <param name="marginMilliseconds">How long before a promised time a vehicle has to be there, as far as is known, 0 or more.</param>
    /// <exception cref="ArgumentException">A margin or work is negative, a commitment ends before it begins, or a request is there twice; the message names it.</exception>
    public CommitmentBook(IReadOnlyCollection<VehicleCommitment> commitments, IReadOnlyCollection<RequestWork> work, int marginMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfNegative(marginMilliseconds);
        Commitments = [.. commitments.OrderBy(one => one.Slot).ThenBy(one => one.DueMilliseconds).ThenBy(one => one.EndMilliseconds).ThenBy(one => one.Node).ThenBy(one => one.EndNode)];
        Work = [.. work];
        MarginMilliseconds = marginMilliseconds;
        foreach (var one in Commitments)
        {
            if (one.EndMilliseconds < one.DueMilliseconds)
            {
                throw new ArgumentException($"A commitment of vehicle {one.Slot} ends at {one.EndMilliseconds}, before it begins.", nameof(commitments));
            }
        }

        ofRequest = new Dictionary<int, RequestWork>(Work.Count);
        foreach (var one in Work)
        {
            if (one.WorkMilliseconds < 0 || !ofRequest.TryAdd(one.Key, one))
            {
                throw new ArgumentException($"The work of request {one.Key} is negative or there twice.", nameof(work));
            }
        }

        ofSlot = Commitments.GroupBy(one => one.Slot).ToDictionary(group => group.Key, group => group.ToArray());
        slots = [.. ofSlot.Keys.Order()];
    }

    /// <summary>What was promised, by slot and time.</summary>
    public IReadOnlyList<VehicleCommitment> Commitments { get; }

    /// <summary>What the requests take.</summary>
    public IReadOnlyList<RequestWork> Work { get; }

    /// <summary>How long before a promised time a vehicle has to be there.</summary>
    public int MarginMilliseconds { get; }

    /// <summary>How much later than now a vehicle may take on a request of the round and still keep what it has promised.</summary>
    /// <param name="problem">The round that has this book.</param>
    /// <param name="requestKey">The request.</param>
    /// <param name="slot">The vehicle.</param>
    /// <returns>Milliseconds, negative when it would miss a commitment; null when it may be as late as it likes.</returns>
    public long? Spare(MatchingProblem problem, int requestKey, int slot)
    {
        ArgumentNullException.ThrowIfNull(problem);
        foreach (ref readonly var request in problem.Requests)
        {
            if (request.Key == requestKey && problem.IndexOf(slot) is >= 0 and var at)
            {
                ref readonly var vehicle = ref problem.Vehicles[at];
                return Spare(problem, request, vehicle, problem.TravelTimes.Milliseconds(vehicle.Node, request.PickUpNode));
            }
        }

        throw new ArgumentException($"Request {requestKey} or vehicle {slot} is not in the round.", nameof(requestKey));
    }

    /// <summary>Whether a vehicle with this request still keeps all it has promised.</summary>
    internal bool Keeps(MatchingProblem problem, in MatchingRequest request, in MatchingVehicle vehicle, int driveMilliseconds) =>
        Spare(problem, request, vehicle, driveMilliseconds) is not < 0;

    /// <summary>What begins later is reached from where the request ends, and a booked request from where what begins earlier ends, each with the margin to spare.</summary>
    private long? Spare(MatchingProblem problem, in MatchingRequest request, in MatchingVehicle vehicle, int driveMilliseconds)
    {
        if (!ofSlot.TryGetValue(vehicle.Slot, out var promised))
        {
            return null;
        }

        var work = ofRequest[request.Key];
        var arrives = (Int128)problem.NowMilliseconds + vehicle.FreeInMilliseconds + driveMilliseconds;
        var begins = work.BookedMilliseconds is { } booked && booked > arrives ? booked : arrives;
        Int128? least = null;
        foreach (ref readonly var one in promised.AsSpan())
        {
            if (work.BookedMilliseconds is { } at && one.DueMilliseconds < at)
            {
                // It comes before: how late the request is taken on makes no difference.
                if ((Int128)one.EndMilliseconds + problem.TravelTimes.Milliseconds(one.EndNode, request.PickUpNode) + MarginMilliseconds > at)
                {
                    return -1;
                }

                continue;
            }

            // What is booked leaves the time until then besides.
            var left = one.DueMilliseconds - (begins + work.WorkMilliseconds + problem.TravelTimes.Milliseconds(work.EndNode, one.Node) + MarginMilliseconds);
            left = left < 0 ? left : left + begins - arrives;
            least = least is { } before && before < left ? before : left;
        }

        return least is { } spare ? (long)Int128.Clamp(spare, long.MinValue, long.MaxValue) : null;
    }

    /// <summary>The vehicles of the round with commitments, by slot.</summary>
    internal ReadOnlySpan<int> Slots => slots;

    /// <summary>Bytes it holds, about.</summary>
    internal long HeldBytes => (Commitments.Count * 96L) + (Work.Count * 72L);

    internal void Check(MatchingProblem problem)
    {
        var nodes = problem.TravelTimes.NodeCount;
        foreach (var one in Commitments)
        {
            if (one.Node < 0 || one.Node >= nodes || one.EndNode < 0 || one.EndNode >= nodes)
            {
                throw new ArgumentException($"A commitment of vehicle {one.Slot} leads from node {one.Node} to {one.EndNode}, off the network of {nodes} nodes.");
            }
        }

        foreach (var one in Work)
        {
            if (one.EndNode < 0 || one.EndNode >= nodes)
            {
                throw new ArgumentException($"Request {one.Key} ends at node {one.EndNode}, off the network of {nodes} nodes.");
            }
        }

        foreach (ref readonly var request in problem.Requests)
        {
            if (!ofRequest.ContainsKey(request.Key))
            {
                throw new ArgumentException($"Nothing is said of the work of request {request.Key}, and vehicles of the round have commitments.");
            }
        }
    }
}
