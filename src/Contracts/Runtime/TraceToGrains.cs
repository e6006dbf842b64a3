using System.Diagnostics;
using Orleans.Runtime;

namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Gives the trace of whoever calls a grain along with the call. A call that belongs to no trace goes without. Works alike on both engines, because it needs no more than a filter.</summary>
public sealed class TraceToGrains : IOutgoingGrainCallFilter
{
    /// <summary>Where the trace stands in the call: the header of W3C Trace Context.</summary>
    public const string Key = "traceparent";

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
}
