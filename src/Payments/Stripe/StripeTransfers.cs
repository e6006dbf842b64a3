using System.Globalization;
using System.Text.Json;
using global::Stripe;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>
/// Payments by bank transfer, which the bank pushes and nobody holds. An intent on the customer's balance at the gateway is paid in whole or waits. What is paid counts as held; capturing keeps a part and sends the
/// rest back; letting go sends all back. What was decided stands in the intent's metadata, because the gateway calls paid what here is held. Thread-safe.
/// </summary>
/// <param name="client">Key, address and transport.</param>
internal sealed class StripeTransfers(IStripeClient client)
{
    private const string Type = "customer_balance";
    private const string Kept = "captured";
    private const string LetGo = "released";
    private const string Euro = "eu_bank_transfer";

    /// <summary>In the metadata of a refund that sends back what was never captured: it is no refund of the job's.</summary>
    private const string Rest = "rest";

    private readonly PaymentIntentService _intents = new(client);
    private readonly RefundService _refunds = new(client);

    /// <summary>Whether an intent is paid by bank transfer.</summary>
    public static bool Is(PaymentIntent intent) => intent.PaymentMethodTypes is [Type];

    /// <summary>What was captured of a transfer; null when that is not decided.</summary>
    public static long? Captured(PaymentIntent intent) =>
        intent.Metadata is { } data && data.TryGetValue(Kept, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>Whether the transfer is not wanted any more: what has come goes back.</summary>
    public static bool IsLetGo(PaymentIntent intent) => intent.Metadata?.ContainsKey(LetGo) == true;

    /// <summary>Whether a refund sends back what was never captured.</summary>
    public static bool IsSentBack(Refund refund) => refund.Metadata?.ContainsKey(Rest) == true;

    /// <summary>Asks for the money and says where to send it.</summary>
    public async Task<GatewayAnswer> Authorize(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Customer is null || TypeOf(request.Amount.Currency) is not { } type)
        {
            return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, GatewayCodes.MethodUnsupported);
        }

        var options = new PaymentIntentCreateOptions
        {
            Amount = request.Amount.MinorUnits,
            Currency = request.Amount.Currency.Code.ToLowerInvariant(),
            Customer = request.Customer,
            PaymentMethodTypes = [Type],
            Confirm = true,
            TransferGroup = request.Job.ToString(),
            Metadata = new Dictionary<string, string> { ["job"] = request.Job.ToString(), ["epoch"] = request.Epoch.ToString(CultureInfo.InvariantCulture) },
        };
        options.AddExtraParam("payment_method_data[type]", Type);
        options.AddExtraParam($"payment_method_options[{Type}][funding_type]", "bank_transfer");
        options.AddExtraParam($"payment_method_options[{Type}][bank_transfer][type]", type);
        if (type == Euro)
        {
            // Where the account is that the customer sends to; any bank of the single euro payments area reaches it.
            options.AddExtraParam($"payment_method_options[{Type}][bank_transfer][{Euro}][country]", "DE");
        }

        return Standing(await _intents.CreateAsync(options, new RequestOptions { IdempotencyKey = request.IdempotencyKey }, cancellationToken), request.Amount);
    }

    /// <summary>How it stands.</summary>
    public async Task<GatewayAnswer> Query(GatewayRequest request, CancellationToken cancellationToken) =>
        Standing(await _intents.GetAsync(request.Intent, cancellationToken: cancellationToken), request.Amount);

    /// <summary>Keeps an amount and sends the rest back.</summary>
    public async Task<GatewayAnswer> Capture(GatewayRequest request, CancellationToken cancellationToken)
    {
        var intent = await _intents.GetAsync(request.Intent, new PaymentIntentGetOptions { Expand = ["latest_charge.balance_transaction"] }, cancellationToken: cancellationToken);
        if (intent.Status != "succeeded" || IsLetGo(intent) || (Captured(intent) is { } before && before != request.Amount.MinorUnits))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_not_capturable");
        }

        var left = intent.AmountReceived - request.Amount.MinorUnits;
        if (request.Amount.MinorUnits <= 0 || left < 0 || intent.Currency != request.Amount.Currency.Code.ToLowerInvariant())
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "amount_not_capturable");
        }

        // Said first: from then on nothing else can be decided about it, and the rest is sent back however often this is asked.
        await Mark(request, Kept, request.Amount.MinorUnits.ToString(CultureInfo.InvariantCulture), cancellationToken);
        await SendBack(request, left, cancellationToken);
        return new GatewayAnswer(GatewayOutcome.Done, intent.Id, request.Amount, null)
        {
            Fee = intent.LatestCharge?.BalanceTransaction is { Fee: > 0 } moved && moved.Currency == intent.Currency ? new Money(moved.Fee, request.Amount.Currency) : null,
        };
    }

    /// <summary>Wants it no more. What has come goes back; an intent that waits stays open, so that what still comes is seen, and goes back too.</summary>
    public async Task<GatewayAnswer> Release(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (Captured(await _intents.GetAsync(request.Intent, cancellationToken: cancellationToken)) is not null)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_not_releasable");
        }

        // Said first, and read after it: money that comes between is seen here, what comes later by who is told of it.
        await Mark(request, LetGo, "1", cancellationToken);
        var intent = await _intents.GetAsync(request.Intent, cancellationToken: cancellationToken);
        await SendBack(request, intent.Status == "succeeded" ? intent.AmountReceived : 0, cancellationToken);
        return new GatewayAnswer(GatewayOutcome.Done, intent.Id, request.Amount, null);
    }

    /// <summary>By what kind of transfer the gateway takes a currency; null for one that it takes by none.</summary>
    private static string? TypeOf(Currency currency) => currency.Code switch
    {
        "USD" => "us_bank_transfer",
        "EUR" => Euro,
        "GBP" => "gb_bank_transfer",
        "JPY" => "jp_bank_transfer",
        "MXN" => "mx_bank_transfer",
        _ => null,
    };

    private static GatewayAnswer Standing(PaymentIntent intent, Money asked)
    {
        var amount = asked with { MinorUnits = intent.Amount };
        return intent.Status switch
        {
            "succeeded" when Captured(intent) is null && !IsLetGo(intent) => new GatewayAnswer(GatewayOutcome.Done, intent.Id, asked with { MinorUnits = intent.AmountReceived }, null),
            "succeeded" or "canceled" => new GatewayAnswer(GatewayOutcome.Refused, intent.Id, amount, GatewayCodes.NotHeld),
            _ => new GatewayAnswer(GatewayOutcome.RequiresAction, intent.Id, amount, "transfer_pending") { Action = Instructions(intent) ?? intent.ClientSecret },
        };
    }

    /// <summary>The page that tells the customer where to send the money.</summary>
    private static string? Instructions(PaymentIntent intent) =>
        intent.RawJsonElement is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty("next_action", out var next) && next.ValueKind == JsonValueKind.Object
        && next.TryGetProperty("display_bank_transfer_instructions", out var display) && display.ValueKind == JsonValueKind.Object
        && display.TryGetProperty("hosted_instructions_url", out var url) && url.ValueKind == JsonValueKind.String
            ? url.GetString()
            : null;

    private Task Mark(GatewayRequest request, string what, string value, CancellationToken cancellationToken) => _intents.UpdateAsync(
        request.Intent, new PaymentIntentUpdateOptions { Metadata = new Dictionary<string, string> { [what] = value } }, new RequestOptions { IdempotencyKey = $"{request.IdempotencyKey}:mark" }, cancellationToken);

    private async Task SendBack(GatewayRequest request, long amount, CancellationToken cancellationToken)
    {
        if (amount <= 0)
        {
            return;
        }

        // The gateway forgets keys after a day, and the outbox may ask for longer: what went back once does not go back again.
        await foreach (var refund in _refunds.ListAutoPagingAsync(new RefundListOptions { PaymentIntent = request.Intent }, cancellationToken: cancellationToken))
        {
            if (IsSentBack(refund) && !StripeRecords.Of(refund).HasFailed)
            {
                return;
            }
        }

        await _refunds.CreateAsync(
            new RefundCreateOptions
            {
                PaymentIntent = request.Intent,
                Amount = amount,
                Metadata = new Dictionary<string, string> { ["job"] = request.Job.ToString(), [Rest] = "1" },
            },

            // One key for capturing and letting go; another where the gateway keeps a fault for that one.
            new RequestOptions { IdempotencyKey = request.Epoch < GatewayEpochs.Fresh ? $"{request.Intent}:rest" : string.Create(CultureInfo.InvariantCulture, $"{request.Intent}:rest:{request.Epoch / GatewayEpochs.Fresh}") },
            cancellationToken);
    }
}
