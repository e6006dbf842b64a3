using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Storage;
using Orleans.Runtime;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>
/// Around every invocation: the rate limit of the connection, and what becomes of exceptions. Clients get a HubException whose text is a slug, for faults followed by the trace id, and never
/// a stack trace.
/// </summary>
internal sealed partial class HubGuard(ILogger<HubGuard> log) : IHubFilter
{
    private const string AllowanceKey = "allowance";

    /// <summary>Gives a connection its allowance.</summary>
    public static void Allow(HubCallerContext context, InvocationAllowance allowance) => context.Items[AllowanceKey] = allowance;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocation.Context.Items.TryGetValue(AllowanceKey, out var found) && found is InvocationAllowance allowance && !allowance.TryTake())
        {
            throw new HubException(HubSlugs.RateLimited);
        }

        try
        {
            return await next(invocation);
        }
        catch (HubException)
        {
            throw;
        }
        catch (OperationCanceledException) when (invocation.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (StoreUnavailableException fault)
        {
            throw Told(HubSlugs.StoreUnavailable, invocation, fault);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            throw Told(HubSlugs.Unavailable, invocation, fault);
        }
        catch (Exception fault)
        {
            throw Told(HubSlugs.Fault, invocation, fault);
        }
    }

    private HubException Told(string slug, HubInvocationContext invocation, Exception fault)
    {
        var trace = Activity.Current?.TraceId.ToHexString() ?? invocation.Context.ConnectionId;
        Failed(log, invocation.HubMethodName, slug, trace, fault);
        return new HubException($"{slug} trace_id={trace}");
    }

    [LoggerMessage(2051, LogLevel.Error, "Hub method {Method} failed with {Slug} ({Trace})")]
    private static partial void Failed(ILogger log, string method, string slug, string trace, Exception fault);
}
