using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Wallets;

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
        var payment = after.Payment;
        var requests = ImmutableArray.CreateBuilder<GatewayRequest>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case JobEvent.Requested e when !e.Hold.IsZero:
                    Ask(GatewayOperation.Authorize, 1, null, e.Hold);
                    break;
                case JobEvent.HoldAsked e:
                    Ask(GatewayOperation.Authorize, e.Epoch, null, e.Amount);
                    break;
                case JobEvent.ConfirmationReported e when payment is { Status: not PaymentStatus.RequiresAction, Tip: { Status: TipStatus.RequiresAction } tip }:
                    Ask(GatewayOperation.QueryTip, (tip.Number * GatewayRequest.TipEpochs) + e.Number, tip.Intent, tip.Amount);
                    break;
                case JobEvent.ConfirmationReported e:
                    Ask(GatewayOperation.Query, e.Number, payment.Intent, payment.Asked ?? after.Order.Hold);
                    break;
                case JobEvent.CaptureBegun e:
                    Ask(payment.Raising is null ? GatewayOperation.Capture : GatewayOperation.Increment, payment.Holds, payment.Intent, e.Amount);
                    break;
                case JobEvent.HoldRaised or JobEvent.HoldNotRaised:
                    Ask(GatewayOperation.Capture, payment.Holds, payment.Intent, after.ToCapture);
                    break;
                case JobEvent.RestBegun e:
                    Ask(GatewayOperation.Collect, e.Number, null, e.Amount);
                    break;
                case JobEvent.RefundBegun e when payment.Refunds?.Find(e.Number)?.Status == RefundStatus.Begun:
                    Ask(GatewayOperation.Refund, e.Number, e.Intent ?? payment.Intent, e.Amount);
                    break;
                case JobEvent.TipRefundBegun e when payment is { Tip: { } tip } && payment.Refunds?.Find(e.Number)?.Status == RefundStatus.Begun:
                    Ask(GatewayOperation.Refund, e.Number, tip.Intent, e.Amount);
                    break;
                case JobEvent.TransferBegun { Amount.IsZero: false } e:
                    requests.Add(new GatewayRequest(after.Id, GatewayOperation.Transfer, e.Number, null, e.Amount, e.Account));
                    break;
                case JobEvent.LateTransferReceived e:
                    // Another epoch: the first letting go found no money, and its answer is kept.
                    Ask(GatewayOperation.Release, payment.Holds + (payment.LateTransfers ?? 0), payment.Intent, e.Amount);
                    break;
                case JobEvent.TipLapsed e when payment.Tip is { } tip:
                    Ask(GatewayOperation.EndTip, e.Number, tip.Intent, tip.Amount);
                    break;
                case JobEvent.TipBegun e:
                    Ask(GatewayOperation.Charge, e.Number, null, e.Amount);
                    break;
            }
        }

        if (payment.Prior is { Letting: true } prior && before?.Payment.Prior is { Letting: false })
        {
            Ask(GatewayOperation.Release, prior.Epoch, prior.Intent, after.Order.Hold);
        }

        // A hold that no capture will use is let go: when the job ends, or when the gateway first tells of it after the end. Once is enough:
        // a hold that the customer confirms after the job ended is let go by the release that was asked for at the end.
        if ((NeedsRelease(after) && (before is null || !NeedsRelease(before))) || IsGivenUp(events))
        {
            Ask(GatewayOperation.Release, payment.Holds, payment.Intent, payment.Authorised);
        }

        return requests.ToImmutable();

        void Ask(GatewayOperation operation, int epoch, string? intent, Money.Money amount) =>
            requests.Add(new GatewayRequest(
                after.Id,
                operation,
                epoch,
                intent,
                amount,
                after.Order.PaymentMethod,
                after.Order.IsWallet ? new WalletAccount(after.Order.Customer, after.Order.Operator, amount.Currency).Owner : after.Order.GatewayCustomer,

                // The first hold is asked for while the customer orders; whatever comes later finds nobody there.
                after.Order.GatewayCustomer is null ? null : operation != GatewayOperation.Authorize || epoch > 1));
    }

    private static bool NeedsRelease(Job job) => job.Status.IsEnd()
        && job.Payment.Status is PaymentStatus.Authorized or PaymentStatus.RequiresAction
        && !string.IsNullOrEmpty(job.Payment.Intent);

    /// <summary>A payment that the customer would have to confirm and that nobody waits for any more.</summary>
    private static bool IsGivenUp(ImmutableArray<JobEvent> events) => events is [JobEvent.PaymentActionRequired, JobEvent.PaymentFailed];
}
