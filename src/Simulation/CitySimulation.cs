using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Simulation.Measures;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Simulation.Vehicles;

namespace O2O.Dispatch.Simulation;

/// <summary>A city at work: vehicles, providers and customers who reach the platform as apps do. In wall or virtual time, as the ports have it.</summary>
public sealed class CitySimulation
{
    private readonly SimulationSetup _setup;
    private readonly SimulationPorts _ports;

    /// <summary>Makes it; nothing happens before <see cref="Onboard"/>.</summary>
    public CitySimulation(SimulationSetup setup, SimulationPorts ports)
    {
        _setup = setup;
        _ports = ports;
        Pins = new PinBoard();
        Fleet = new Fleet(setup.Roads, setup.TravelTimes, [.. Enumerable.Range(0, setup.StartNodes.Count).Select(setup.Ids.Provider)], setup.StartNodes);
        Providers = new SimulatedProviders(setup, ports, Fleet, Pins);
        Customers = new SimulatedCustomers(setup, ports, Pins);
        Staff = new SimulatedStaff(setup, ports);
        Reporter = new LocationReporter(Fleet, vehicle => ShardKey.Of(setup.Market, setup.ClassOf(vehicle)), ports.Grains, ports.Reports, ports.Work, ports.Time);
        Facts = new JobFacts();
    }

    /// <summary>The vehicles.</summary>
    public Fleet Fleet { get; }

    /// <summary>Their providers.</summary>
    public SimulatedProviders Providers { get; }

    /// <summary>The customers.</summary>
    public SimulatedCustomers Customers { get; }

    /// <summary>Who serves in the stores.</summary>
    public SimulatedStaff Staff { get; }

    /// <summary>What reports positions.</summary>
    public LocationReporter Reporter { get; }

    /// <summary>What measures the jobs.</summary>
    public JobFacts Facts { get; }

    /// <summary>Where customers tell PINs.</summary>
    public PinBoard Pins { get; }

    /// <summary>Takes in the jobs that a life before left behind: measures, PINs and codes, orders that stores have, and vehicles at their last committed stop. Before <see cref="Onboard"/>.</summary>
    /// <returns>The jobs, all of which were ordered.</returns>
    public HashSet<Guid> Remember(IReadOnlyList<Job> jobs)
    {
        var vehicles = new Dictionary<Guid, int>();
        for (var vehicle = 0; vehicle < Fleet.Count; vehicle++)
        {
            vehicles[Fleet.ProviderOf(vehicle)] = vehicle;
        }

        var ordered = new HashSet<Guid>();
        var last = new DateTimeOffset[Fleet.Count];
        foreach (var job in jobs)
        {
            ordered.Add(job.Id.Value);
            if (_setup.Measured)
            {
                Facts.Remember(job);
            }

            Customers.Remember(job);
            Staff.Remember(job);
            if (LastStop(job) is { } stop && job.Assignment is { } assignment && vehicles.TryGetValue(assignment.Provider.Value, out var at) && stop.At >= last[at])
            {
                last[at] = stop.At;
                Fleet.Put(at, _setup.Roads.NearestNode(stop.Place).Node);
            }
        }

        return ordered;
    }

    /// <summary>Brings the providers on their shifts. The market is defined by then.</summary>
    /// <param name="resume">Whether providers may have jobs from before a crash.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task Onboard(bool resume, CancellationToken cancellationToken)
    {
        if (_setup.Measured)
        {
            Facts.Listen(_ports.Bus);
        }

        await Providers.Onboard(resume, cancellationToken);
    }

    /// <summary>Starts reports and demand.</summary>
    /// <param name="ordered">Tells the jobs that were ordered already, before a crash; null when none were.</param>
    public void Start(Func<Guid, bool>? ordered = null)
    {
        Reporter.Start();
        Staff.Start();
        Customers.Start(ordered);
    }

    /// <summary>The last stop that is committed, and since when the vehicle was there. One on its way to a pick-up set off from the stop before, which another job tells.</summary>
    private static (GeoPoint Place, DateTimeOffset At)? LastStop(Job job) => job switch
    {
        { Status: JobStatus.Completed, EndedAt: { } ended } => (job.Order.DropOff, ended),
        { StartedAt: { } started } => (job.Order.Stops[Math.Max(0, job.NextStop - 1)].Place, started),
        { ArrivedAt: { } arrived } => (job.Order.PickUp, arrived),
        _ => null,
    };
}
