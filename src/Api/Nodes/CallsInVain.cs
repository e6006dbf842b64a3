using Orleans.Runtime;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>
/// Gives up calls that wait for a silo whose process is gone. A client is not told which silo a call went to, so all are given up that were made before and are not answered a grace later: their answers would be lost, or very late.
/// Whoever made them sends them again under the same key and gets the one answer. Thread-safe.
/// </summary>
/// <param name="grace">How long the silos that live may take for what was under way.</param>
/// <param name="time">Measures it.</param>
internal sealed class CallsInVain(TimeSpan grace, TimeProvider time) : IOutgoingGrainCallFilter
{
    private CancellationTokenSource _era = new();

    /// <summary>A silo is gone: what is under way now has the grace to be answered, and ends then.</summary>
    public async Task GiveUp()
    {
        var before = Interlocked.Exchange(ref _era, new CancellationTokenSource());
        await Task.Delay(grace, time);
        await before.CancelAsync();
    }

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var era = Volatile.Read(ref _era);
        var call = context.Invoke();
        try
        {
            await call.WaitAsync(era.Token);
        }
        catch (OperationCanceledException) when (era.IsCancellationRequested && !call.IsCompleted)
        {
            throw new SiloUnavailableException($"{context.InterfaceName}.{context.MethodName} was not answered: a silo is gone, perhaps the one that it went to.");
        }
    }
}
