using global::Stripe;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>
/// Resolves what a stored 500 leaves open. Stripe keeps a 500 for its key, so asking again says the same for a day; what was done stands in the intent, and is read there. Where nothing was done
/// the operation is asked for under a fresh key: an intent can be captured, and canceled, only once, whatever the key.
/// </summary>
internal sealed class ResolvingGateway(IPaymentGateway inner, StripeRecords records) : IPaymentGateway
{
    /// <summary>The n-th fresh key of an epoch is that of the epoch that many times n later: no epoch of a job comes near it.</summary>
    private const int Fresh = 1_000;
    private const int FreshKeys = 3;

    /// <inheritdoc/>
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        for (var key = 0; ; key++)
        {
            try
            {
                var answer = await inner.Send(key == 0 ? request : request with { Epoch = request.Epoch + (key * Fresh) }, cancellationToken);
                return answer is { Outcome: GatewayOutcome.Refused, Code: "intent_not_capturable" or "intent_not_releasable" } ? await Done(request, cancellationToken) ?? answer : answer;
            }
            catch (GatewayUnavailableException fault) when (key < FreshKeys && IsStored(fault) && request.Operation is GatewayOperation.Authorize or GatewayOperation.Capture or GatewayOperation.Release)
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
        await Found(request, cancellationToken) is { Outcome: GatewayOutcome.Done } answer && (request.Operation != GatewayOperation.Capture || answer.Amount == request.Amount) ? answer : null;

    private static bool IsStored(GatewayUnavailableException fault) => fault.InnerException is StripeException { StripeError: not null } said && (int)said.HttpStatusCode >= 500;

    private async Task<GatewayAnswer?> Found(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == GatewayOperation.Authorize)
        {
            return await records.OfJob(request.Job, epoch => epoch % Fresh == request.Epoch, cancellationToken) is { } begun ? OfHold(request, begun) : null;
        }

        if (request.Intent is not { Length: > 0 } intent || await records.Find(intent, cancellationToken) is not { } payment)
        {
            return null;
        }

        return (request.Operation, payment.Standing) switch
        {
            (GatewayOperation.Capture, GatewayStanding.Captured) => new GatewayAnswer(GatewayOutcome.Done, intent, new Money(payment.CapturedMinorUnits, request.Amount.Currency), null),
            (GatewayOperation.Capture, GatewayStanding.Canceled) => new GatewayAnswer(GatewayOutcome.Refused, intent, request.Amount, "intent_not_capturable"),
            (GatewayOperation.Release, GatewayStanding.Canceled) => new GatewayAnswer(GatewayOutcome.Done, intent, new Money(payment.AmountMinorUnits, request.Amount.Currency), null),
            (GatewayOperation.Release, GatewayStanding.Captured) => new GatewayAnswer(GatewayOutcome.Refused, intent, request.Amount, "intent_not_releasable"),
            _ => null,
        };
    }

    private static GatewayAnswer? OfHold(GatewayRequest request, GatewayPayment begun) => begun.Standing switch
    {
        GatewayStanding.Held => new GatewayAnswer(GatewayOutcome.Done, begun.Intent, new Money(begun.AmountMinorUnits, request.Amount.Currency), null),
        GatewayStanding.ActionRequired => new GatewayAnswer(GatewayOutcome.RequiresAction, begun.Intent, request.Amount, "authentication_required"),
        GatewayStanding.Declined => new GatewayAnswer(GatewayOutcome.Declined, begun.Intent, request.Amount, begun.Code ?? "card_declined"),
        GatewayStanding.Canceled or GatewayStanding.Captured or GatewayStanding.Unfinished => null,
    };
}
