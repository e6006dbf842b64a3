using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Simulation;

/// <summary>Names what a simulation makes, by its seed and numbers alone, so that a run that goes on after a crash names the same things the same.</summary>
/// <param name="seed">The simulation's seed.</param>
public sealed class SimulatedIds(ulong seed)
{
    /// <summary>The provider of a vehicle.</summary>
    public Guid Provider(int vehicle) => CommandStamp.DeterministicId($"simulation/{seed}/provider/{vehicle}");

    /// <summary>A vehicle.</summary>
    public Guid Vehicle(int vehicle) => CommandStamp.DeterministicId($"simulation/{seed}/vehicle/{vehicle}");

    /// <summary>A customer.</summary>
    public Guid Customer(int customer) => CommandStamp.DeterministicId($"simulation/{seed}/customer/{customer}");

    /// <summary>Who serves at the counter of a store.</summary>
    public Guid Counter(Guid store) => CommandStamp.DeterministicId($"simulation/{seed}/counter/{store:N}");

    /// <summary>The job of a trip.</summary>
    public Guid Job(long trip) => CommandStamp.DeterministicId($"simulation/{seed}/job/{trip}");

    /// <summary>The stamp of a command about something.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="command">What is wanted, and all that tells it from another of its kind.</param>
    public static CommandStamp Stamp(Guid subject, string command) => CommandStamp.Of(CommandStamp.DeterministicId($"simulation/{subject:N}/{command}"));
}
