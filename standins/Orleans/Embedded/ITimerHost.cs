using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>What the timer extensions need of an activation.</summary>
internal interface ITimerHost
{
    IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);

    void DelayDeactivation(TimeSpan span);
}
