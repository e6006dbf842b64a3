using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching.Candidates;
using O2O.Dispatch.Matching.Commitments;
using O2O.Dispatch.Matching.Demand;
using O2O.Dispatch.Matching.Skills;

namespace O2O.Dispatch.Matching;

/// <summary>
/// What one round has to decide: a snapshot that nothing changes any more, so it may be solved on any thread. Whatever the order of the input,
/// <see cref="Requests"/> stand by birth, then ordinal, and <see cref="Vehicles"/> by slot.
/// </summary>
public sealed class MatchingProblem
{
    private readonly MatchingRequest[] requests;
    private readonly MatchingVehicle[] vehicles;

    /// <summary>Takes and checks a snapshot; the lists are copied.</summary>
    /// <param name="nowMilliseconds">The round's time on the clock of the requests' births and deadlines.</param>
    /// <param name="requests">Waiting requests, also none.</param>
    /// <param name="vehicles">Vehicles that can be matched, also none.</param>
    /// <param name="travelTimes">How long driving takes; of <see cref="LiveTravelTimes"/> those of this moment.</param>
    /// <exception cref="ArgumentException">
    /// A node is off the network, a key, ordinal or slot is there twice, a time or price is out of range, or a request is held by a vehicle that is not in the round or holds another;
    /// the message names it.
    /// </exception>
    public MatchingProblem(
        long nowMilliseconds, IReadOnlyCollection<MatchingRequest> requests, IReadOnlyCollection<MatchingVehicle> vehicles, ITravelTimes travelTimes)
    {
        ArgumentNullException.ThrowIfNull(travelTimes);
        NowMilliseconds = nowMilliseconds;
        TravelTimes = travelTimes is LiveTravelTimes live ? live.Current : travelTimes;
        this.requests = [.. requests];
        this.vehicles = [.. vehicles];

        // Callers mostly keep both in order already, and looking is cheaper than sorting.
        SortUnlessSorted(this.requests, static (a, b) =>
            a.BornMilliseconds != b.BornMilliseconds ? a.BornMilliseconds.CompareTo(b.BornMilliseconds) : a.Ordinal.CompareTo(b.Ordinal));
        SortUnlessSorted(this.vehicles, static (a, b) => a.Slot.CompareTo(b.Slot));
        CheckRequests();
        CheckVehicles();
        HolderOfRequest = Holders();
        PickUpNodes = Array.ConvertAll(this.requests, r => r.PickUpNode);
        VehicleNodes = Array.ConvertAll(this.vehicles, v => v.Node);
        FreeInMilliseconds = Array.ConvertAll(this.vehicles, v => v.FreeInMilliseconds);
    }

    /// <summary>The round's time.</summary>
    public long NowMilliseconds { get; }

    /// <summary>How long driving takes.</summary>
    public ITravelTimes TravelTimes { get; }

    /// <summary>What demand to expect, for policies that reposition; null: no vehicle is sent anywhere.</summary>
    public ExpectedDemand? Demand { get; init; }

    /// <summary>The prices of the round before (<see cref="MatchingPlan.Prices"/>), to begin with; null: from nothing. Slots may have come and gone since.</summary>
    public VehiclePrices? LastPrices { get; init; }

    /// <summary>What vehicles of the round have promised; null when nobody has promised anything. No plan of any policy breaks a promise.</summary>
    /// <exception cref="ArgumentException">A node is off the network, or it does not say what a request takes; the message names it.</exception>
    public CommitmentBook? Commitments
    {
        get;
        init
        {
            value?.Check(this);
            field = value;
        }
    }

    /// <summary>Which vehicles of the round can do what its requests ask for; null when none asks for anything. No plan of any policy gives a request to a vehicle that cannot.</summary>
    /// <exception cref="ArgumentException">A request asks for what is not in it; the message names it.</exception>
    public SkillBook? Skills
    {
        get;
        init
        {
            value?.Check(this);
            field = value;
        }
    }

    /// <summary>Whether the plan shall say how it decided (<see cref="MatchingPlan.Explanations"/>).</summary>
    public bool Explains { get; init; }

    /// <summary>The requests, by birth, then ordinal.</summary>
    public ReadOnlySpan<MatchingRequest> Requests => requests;

    /// <summary>The vehicles, by slot.</summary>
    public ReadOnlySpan<MatchingVehicle> Vehicles => vehicles;

    /// <summary>
    /// The round without the requests that nobody holds and that some vehicle, which may have them, would be at before their <see cref="MatchingRequest.NotBeforeMilliseconds"/>: they are left for a later
    /// round. Where all are farther away than that a request stays, for whoever gets it has to set out now. It asks for the travel times to each request that may be left out.
    /// </summary>
    public MatchingProblem WithoutEarly() => EarlyRequests.LeaveOut(this);

    internal int[] PickUpNodes { get; }

    internal int[] VehicleNodes { get; }

    internal int[] FreeInMilliseconds { get; }

    /// <summary>For each request the place of the vehicle that holds it, or -1; null when no request is held.</summary>
    internal int[]? HolderOfRequest { get; }

    /// <summary>A round of the same moment, with the same books, over some of it.</summary>
    internal MatchingProblem With(IReadOnlyCollection<MatchingRequest> some, IReadOnlyCollection<MatchingVehicle> among) => new(NowMilliseconds, some, among, TravelTimes)
    {
        Demand = Demand, LastPrices = LastPrices, Explains = Explains, Commitments = Commitments, Skills = Skills,
    };

    /// <summary>The vehicle of a slot that is in the round.</summary>
    internal ref readonly MatchingVehicle Vehicle(int slot) => ref vehicles[IndexOf(slot)];

    /// <summary>The place of a slot's vehicle, negative when it is not in the round.</summary>
    internal int IndexOf(int slot) => Array.BinarySearch(vehicles, new MatchingVehicle(slot, 0), BySlot.Comparer);

    private static void SortUnlessSorted<T>(T[] items, Comparison<T> compare)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (compare(items[i - 1], items[i]) > 0)
            {
                Array.Sort(items, compare);
                return;
            }
        }
    }

    private void CheckRequests()
    {
        CheckUnique();
        foreach (ref readonly var request in requests.AsSpan())
        {
            if (request.PickUpNode < 0 || request.PickUpNode >= TravelTimes.NodeCount)
            {
                throw new ArgumentException($"Request {request.Key} starts at node {request.PickUpNode}, which is off the network of {TravelTimes.NodeCount} nodes.", nameof(requests));
            }

            if (request.LongestDriveMilliseconds < 0)
            {
                throw new ArgumentException($"Request {request.Key} has a negative longest drive.", nameof(requests));
            }

            if (request.UnmatchedPriceMilliseconds < MatchingRequest.PricedByAge)
            {
                throw new ArgumentException($"Request {request.Key} has the price {request.UnmatchedPriceMilliseconds} ms; it is 0 or more, or left to the policy.", nameof(requests));
            }
        }
    }

    /// <summary>Numbers that ascend are there once each, which is the rule with requests in order of birth; only others are looked up.</summary>
    private void CheckUnique()
    {
        var ascending = true;
        for (var i = 1; ascending && i < requests.Length; i++)
        {
            ascending = requests[i - 1].Key < requests[i].Key && requests[i - 1].Ordinal < requests[i].Ordinal;
        }

        if (ascending)
        {
            return;
        }

        var keys = new HashSet<int>(requests.Length);
        var ordinals = new HashSet<long>(requests.Length);
        foreach (ref readonly var request in requests.AsSpan())
        {
            if (!keys.Add(request.Key) || !ordinals.Add(request.Ordinal))
            {
                throw new ArgumentException($"Two requests have the key {request.Key} or the ordinal {request.Ordinal}.", nameof(requests));
            }
        }
    }

    private int[]? Holders()
    {
        int[]? holders = null;
        var held = new HashSet<int>();
        for (var i = 0; i < requests.Length; i++)
        {
            if (!requests[i].IsHeld)
            {
                continue;
            }

            var slot = requests[i].HeldBySlot;
            var at = IndexOf(slot);
            if (at < 0)
            {
                throw new ArgumentException($"Request {requests[i].Key} is held by vehicle {slot}, which is not in the round.", nameof(requests));
            }

            if (!held.Add(slot))
            {
                throw new ArgumentException($"Request {requests[i].Key} is held by vehicle {slot}, which holds another one already.", nameof(requests));
            }

            if (holders is null)
            {
                holders = new int[requests.Length];
                Array.Fill(holders, -1);
            }

            holders[i] = at;
        }

        return holders;
    }

    private sealed class BySlot : IComparer<MatchingVehicle>
    {
        public static BySlot Comparer { get; } = new();

        public int Compare(MatchingVehicle x, MatchingVehicle y) => x.Slot.CompareTo(y.Slot);
    }

    private void CheckVehicles()
    {
        for (var i = 0; i < vehicles.Length; i++)
        {
            var vehicle = vehicles[i];
            if (vehicle.Slot < 0 || (i > 0 && vehicles[i - 1].Slot == vehicle.Slot))
            {
                throw new ArgumentException($"Vehicle slot {vehicle.Slot} is negative or there twice.", nameof(vehicles));
            }

            if (vehicle.Node < 0 || vehicle.Node >= TravelTimes.NodeCount)
            {
                throw new ArgumentException($"Vehicle {vehicle.Slot} is at node {vehicle.Node}, which is off the network of {TravelTimes.NodeCount} nodes.", nameof(vehicles));
            }

            if (vehicle.MovingTo < MatchingVehicle.Nowhere || vehicle.MovingTo >= TravelTimes.NodeCount)
            {
                throw new ArgumentException($"Vehicle {vehicle.Slot} moves to node {vehicle.MovingTo}, which is off the network of {TravelTimes.NodeCount} nodes.", nameof(vehicles));
            }

            if (vehicle.FreeInMilliseconds is < 0 or > MatchingVehicle.LongestFreeIn)
            {
                throw new ArgumentException(
                    $"Vehicle {vehicle.Slot} is free in {vehicle.FreeInMilliseconds} ms; between 0 and {MatchingVehicle.LongestFreeIn:N0} can be.", nameof(vehicles));
            }
        }
    }
}
