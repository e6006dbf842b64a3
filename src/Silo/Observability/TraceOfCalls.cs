using System.Diagnostics;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Grains.Observability;
using Orleans.Runtime;

namespace O2O.Dispatch.Silo.Observability;

/// <summary>Makes a call of a grain a span of the trace that came with it (<see cref="TraceToGrains"/>). A call that belongs to no trace stays without. Works alike on both engines, because it needs no more than a filter.</summary>
public sealed class TraceOfCalls : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(TraceToGrains.Key) is string id && ActivityContext.TryParse(id, null, isRemote: true, out var caller) && DispatchTraces.Source.HasListeners()
            ? Traced(context, caller)
            : context.Invoke();

    private static async Task Traced(IIncomingGrainCallContext context, ActivityContext caller)
    {
        using var span = DispatchTraces.Source.StartActivity($"{context.InterfaceName}/{context.MethodName}", ActivityKind.Server, caller);
        try
        {
            await context.Invoke();
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
