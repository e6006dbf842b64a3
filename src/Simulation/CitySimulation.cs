using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Simulation.Measures;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Simulation.Vehicles;

namespace O2O.Dispatch.Simulation;

/// <summary>A city at work: vehicles, providers and customers who reach the platform as apps do. In wall or virtual time, as the ports have it.</summary>
public sealed class CitySimulation
{
    private readonly SimulationPorts _ports;

    /// <summary>Makes it; nothing happens before <see cref="Onboard"/>.</summary>
    public CitySimulation(SimulationSetup setup, SimulationPorts ports)
    {
        _ports = ports;
        Pins = new PinBoard();
        Fleet = new Fleet(setup.Roads, setup.TravelTimes, [.. Enumerable.Range(0, setup.StartNodes.Count).Select(setup.Ids.Provider)], setup.StartNodes);
        Providers = new SimulatedProviders(setup, ports, Fleet, Pins);
        Customers = new SimulatedCustomers(setup, ports, Pins);
        Reporter = new LocationReporter(Fleet, [ShardKey.Of(setup.Market, setup.ServiceClass)], ports.Grains, ports.Work, ports.Time);
        Facts = new JobFacts();
    }

    /// <summary>The vehicles.</summary>
    public Fleet Fleet { get; }

    /// <summary>Their providers.</summary>
    public SimulatedProviders Providers { get; }

    /// <summary>The customers.</summary>
    public SimulatedCustomers Customers { get; }

    /// <summary>What reports positions.</summary>
    public LocationReporter Reporter { get; }

    /// <summary>What measures the jobs.</summary>
    public JobFacts Facts { get; }

    /// <summary>Where customers tell PINs.</summary>
    public PinBoard Pins { get; }

    /// <summary>Brings the providers on their shifts. The market is defined by then.</summary>
    /// <param name="resume">Whether providers may have jobs from before a crash.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task Onboard(bool resume, CancellationToken cancellationToken)
    {
        Facts.Listen(_ports.Bus);
        await Providers.Onboard(resume, cancellationToken);
    }

    /// <summary>Starts reports and demand.</summary>
    /// <param name="ordered">Tells the jobs that were ordered already, before a crash; null when none were.</param>
    public void Start(Func<Guid, bool>? ordered = null)
    {
        Reporter.Start();
        Customers.Start(ordered);
    }
}
