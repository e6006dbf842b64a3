using System.Collections.Frozen;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Simulation;

namespace O2O.Dispatch.AllInOne.City;

/// <summary>Keeps messages to simulated people, who have no phones, out of the file that shows what was sent. Thread-safe.</summary>
internal sealed class SimulatedRecipients : INotificationFilter
{
    private readonly FrozenSet<string> _simulated;

    /// <summary>Names the people of a simulation.</summary>
    /// <param name="ids">Its ids.</param>
    /// <param name="vehicles">How many providers it has.</param>
    /// <param name="customers">How many customers.</param>
    public SimulatedRecipients(SimulatedIds ids, int vehicles, int customers) => _simulated = Enumerable.Range(0, vehicles).Select(vehicle => StreamNames.Provider(ids.Provider(vehicle)))
        .Concat(Enumerable.Range(0, customers).Select(customer => StreamNames.Customer(ids.Customer(customer))))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Wants(string recipient) => !_simulated.Contains(recipient);
}
