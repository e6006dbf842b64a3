namespace O2O.Dispatch.Embedded;

/// <summary>A tick of a grain timer. One object serves all ticks, for the next is set only when the last has run.</summary>
internal sealed class TimerCall(GrainTimer timer, bool interleaves, bool keepsAlive) : GrainCall
{
    public bool KeepsAlive { get; } = keepsAlive;

    internal override bool Interleaves { get; } = interleaves;

    internal override string Describe() => timer.Name;

    internal override Task Start(Activation activation) => timer.Run();

    internal override void End(Activation activation, Task outcome)
    {
        LastOut = null;
        timer.Ran(outcome);
    }
}
