using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>
/// Resolves what a stored 500 leaves open. Stripe keeps a 500 for its key, so asking again says the same for a day; what was done stands in the intent, and is read there. Where nothing was done
/// the operation is asked for under a fresh key: an intent can be captured, and canceled, only once, whatever the key; a charge is found by the job's transfer group, a bank transfer among its
/// customer's payments, a refund in the list of its payment.
/// </summary>
internal sealed class ResolvingGateway(IPaymentGateway inner, StripeRecords records) : IPaymentGateway
{
    /// <inheritdoc/>
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        for (var key = 0; ; key++)
        {
            try
            {
                var answer = await inner.Send(key == 0 ? request : request with { Epoch = request.Epoch + (key * GatewayEpochs.Fresh) }, cancellationToken);
                return answer is { Outcome: GatewayOutcome.Refused, Code: "intent_not_capturable" or "intent_not_releasable" or "amount_not_raisable" } ? await Done(request, cancellationToken) ?? answer : answer;
            }
            catch (GatewayUnavailableException fault) when (key < GatewayEpochs.FreshKeys && IsStored(fault) && request.Operation is not (GatewayOperation.Transfer or GatewayOperation.Payout))
            {
                if (await Found(request, cancellationToken) is { } answer)
                {
                    return answer;
                }
            }
        }
    }

    /// <summary>An intent that is where it was to go is no refusal: its key may be forgotten, or the bank may have let the hold go by itself.</summary>
    private async Task<GatewayAnswer?> Done(GatewayRequest request, CancellationToken cancellationToken) =>
        await Found(request, cancellationToken) is { Outcome: GatewayOutcome.Done } answer && (request.Operation == GatewayOperation.Release || answer.Amount == request.Amount) ? answer : null;

    private static bool IsStored(GatewayUnavailableException fault) => fault.InnerException is StripeException { StripeError: not null } said && (int)said.HttpStatusCode >= 500;

    /// <summary>What was done, as an answer; null when nothing was.</summary>
    private async Task<GatewayAnswer?> Found(GatewayRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await Read(request, cancellationToken);
        }
        catch (GatewayRefusedException fault)
        {
            // Who is not told what was done does not know it.
            throw new GatewayUnavailableException($"What became of {request.IdempotencyKey} is not told.", fault);
        }
    }

    private async Task<GatewayAnswer?> Read(GatewayRequest request, CancellationToken cancellationToken) => request.Operation switch
    {
        // A bank transfer that is awaited made no charge to be found by, and money that comes for it would be nobody's: it is looked for among its customer's payments.
        GatewayOperation.Authorize when request is { Method: JobOrder.BankTransfer, Customer: { } customer } =>
            await records.OfCustomer(customer, awaited => awaited.Job == request.Job && awaited.Epoch == request.Epoch, cancellationToken) is { } awaited ? await OfHold(request, awaited, cancellationToken) : null,

        // What is decided about one is said before it is done: that it is said does not mean that the money went back. It is asked for again, and goes on from where it was.
        GatewayOperation.Capture or GatewayOperation.Release when request.Method == JobOrder.BankTransfer => null,
        GatewayOperation.Authorize => await records.OfJob(request.Job, begun => begun.Epoch == request.Epoch, cancellationToken) is { } begun ? await OfHold(request, begun, cancellationToken) : null,
        GatewayOperation.Charge => OfCharge(request, await records.OfJob(request.Job, begun => begun.Tip == request.Epoch, cancellationToken)),
        GatewayOperation.Collect => OfCharge(request, await records.OfJob(request.Job, begun => begun.Rest == request.Epoch, cancellationToken)),
        GatewayOperation.TopUp => OfCharge(request, await records.OfJob(request.Job, begun => begun.TopUp == request.Job.Value, cancellationToken)),
        GatewayOperation.Refund => await OfRefund(request, cancellationToken),
        GatewayOperation.EndTip => await records.Find(request.Intent ?? string.Empty, cancellationToken) switch
        {
            { Standing: GatewayStanding.Canceled } => StripeGateway.NotConfirmed(request),
            { Standing: GatewayStanding.Captured } charged => OfCharge(request, charged),
            _ => null,
        },
        GatewayOperation.Capture or GatewayOperation.Release or GatewayOperation.Increment => await OfIntent(request, cancellationToken),

        // A question does nothing and has no key: it is asked again. Transfers and payouts are resolved where they are made.
        GatewayOperation.Query or GatewayOperation.QueryTip or GatewayOperation.Transfer or GatewayOperation.Payout => null,
    };

    private async Task<GatewayAnswer?> OfIntent(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Intent is not { Length: > 0 } intent || await records.Find(intent, cancellationToken) is not { } payment)
        {
            return null;
        }

        GatewayAnswer Done(long amount) => new(GatewayOutcome.Done, intent, new Money(amount, request.Amount.Currency), null);
        return (request.Operation, payment.Standing) switch
        {
            (GatewayOperation.Capture, GatewayStanding.Captured) => Done(payment.CapturedMinorUnits),
            (GatewayOperation.Release, GatewayStanding.Canceled) => Done(payment.AmountMinorUnits),
            (GatewayOperation.Release, GatewayStanding.Captured) => new GatewayAnswer(GatewayOutcome.Refused, intent, request.Amount, "intent_not_releasable"),
            (GatewayOperation.Increment, GatewayStanding.Held) when payment.AmountMinorUnits == request.Amount.MinorUnits => Done(payment.AmountMinorUnits),
            _ => null,
        };
    }

    private async Task<GatewayAnswer?> OfRefund(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Intent is not { Length: > 0 } intent)
        {
            return null;
        }

        foreach (var refund in await records.Refunds(intent, cancellationToken))
        {
            if (refund.Job == request.Job && refund.Number == request.Epoch)
            {
                return StripeGateway.Of(request, refund);
            }
        }

        return null;
    }

    private static GatewayAnswer? OfCharge(GatewayRequest request, GatewayPayment? begun) => begun?.Standing switch
    {
        GatewayStanding.Captured => new GatewayAnswer(GatewayOutcome.Done, begun.Intent, new Money(begun.CapturedMinorUnits, request.Amount.Currency), null),
        GatewayStanding.Declined => new GatewayAnswer(GatewayOutcome.Declined, begun.Intent, request.Amount, begun.Code ?? "card_declined"),
        GatewayStanding.ActionRequired => new GatewayAnswer(GatewayOutcome.RequiresAction, begun.Intent, request.Amount, "authentication_required") { Action = begun.Action },
        _ => null,
    };

    /// <summary>How long a hold is good, and with what the customer confirms, is asked of the payment.</summary>
    private async Task<GatewayAnswer?> OfHold(GatewayRequest request, GatewayPayment begun, CancellationToken cancellationToken) => begun.Standing switch
    {
        GatewayStanding.Held or GatewayStanding.ActionRequired => await inner.Send(request with { Operation = GatewayOperation.Query, Intent = begun.Intent }, cancellationToken),
        GatewayStanding.Declined => new GatewayAnswer(GatewayOutcome.Declined, begun.Intent, request.Amount, begun.Code ?? "card_declined"),

        // It was made and has gone on since, by news that was faster than our answer. Another hold would be nobody's.
        GatewayStanding.Captured => new GatewayAnswer(GatewayOutcome.Done, begun.Intent, new Money(begun.AmountMinorUnits, request.Amount.Currency), null),
        GatewayStanding.Canceled => new GatewayAnswer(GatewayOutcome.Refused, begun.Intent, request.Amount, GatewayCodes.NotHeld),
        GatewayStanding.Unfinished => null,
    };
}
