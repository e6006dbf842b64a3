using System.Globalization;
using System.Net;
using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>The gateway port over Stripe: a hold is a payment intent with manual capture, taken in whole or in part, or canceled. Thread-safe.</summary>
/// <remarks>
/// Stripe keeps the answer to an idempotency key for at least 24 hours, a 500 too: a request whose stored answer is a 500 stays <see cref="GatewayUnavailableException"/> for its key, and the truth is
/// in the intent. The client must not be given more repetitions than its caller can wait for; the outbox asks again anyway.
/// </remarks>
/// <param name="client">Key, address and transport.</param>
public sealed class StripeGateway(IStripeClient client) : IPaymentGateway
{
    /// <summary>In the metadata of a payment: the top-up that it is for.</summary>
    internal const string TopUp = "topup";

    private const string AuthenticationRequired = "authentication_required";
    private const string Charge = "latest_charge";
    private const string ChargeFee = "latest_charge.balance_transaction";
    private readonly PaymentIntentService _intents = new(client);
    private readonly RefundService _refunds = new(client);
    private readonly StripePayouts _payouts = new(client);
    private readonly PaymentMethodService _methods = new(client);
    private readonly StripeTransfers _transfers = new(client);

    /// <inheritdoc/>
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Method == JobOrder.BankTransfer)
            {
                switch (request.Operation)
                {
                    case GatewayOperation.Authorize when request.Amount.MinorUnits > 0:
                        return await _transfers.Authorize(request, cancellationToken);
                    case GatewayOperation.Capture when !string.IsNullOrEmpty(request.Intent):
                        return await _transfers.Capture(request, cancellationToken);
                    case GatewayOperation.Release when !string.IsNullOrEmpty(request.Intent):
                        return await _transfers.Release(request, cancellationToken);
                    case GatewayOperation.Query when !string.IsNullOrEmpty(request.Intent):
                        return await _transfers.Query(request, cancellationToken);
                    case GatewayOperation.Charge or GatewayOperation.Collect:
                        return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, GatewayCodes.MethodUnsupported);
                    case GatewayOperation.Increment:
                        return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, GatewayCodes.NotRaisable);
                    default:
                        break;
                }
            }

            return request.Operation switch
            {
                GatewayOperation.Authorize => await Authorize(request, cancellationToken),
                GatewayOperation.Capture => await Capture(request, cancellationToken),
                GatewayOperation.Release => await Release(request, cancellationToken),
                GatewayOperation.Refund => await Refund(request, cancellationToken),
                GatewayOperation.Charge => await ChargeAtOnce(request, "tip", cancellationToken),
                GatewayOperation.Query => await Query(request, cancellationToken),
                GatewayOperation.QueryTip => await QueryTip(request, cancellationToken),
                GatewayOperation.EndTip => await EndTip(request, cancellationToken),
                GatewayOperation.Increment => await Increment(request, cancellationToken),
                GatewayOperation.Collect => await ChargeAtOnce(request, "rest", cancellationToken),
                GatewayOperation.TopUp => await ChargeAtOnce(request, TopUp, cancellationToken),
                GatewayOperation.Transfer or GatewayOperation.Payout => await _payouts.Send(request, cancellationToken),
            };
        }
        catch (StripeException refused) when (IsAnswer(refused))
        {
            return await OfMethod(request, refused.StripeError, cancellationToken) ?? Refusal(request, refused.StripeError);
        }
        catch (StripeException fault)
        {
            throw new GatewayUnavailableException($"The gateway answered {request.IdempotencyKey} with {(int)fault.HttpStatusCode}.", fault);
        }
        catch (Exception lost) when (lost is HttpRequestException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new GatewayUnavailableException($"No answer to {request.IdempotencyKey} in time.", lost);
        }
    }

    private async Task<GatewayAnswer> Authorize(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return Refused(request, "amount_not_positive");
        }

        var begun = Begun(request, "epoch", Charge);
        begun.CaptureMethod = "manual";
        begun.PaymentMethodOptions = new PaymentIntentPaymentMethodOptionsOptions
        {
            Card = new PaymentIntentPaymentMethodOptionsCardOptions { RequestIncrementalAuthorization = "if_available" },
        };
        var intent = await _intents.CreateAsync(begun, Once(request), cancellationToken);
        return intent.Status switch
        {
            "requires_capture" => new GatewayAnswer(GatewayOutcome.Done, intent.Id, request.Amount, null) { HeldUntil = HeldUntil(intent) },
            "requires_action" => new GatewayAnswer(GatewayOutcome.RequiresAction, intent.Id, request.Amount, "authentication_required") { Action = intent.ClientSecret },
            _ => throw new GatewayUnavailableException($"The hold {request.IdempotencyKey} is {intent.Status}."),
        };
    }

    private async Task<GatewayAnswer> Increment(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (await Unusable(request, "amount_not_raisable", cancellationToken) is { } unusable)
        {
            return unusable;
        }

        var raised = await _intents.IncrementAuthorizationAsync(
            request.Intent, new PaymentIntentIncrementAuthorizationOptions { Amount = request.Amount.MinorUnits }, Once(request), cancellationToken);
        return new GatewayAnswer(GatewayOutcome.Done, raised.Id, new Money(raised.Amount, request.Amount.Currency), null);
    }

    private async Task<GatewayAnswer> Capture(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (await Unusable(request, "amount_not_capturable", cancellationToken) is { } unusable)
        {
            return unusable;
        }

        var taken = await _intents.CaptureAsync(
            request.Intent, new PaymentIntentCaptureOptions { AmountToCapture = request.Amount.MinorUnits, Expand = [ChargeFee] }, Once(request), cancellationToken);
        return Taken(request, taken);
    }

    private async Task<GatewayAnswer> Release(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Intent))
        {
            return Refused(request, "intent_unknown");
        }

        var gone = await _intents.CancelAsync(request.Intent, null, Once(request), cancellationToken);
        return new GatewayAnswer(GatewayOutcome.Done, gone.Id, new Money(gone.Amount, Currency.Of(gone.Currency.ToUpperInvariant())), null);
    }

    private async Task<GatewayAnswer> Refund(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (await Unusable(request, "amount_not_refundable", cancellationToken) is { } unusable)
        {
            return unusable;
        }

        var refund = await _refunds.CreateAsync(
            new RefundCreateOptions
            {
                PaymentIntent = request.Intent,
                Amount = request.Amount.MinorUnits,
                Metadata = Marked(request, "refund"),
                Expand = ["balance_transaction"],
            },
            Once(request),
            cancellationToken);
        return Of(request, StripeRecords.Of(refund)) with { Fee = Fee(refund.BalanceTransaction, request.Amount.Currency) };
    }

    /// <summary>What a refund that is there answers to the request for it.</summary>
    internal static GatewayAnswer Of(GatewayRequest request, GatewayRefund refund) => refund.HasFailed
        ? Refused(request, refund.Code ?? "failed") with { Reference = refund.Reference }
        : new GatewayAnswer(GatewayOutcome.Done, request.Intent, new Money(refund.AmountMinorUnits, request.Amount.Currency), null) { Reference = refund.Reference };

    private async Task<GatewayAnswer> ChargeAtOnce(GatewayRequest request, string what, CancellationToken cancellationToken)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return Refused(request, "amount_not_positive");
        }

        var begun = Begun(request, what, ChargeFee);
        begun.CaptureMethod = "automatic";

        // Nobody need sit before the app any more. A card that asks declines; a tip may then be confirmed by the customer.
        begun.OffSession = true;
        var intent = await _intents.CreateAsync(begun, Once(request), cancellationToken);
        return intent.Status == "succeeded" ? Taken(request, intent) : throw new GatewayUnavailableException($"The charge {request.IdempotencyKey} is {intent.Status}.");
    }

    /// <summary>What every payment begins with. Its metadata says for which job it is, and the how manieth of its kind.</summary>
    private static PaymentIntentCreateOptions Begun(GatewayRequest request, string what, string expand) => new()
    {
        Amount = request.Amount.MinorUnits,
        Currency = Code(request.Amount.Currency),
        Customer = request.Customer,
        OffSession = request.OffSession,
        PaymentMethod = request.Method,
        PaymentMethodTypes = ["card"],
        Confirm = true,
        TransferGroup = request.Job.ToString(),
        Metadata = Marked(request, what),
        Expand = [expand],
    };

    // A top-up is of no job: news of it is not told to one.
    private static Dictionary<string, string> Marked(GatewayRequest request, string what) => what == TopUp
        ? new() { [TopUp] = request.Job.ToString() }
        : new() { ["job"] = request.Job.ToString(), [what] = request.Epoch.ToString(CultureInfo.InvariantCulture) };

    private static GatewayAnswer Taken(GatewayRequest request, PaymentIntent intent) => new(GatewayOutcome.Done, intent.Id, new Money(intent.AmountReceived, request.Amount.Currency), null)
    {
        Fee = Fee(intent.LatestCharge?.BalanceTransaction, request.Amount.Currency),
    };

    /// <summary>Refuses what names no payment or no amount, and what is of another currency than the payment: such a request names none, and 900 of another must never move. Null when it can be asked.</summary>
    private async Task<GatewayAnswer?> Unusable(GatewayRequest request, string code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Intent))
        {
            return Refused(request, "intent_unknown");
        }

        if (request.Amount.MinorUnits <= 0)
        {
            return Refused(request, code);
        }

        var intent = await _intents.GetAsync(request.Intent, cancellationToken: cancellationToken);
        return intent.Currency == Code(request.Amount.Currency) ? null : Refused(request, code);
    }

    private static GatewayAnswer Refused(GatewayRequest request, string code) => new(GatewayOutcome.Refused, request.Intent, request.Amount, code);

    private async Task<GatewayAnswer> Query(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Intent))
        {
            return Refused(request, "intent_unknown");
        }

        var intent = await _intents.GetAsync(request.Intent, new PaymentIntentGetOptions { Expand = [Charge] }, cancellationToken: cancellationToken);
        var amount = new Money(intent.Amount, Currency.Of(intent.Currency.ToUpperInvariant()));
        return intent.Status switch
        {
            "requires_capture" => new GatewayAnswer(GatewayOutcome.Done, intent.Id, amount, null) { HeldUntil = HeldUntil(intent) },
            "requires_action" or "requires_confirmation" => new GatewayAnswer(GatewayOutcome.RequiresAction, intent.Id, amount, "authentication_required") { Action = intent.ClientSecret },
            "requires_payment_method" when AsksForCustomer(intent.LastPaymentError) => new GatewayAnswer(GatewayOutcome.RequiresAction, intent.Id, amount, AuthenticationRequired) { Action = intent.ClientSecret },
            "requires_payment_method" => new GatewayAnswer(GatewayOutcome.Declined, intent.Id, amount, intent.LastPaymentError?.Code ?? "card_declined"),
            "canceled" => new GatewayAnswer(GatewayOutcome.Refused, intent.Id, amount, RanOut(intent) ? GatewayCodes.HoldExpired : GatewayCodes.NotHeld),
            "succeeded" => new GatewayAnswer(GatewayOutcome.Refused, intent.Id, amount, GatewayCodes.NotHeld),
            _ => throw new GatewayUnavailableException($"The payment {intent.Id} is {intent.Status}."),
        };
    }

    private async Task<GatewayAnswer> QueryTip(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Intent))
        {
            return Refused(request, "intent_unknown");
        }

        var intent = await _intents.GetAsync(request.Intent, new PaymentIntentGetOptions { Expand = [ChargeFee] }, cancellationToken: cancellationToken);
        GatewayAnswer Asks() => new(GatewayOutcome.RequiresAction, intent.Id, request.Amount, AuthenticationRequired) { Action = intent.ClientSecret };
        return intent.Status switch
        {
            "succeeded" => Taken(request, intent),
            "requires_action" or "requires_confirmation" => Asks(),
            "requires_payment_method" when AsksForCustomer(intent.LastPaymentError) => Asks(),
            "requires_payment_method" => new GatewayAnswer(GatewayOutcome.Declined, intent.Id, request.Amount, intent.LastPaymentError?.Code ?? "card_declined"),
            "canceled" => Refused(request, "intent_canceled"),
            _ => throw new GatewayUnavailableException($"The payment {intent.Id} is {intent.Status}."),
        };
    }

    /// <summary>A tip that nobody confirmed is canceled; where that cannot be, because the customer was faster or it is gone already, the payment says how it ended.</summary>
    private async Task<GatewayAnswer> EndTip(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Intent))
        {
            return Refused(request, "intent_unknown");
        }

        try
        {
            await _intents.CancelAsync(request.Intent, null, Once(request), cancellationToken);
            return NotConfirmed(request);
        }
        catch (StripeException refused) when (IsAnswer(refused) && refused.StripeError.Code == "payment_intent_unexpected_state")
        {
            var intent = await _intents.GetAsync(request.Intent, new PaymentIntentGetOptions { Expand = [ChargeFee] }, cancellationToken: cancellationToken);
            return intent.Status switch
            {
                "succeeded" => Taken(request, intent),
                "canceled" => NotConfirmed(request),
                _ => throw new GatewayUnavailableException($"The tip {intent.Id} is {intent.Status}."),
            };
        }
    }

    /// <summary>What a tip that was let go is answered with.</summary>
    internal static GatewayAnswer NotConfirmed(GatewayRequest request) => new(GatewayOutcome.Declined, request.Intent, request.Amount, GatewayCodes.NotConfirmed);

    /// <summary>Whether the bank declined for no reason but that the customer was not there to confirm: with the customer, the same payment may go on.</summary>
    internal static bool AsksForCustomer(StripeError? error) => error?.Code == AuthenticationRequired;

    /// <summary>What is wrong with the method itself: whose it is stands at the gateway, and is read there rather than in the words of a refusal.</summary>
    private async Task<GatewayAnswer?> OfMethod(GatewayRequest request, StripeError error, CancellationToken cancellationToken)
    {
        if (request.Operation is not (GatewayOperation.Authorize or GatewayOperation.Charge or GatewayOperation.Collect or GatewayOperation.TopUp) || error is not { Type: "invalid_request_error", Param: "payment_method" } || error.Code == "resource_missing")
        {
            return null;
        }

        var method = await _methods.GetAsync(request.Method, cancellationToken: cancellationToken);
        return new GatewayAnswer(
            GatewayOutcome.Declined, null, request.Amount, method.CustomerId is { } owner && owner != request.Customer ? GatewayCodes.MethodForeign : GatewayCodes.MethodReused);
    }

    private static DateTimeOffset? HeldUntil(PaymentIntent intent) =>
        intent.LatestCharge?.PaymentMethodDetails?.Card?.CaptureBefore is { } before && before > DateTime.UnixEpoch
            ? new DateTimeOffset(DateTime.SpecifyKind(before, DateTimeKind.Utc))
            : null;

    /// <summary>The fee, when the balance is kept in the currency of the payment: what was converted is not this job's amount.</summary>
    private static Money? Fee(BalanceTransaction? moved, Currency currency) =>
        moved is { Fee: > 0 } && moved.Currency == Code(currency) ? new Money(moved.Fee, currency) : null;

    /// <summary>Whether the bank let the hold run out, rather than somebody cancel it.</summary>
    private static bool RanOut(PaymentIntent? intent) => intent is { Status: "canceled", CancellationReason: "automatic" or "expired" };

    private static RequestOptions Once(GatewayRequest request) => new() { IdempotencyKey = request.IdempotencyKey };

    private static string Code(Currency currency) => currency.Code.ToLowerInvariant();

    /// <summary>Whether the error says for good what became of the request. A conflict, a limit, a wrong key of ours or a server's fault does not.</summary>
    internal static bool IsAnswer(StripeException refused) => refused.StripeError is { } error && error.Code != "idempotency_key_in_use"
        && (int)refused.HttpStatusCode is >= 400 and < 500
        && refused.HttpStatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests);

    private static GatewayAnswer Refusal(GatewayRequest request, StripeError error)
    {
        var intent = request.Intent ?? error.PaymentIntent?.Id;
        GatewayAnswer Refused(string code) => new(GatewayOutcome.Refused, intent, request.Amount, code);
        var begins = request.Operation is GatewayOperation.Authorize or GatewayOperation.Charge or GatewayOperation.Collect or GatewayOperation.TopUp;
        return (error.Type, error.Code, request.Operation) switch
        {
            ("idempotency_error", _, _) => Refused("idempotency_key_reused"),
            ("card_error", AuthenticationRequired, GatewayOperation.Authorize or GatewayOperation.Charge) when error.PaymentIntent is { } asks =>
                new GatewayAnswer(GatewayOutcome.RequiresAction, asks.Id, request.Amount, AuthenticationRequired) { Action = asks.ClientSecret },
            ("card_error", var code, _) => new GatewayAnswer(GatewayOutcome.Declined, intent, request.Amount, code ?? "card_declined"),
            (_, "resource_missing", _) when begins && error.Param == "payment_method" => new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, "payment_method_unknown"),
            (_, "resource_missing", _) when !begins => Refused("intent_unknown"),
            (_, "payment_intent_unexpected_state", GatewayOperation.Capture or GatewayOperation.Release or GatewayOperation.Increment) when RanOut(error.PaymentIntent) => Refused(GatewayCodes.HoldExpired),
            (_, "payment_intent_unexpected_state", GatewayOperation.Capture or GatewayOperation.Increment) => Refused("intent_not_capturable"),
            (_, "payment_intent_unexpected_state", GatewayOperation.Release) => Refused("intent_not_releasable"),
            (_, "amount_too_large" or "amount_too_small", GatewayOperation.Increment) => Refused("amount_not_raisable"),
            (_, "payment_intent_incremental_authorization_not_available", GatewayOperation.Increment) => Refused(GatewayCodes.NotRaisable),
            (_, "amount_too_large" or "amount_too_small", GatewayOperation.Capture) => Refused("amount_not_capturable"),
            (_, "amount_too_large" or "amount_too_small" or "charge_already_refunded", GatewayOperation.Refund) => Refused("amount_not_refundable"),
            (_, "charge_not_captured", GatewayOperation.Refund) => Refused("intent_not_refundable"),
            _ => Refused(error.Code ?? error.Type ?? "refused"),
        };
    }
}
