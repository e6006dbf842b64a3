using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>Stripe's lists of intents, charges and refunds. Thread-safe.</summary>
internal sealed class StripeRecords(IStripeClient client) : IGatewayRecords
{
    private const int PageSize = 100;

    private readonly PaymentIntentService _intents = new(client);
    private readonly ChargeService _charges = new(client);
    private readonly RefundService _refunds = new(client);

    /// <summary>What an intent says.</summary>
    public static GatewayPayment Of(PaymentIntent intent, long refunded = 0) => new(
        intent.Id,
        intent.Metadata is { } data && data.TryGetValue("job", out var job) && JobId.TryParse(job, out var id) ? id : null,
        Number(intent, "epoch"),
        intent.Status switch
        {
            "requires_action" => GatewayStanding.ActionRequired,
            "requires_capture" => GatewayStanding.Held,
            "succeeded" => GatewayStanding.Captured,
            "canceled" => GatewayStanding.Canceled,
            "requires_payment_method" when intent.LastPaymentError is not null => GatewayStanding.Declined,
            _ => GatewayStanding.Unfinished,
        },
        (intent.Currency ?? string.Empty).ToUpperInvariant(),
        intent.Amount,
        intent.AmountReceived,
        refunded,
        intent.LatestChargeId is not null && intent.LastPaymentError is null,
        intent.LastPaymentError?.DeclineCode ?? intent.LastPaymentError?.Code,
        new DateTimeOffset(DateTime.SpecifyKind(intent.Created, DateTimeKind.Utc)),
        Number(intent, "tip"));

    /// <inheritdoc/>
    public async IAsyncEnumerable<GatewayPayment> Payments(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A charge or refund is made after its intent, so what was made since the beginning has all of them.
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var charge in Guarded(_charges.ListAutoPagingAsync(new ChargeListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime }, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (charge.PaymentIntentId is { } of && charge.Captured)
            {
                taken[of] = taken.GetValueOrDefault(of) + charge.AmountCaptured;
            }
        }

        var refunded = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var refund in Guarded(_refunds.ListAutoPagingAsync(new RefundListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime }, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (refund.PaymentIntentId is { } of && refund.Status is not ("failed" or "canceled"))
            {
                refunded[of] = refunded.GetValueOrDefault(of) + refund.Amount;
            }
        }

        var range = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime, LessThan = to.UtcDateTime };
        await foreach (var intent in Guarded(_intents.ListAutoPagingAsync(new PaymentIntentListOptions { Created = range, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            var payment = Of(intent, refunded.GetValueOrDefault(intent.Id));

            // The charges are the money itself: where the intent says less, they count.
            yield return taken.TryGetValue(intent.Id, out var charged) && charged > payment.CapturedMinorUnits ? payment with { CapturedMinorUnits = charged } : payment;
        }
    }

    /// <inheritdoc/>
    public async Task<GatewayPayment?> Find(string intent, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await _intents.GetAsync(intent, cancellationToken: cancellationToken));
        }
        catch (StripeException refused) when (refused.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception fault) when (IsLost(fault, cancellationToken))
        {
            throw new GatewayUnavailableException($"The gateway did not tell of {intent}.", fault);
        }
    }

    /// <summary>The payment of a job that a charge was made for, by its epochs; null when there is none.</summary>
    public async Task<GatewayPayment?> OfJob(JobId job, Func<int, bool> epoch, CancellationToken cancellationToken)
    {
        await foreach (var charge in Guarded(_charges.ListAutoPagingAsync(new ChargeListOptions { TransferGroup = job.ToString(), Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (charge.PaymentIntentId is { } intent && await Find(intent, cancellationToken) is { } found && found.Job == job && epoch(found.Epoch))
            {
                return found;
            }
        }

        return null;
    }

    private static int Number(PaymentIntent intent, string name) =>
        intent.Metadata is { } data && data.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool IsLost(Exception fault, CancellationToken cancellationToken) =>
        fault is StripeException or HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static async IAsyncEnumerable<T> Guarded<T>(IAsyncEnumerable<T> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = list.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception fault) when (IsLost(fault, cancellationToken))
            {
                throw new GatewayUnavailableException("The gateway's list broke off.", fault);
            }

            yield return items.Current;
        }
    }
}
