using System.Diagnostics;
using O2O.Dispatch.Grains.Observability;
using Orleans.Runtime;

namespace O2O.Dispatch.Silo.Observability;

/// <summary>Carries the trace of whoever calls a grain to the grain, and makes the call a span of it. A call that belongs to no trace stays without. Works alike on both engines, because it needs no more than filters.</summary>
public sealed class TraceOfCalls : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    // The header of W3C Trace Context.
    private const string Key = "traceparent";

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
        {
            RequestContext.Set(Key, id);
        }
        else if (RequestContext.Get(Key) is not null)
        {
            RequestContext.Remove(Key);
        }

        return context.Invoke();
    }

    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(Key) is string id && ActivityContext.TryParse(id, null, isRemote: true, out var caller) && DispatchTraces.Source.HasListeners()
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
