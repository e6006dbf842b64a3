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

        // A hold that no capture will use is let go: when the job ends, or when the hold comes after the end.
        var held = after.Payment.Status is PaymentStatus.Authorized or PaymentStatus.RequiresAction;
        var ended = after.Status.IsEnd() && (before is null || !before.Status.IsEnd() || before.Payment.Status != after.Payment.Status);
        return held && ended && !string.IsNullOrEmpty(after.Payment.Intent)
            ? [Request(after, GatewayOperation.Release, after.Payment.Authorised)]
            : [];
    }

    private static GatewayRequest Request(Job job, GatewayOperation operation, Money.Money amount) =>
        new(job.Id, operation, 1, job.Payment.Intent, amount, job.Order.PaymentMethod);
}
