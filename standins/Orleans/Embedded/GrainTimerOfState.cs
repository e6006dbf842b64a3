using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

internal sealed class GrainTimer<TState>(
    Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    protected override Task Callback() => callback(state, CancellationToken.None);
}
