using System.Collections.Frozen;
using System.Collections.Immutable;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Simulation.Vehicles;

namespace O2O.Dispatch.Simulation;

/// <summary>What a simulation plays.</summary>
public sealed record SimulationSetup
{
    /// <summary>Every draw and every id follows from it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The market, which is defined and has a map.</summary>
    public required string Market { get; init; }

    /// <summary>The service class of rides. Those of the other products are named as <see cref="SimulatedMarkets.ClassOf"/> has it.</summary>
    public required string ServiceClass { get; init; }

    /// <summary>The business that providers work for.</summary>
    public required string Operator { get; init; }

    /// <summary>The roads vehicles drive on: those of the market's map.</summary>
    public required RoadNetwork Roads { get; init; }

    /// <summary>How long ways take.</summary>
    public required ITravelTimes TravelTimes { get; init; }

    /// <summary>Where each vehicle stands at the start; their number is the number of providers.</summary>
    public required IReadOnlyList<int> StartNodes { get; init; }

    /// <summary>The trips to request, in order of time; read one by one, so that they may be endless.</summary>
    public required IEnumerable<Trip> Trips { get; init; }

    /// <summary>What the trips become. Default: rides.</summary>
    public ProductMix Mix { get; init; } = ProductMix.Rides;

    /// <summary>The stores that customers buy of and that simulated staff serves in. Default: none.</summary>
    public IReadOnlyList<Store> Stores { get; init; } = [];

    /// <summary>How many customers share the trips. Default: 5,000.</summary>
    public int CustomerCount { get; init; } = 5_000;

    /// <summary>How providers behave.</summary>
    public ProviderBehaviour Providers { get; init; } = new();

    /// <summary>How many jobs a provider's plan may hold: the one it does and those chained to it. Default: 2.</summary>
    public int ChainLimit { get; init; } = 2;

    /// <summary>How customers behave.</summary>
    public CustomerBehaviour Customers { get; init; } = new();

    /// <summary>How the staff of stores behaves.</summary>
    public StaffBehaviour Staff { get; init; } = new();

    /// <summary>Told every acknowledged command, before the simulation acts on it; null for nobody.</summary>
    public Action<Acknowledgement>? Acknowledged { get; init; }

    /// <summary>Whether jobs are measured (<see cref="CitySimulation.Facts"/>), which remembers every wait. Default: yes; a city without end does without.</summary>
    public bool Measured { get; init; } = true;

    /// <summary>Whether a simulated provider may ask any customer for the PIN, also one that is not simulated. Default: no.</summary>
    public bool AsksEverybody { get; init; }

    /// <summary>How many providers begin their shifts at a time. Default: 1, which keeps a replay's order.</summary>
    public int OnboardingWidth { get; init; } = 1;

    /// <summary>Told how many providers have begun; null for nobody.</summary>
    public Action<int>? Onboarded { get; init; }

    /// <summary>The ids of this simulation.</summary>
    public SimulatedIds Ids => _ids ??= new SimulatedIds(Seed);

    private SimulatedIds? _ids;
    private ImmutableArray<ServiceKind> _kinds;
    private FrozenSet<Guid>? _customers;

    /// <summary>Whether a customer is a simulated one.</summary>
    public bool IsSimulated(Guid customer) => (_customers ??= Enumerable.Range(0, CustomerCount).Select(Ids.Customer).ToFrozenSet()).Contains(customer);

    /// <summary>The service class that a vehicle works for.</summary>
    public string ClassOf(int vehicle)
    {
        if (_kinds.IsDefault)
        {
            _kinds = FleetSplit.Of(Mix, StartNodes.Count);
        }

        return ClassOf(_kinds[vehicle]);
    }

    /// <summary>The service class of a product.</summary>
    public string ClassOf(ServiceKind kind) => kind == ServiceKind.Ride ? ServiceClass : SimulatedMarkets.ClassOf(kind);
}
