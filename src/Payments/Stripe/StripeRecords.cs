using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>Stripe's lists of intents, charges, refunds and disputes. Thread-safe.</summary>
internal sealed class StripeRecords(IStripeClient client) : IGatewayRecords
{
    private const int PageSize = 100;

    private readonly PaymentIntentService _intents = new(client);
    private readonly ChargeService _charges = new(client);
    private readonly RefundService _refunds = new(client);
    private readonly DisputeService _disputes = new(client);

    /// <summary>What an intent says.</summary>
    public static GatewayPayment Of(PaymentIntent intent)
    {
        var payment = Read(intent);
        return payment.Standing == GatewayStanding.ActionRequired ? payment with { Action = intent.ClientSecret } : payment;
    }

    private static GatewayPayment Read(PaymentIntent intent) => new(
        intent.Id,
        Job(intent.Metadata),
        Number(intent.Metadata, "epoch"),
        intent.Status switch
        {
            "succeeded" or "requires_action" when StripeTransfers.Is(intent) => OfTransfer(intent),
            "requires_action" => GatewayStanding.ActionRequired,
            "requires_payment_method" when StripeGateway.AsksForCustomer(intent.LastPaymentError) && Number(intent.Metadata, "rest") == 0 => GatewayStanding.ActionRequired,
            "requires_capture" => GatewayStanding.Held,
            "succeeded" => GatewayStanding.Captured,
            "canceled" => GatewayStanding.Canceled,
            "requires_payment_method" when intent.LastPaymentError is not null => GatewayStanding.Declined,
            _ => GatewayStanding.Unfinished,
        },
        Upper(intent.Currency),
        intent.Amount,
        StripeTransfers.Is(intent) ? StripeTransfers.Captured(intent) ?? 0 : intent.AmountReceived,
        0,
        intent.LatestChargeId is not null && intent.LastPaymentError is null,
        intent.LastPaymentError?.DeclineCode ?? intent.LastPaymentError?.Code,
        new DateTimeOffset(DateTime.SpecifyKind(intent.Created, DateTimeKind.Utc)),
        Number(intent.Metadata, "tip"))
    {
        Rest = Number(intent.Metadata, "rest"),
        TopUp = intent.Metadata is { } marks && marks.TryGetValue(StripeGateway.TopUp, out var topUp) && Guid.TryParse(topUp, out var paidIn) ? paidIn : null,
    };

    /// <summary>What a refund says. One that the bank has yet to carry out counts as paid: it is told when it fails.</summary>
    public static GatewayRefund Of(Refund refund) => new(
        refund.Id,
        refund.PaymentIntentId ?? string.Empty,
        Job(refund.Metadata),
        Number(refund.Metadata, "refund"),
        refund.Amount,
        Upper(refund.Currency),
        refund.Status is "failed" or "canceled",
        refund.Status is "failed" or "canceled" ? refund.FailureReason ?? refund.Status : null);

    /// <summary>What a dispute says by its own state.</summary>
    public static GatewayDispute Of(Dispute dispute)
    {
        var fee = dispute.BalanceTransactions?.Where(moved => moved.Amount < 0 && moved.Fee > 0 && moved.Currency == dispute.Currency).Sum(moved => moved.Fee);
        return new GatewayDispute(
            dispute.Id,
            dispute.PaymentIntentId ?? string.Empty,
            dispute.Status switch
            {
                "won" => DisputeStatus.Won,
                "lost" => DisputeStatus.Lost,
                "needs_response" or "under_review" => DisputeStatus.Open,
                _ => null,
            },
            dispute.Amount,
            Upper(dispute.Currency),
            dispute.Reason,
            fee > 0 ? fee : null);
    }

    /// <summary>The job that metadata names; null when it names none.</summary>
    public static JobId? Job(Dictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue("job", out var job) && JobId.TryParse(job, out var id) ? id : null;

    /// <summary>The number that metadata gives a name, as the job counts; 0 when it gives none.</summary>
    public static int Number(Dictionary<string, string>? metadata, string name) =>
        metadata is not null && metadata.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? GatewayEpochs.Of(number) : 0;

    /// <summary>A currency's code as this system writes it.</summary>
    public static string Upper(string? currency) => (currency ?? string.Empty).ToUpperInvariant();

    /// <summary>A transfer that was paid is held until it is decided; one that is not wanted any more is over, whatever still comes.</summary>
    private static GatewayStanding OfTransfer(PaymentIntent intent) =>
        StripeTransfers.Captured(intent) is not null ? GatewayStanding.Captured
        : StripeTransfers.IsLetGo(intent) ? GatewayStanding.Canceled
        : intent.Status == "succeeded" ? GatewayStanding.Held
        : GatewayStanding.ActionRequired;

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

        var refunds = new Dictionary<string, List<GatewayRefund>>(StringComparer.Ordinal);
        var older = new List<string>();
        var sentBack = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var refund in Guarded(_refunds.ListAutoPagingAsync(new RefundListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime }, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (refund.PaymentIntentId is not { } of)
            {
                continue;
            }

            if (StripeTransfers.IsSentBack(refund))
            {
                sentBack[of] = sentBack.GetValueOrDefault(of) + (Of(refund).HasFailed ? 0 : refund.Amount);
                continue;
            }

            if (!refunds.TryGetValue(of, out var made))
            {
                older.Add(of);
                refunds.Add(of, made = []);
            }

            made.Add(Of(refund));
        }

        var disputes = new Dictionary<string, List<GatewayDispute>>(StringComparer.Ordinal);
        await foreach (var dispute in Guarded(_disputes.ListAutoPagingAsync(new DisputeListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime }, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (dispute.PaymentIntentId is not { } of)
            {
                continue;
            }

            if (!disputes.TryGetValue(of, out var made))
            {
                disputes.Add(of, made = []);
                if (!refunds.ContainsKey(of))
                {
                    older.Add(of);
                }
            }

            made.Add(Of(dispute));
        }

        var range = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime, LessThan = to.UtcDateTime };
        await foreach (var intent in Guarded(_intents.ListAutoPagingAsync(new PaymentIntentListOptions { Created = range, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            var payment = With(Of(intent), refunds.GetValueOrDefault(intent.Id) ?? []) with { Disputes = disputes.GetValueOrDefault(intent.Id) ?? [] };
            refunds.Remove(intent.Id);
            disputes.Remove(intent.Id);

            if (StripeTransfers.Is(intent) && StripeTransfers.IsLetGo(intent) && intent.AmountReceived > sentBack.GetValueOrDefault(intent.Id))
            {
                // It came after it was let go, and is still here.
                payment = payment with { Standing = GatewayStanding.Held };
            }

            // The charges are the money itself: where the intent says less, they count.
            yield return !StripeTransfers.Is(intent) && taken.TryGetValue(intent.Id, out var charged) && charged > payment.CapturedMinorUnits ? payment with { CapturedMinorUnits = charged } : payment;
        }

        foreach (var name in older)
        {
            if ((refunds.ContainsKey(name) || disputes.ContainsKey(name)) && await Older(name, from, cancellationToken) is { } payment)
            {
                yield return payment;
            }
        }
    }

    /// <summary>A payment that began before the period, with all its refunds and disputes; null when there is none. One that the gateway does not tell of goes by its name alone.</summary>
    private async Task<GatewayPayment?> Older(string intent, DateTimeOffset from, CancellationToken cancellationToken)
    {
        try
        {
            return await Find(intent, cancellationToken) is { } payment && payment.CreatedAt < from
                ? With(payment, await Refunds(intent, cancellationToken)) with { Disputes = await Disputes(intent, cancellationToken) }
                : null;
        }
        catch (GatewayRefusedException)
        {
            return GatewayPayment.Untold(intent);
        }
    }

    private static GatewayPayment With(GatewayPayment payment, IReadOnlyList<GatewayRefund> refunds) => payment with
    {
        Refunds = refunds,
        RefundedMinorUnits = refunds.Where(refund => !refund.HasFailed).Sum(refund => refund.AmountMinorUnits),
    };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GatewayRefund>> Refunds(string intent, CancellationToken cancellationToken)
    {
        var found = new List<GatewayRefund>();
        await foreach (var refund in Guarded(_refunds.ListAutoPagingAsync(new RefundListOptions { PaymentIntent = intent, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (!StripeTransfers.IsSentBack(refund))
            {
                found.Add(Of(refund));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GatewayDispute>> Disputes(string intent, CancellationToken cancellationToken)
    {
        var found = new List<GatewayDispute>();
        await foreach (var dispute in Guarded(_disputes.ListAutoPagingAsync(new DisputeListOptions { PaymentIntent = intent, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            found.Add(Of(dispute));
        }

        return found;
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
        catch (StripeException refused) when (IsRefused(refused))
        {
            throw new GatewayRefusedException($"The gateway refuses to tell of {intent}: {Said(refused)}.", refused);
        }
        catch (Exception fault) when (IsLost(fault, cancellationToken))
        {
            throw new GatewayUnavailableException($"The gateway did not tell of {intent}.", fault);
        }
    }

    /// <summary>The payment of a job that a charge was made for and that is the one; null when there is none.</summary>
    public async Task<GatewayPayment?> OfJob(JobId job, Func<GatewayPayment, bool> isTheOne, CancellationToken cancellationToken)
    {
        await foreach (var charge in Guarded(_charges.ListAutoPagingAsync(new ChargeListOptions { TransferGroup = job.ToString(), Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (charge.PaymentIntentId is { } intent && await Find(intent, cancellationToken) is { } found && (found.Job == job || found.TopUp == job.Value) && isTheOne(found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The payment of a gateway's customer that is the one, charged or not; null when there is none.</summary>
    public async Task<GatewayPayment?> OfCustomer(string customer, Func<GatewayPayment, bool> isTheOne, CancellationToken cancellationToken)
    {
        await foreach (var intent in Guarded(_intents.ListAutoPagingAsync(new PaymentIntentListOptions { Customer = customer, Limit = PageSize }, cancellationToken: cancellationToken), cancellationToken))
        {
            if (Of(intent) is var found && isTheOne(found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether it is the request that the gateway finds wrong, or not allowed. A key that does not count (401), a request that crossed another and too many of them pass.</summary>
    private static bool IsRefused(Exception fault) => fault is StripeException { HttpStatusCode: var status } && (int)status is >= 400 and < 500 and not (401 or 408 or 409 or 425 or 429);

    private static string Said(StripeException refused) => $"{(int)refused.HttpStatusCode} {refused.StripeError?.Code}".TrimEnd();

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
            catch (StripeException refused) when (IsRefused(refused))
            {
                throw new GatewayRefusedException($"The gateway refuses a list: {Said(refused)}.", refused);
            }
            catch (Exception fault) when (IsLost(fault, cancellationToken))
            {
                throw new GatewayUnavailableException("The gateway's list broke off.", fault);
            }

            yield return items.Current;
        }
    }
}
