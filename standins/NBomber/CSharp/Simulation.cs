using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Makes the parts of a load.</summary>
public static class Simulation
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Closed: from as many copies as there are to so many, evenly. Each begins again when it has ended.</summary>
    /// <param name="copies">How many run at a time when it is over.</param>
    /// <param name="during">How long.</param>
    public static LoadSimulation RampingConstant(int copies, TimeSpan during) => LoadSimulation.Make(LoadKind.RampingConstant, copies, Second, during);

    /// <summary>Closed: so many copies. Each begins again when it has ended.</summary>
    /// <param name="copies">How many run at a time.</param>
    /// <param name="during">How long.</param>
    public static LoadSimulation KeepConstant(int copies, TimeSpan during) => LoadSimulation.Make(LoadKind.KeepConstant, copies, Second, during);

    /// <summary>Open: from the rate there is to another, evenly.</summary>
    /// <param name="rate">How many start in an interval when it is over.</param>
    /// <param name="interval">The rate's.</param>
    /// <param name="during">How long.</param>
    public static LoadSimulation RampingInject(int rate, TimeSpan interval, TimeSpan during) => LoadSimulation.Make(LoadKind.RampingInject, rate, interval, during);

    /// <summary>Open: so many start in an interval, evenly spread, whatever became of those before them.</summary>
    /// <param name="rate">How many start in an interval.</param>
    /// <param name="interval">The rate's.</param>
    /// <param name="during">How long.</param>
    public static LoadSimulation Inject(int rate, TimeSpan interval, TimeSpan during) => LoadSimulation.Make(LoadKind.Inject, rate, interval, during);

    /// <summary>Nothing starts.</summary>
    /// <param name="during">How long.</param>
    public static LoadSimulation Pause(TimeSpan during) => LoadSimulation.Make(LoadKind.Pause, 0, Second, during);
}
