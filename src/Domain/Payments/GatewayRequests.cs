using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Payments;

/// <summary>What the gateway has to be asked after the events of one commit. Pure.</summary>
public static class GatewayRequests
{
    /// <summary>The requests that a commit owes the gateway.</summary>
    /// <param name="before">The state before; null for the first commit.</param>
    /// <param name="after">The state after.</param>
    /// <param name="events">What happened between.</param>
    public static ImmutableArray<GatewayRequest> Of(Job? before, Job after, ImmutableArray<JobEvent> events)
    {
        foreach (var happened in events)
        {
            switch (happened)
            {
                case JobEvent.Requested e when !e.Hold.IsZero:
                    return [Request(after, GatewayOperation.Authorize, e.Hold)];
                case JobEvent.CaptureBegun e:
                    return [Request(after, GatewayOperation.Capture, e.Amount)];
            }
        }

        // A hold that no capture will use is let go: when the job ends, or when the gateway first tells of it after the end. Once is enough:
        // a hold that the customer confirms after the job ended is let go by the release that was asked for at the end.
        return NeedsRelease(after) && (before is null || !NeedsRelease(before)) ? [Request(after, GatewayOperation.Release, after.Payment.Authorised)] : [];
    }

    private static bool NeedsRelease(Job job) => job.Status.IsEnd()
        && job.Payment.Status is PaymentStatus.Authorized or PaymentStatus.RequiresAction
        && !string.IsNullOrEmpty(job.Payment.Intent);

    private static GatewayRequest Request(Job job, GatewayOperation operation, Money.Money amount) =>
        new(job.Id, operation, 1, job.Payment.Intent, amount, job.Order.PaymentMethod);
}
