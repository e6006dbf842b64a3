using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>Compares the gateway's lists with our books. What the job does not know it is told, the way a webhook tells it; what that does not resolve is reported. It moves no money itself. One comparison at a time.</summary>
/// <param name="records">The gateway's lists.</param>
/// <param name="books">Jobs and ledger.</param>
/// <param name="sink">Tells jobs.</param>
/// <param name="time">Now.</param>
public sealed class PaymentReconciler(IGatewayRecords records, IPaymentBooks books, IPaymentEventSink sink, TimeProvider time)
{
    // Disputes are few; each costs two looks at the gateway.
    private const int Disputed = 500;

    private const string Untold = "payment_untold";

    private Dictionary<(string Kind, string What), DateTimeOffset> _before = [];

    /// <summary>Compares the payments of a period.</summary>
    /// <param name="from">Begun at this instant or later.</param>
    /// <param name="to">And before this one; what is under way since is better left to the outbox.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="GatewayUnavailableException">The lists could not be read to their end.</exception>
    /// <exception cref="GatewayRefusedException">The gateway refuses a list. A single payment that it refuses to tell of is a difference, and the comparison goes on.</exception>
    public async Task<Reconciliation> Run(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<PaymentDifference>();
        var noticed = new Dictionary<(string Kind, string What), DateTimeOffset>();
        var resolved = 0;
        await foreach (var theirs in records.Payments(from, to, cancellationToken))
        {
            if (!seen.Add(theirs.Intent))
            {
                continue;
            }

            if (theirs.IsUntold)
            {
                Notice(Untold, null, theirs);
                continue;
            }

            if (theirs.TopUp is { } paidIn)
            {
                var (heard, differs) = await SettleTopUp(paidIn, theirs, cancellationToken);
                resolved += heard ? 1 : 0;
                Notice(differs, null, theirs);
                continue;
            }

            var (told, kind, ours) = await Settle(theirs.Job, theirs, cancellationToken);
            resolved += told ? 1 : 0;
            Notice(kind, ours, theirs);
        }

        // What our books have and the list has not: of another period, or not at the gateway at all.
        await foreach (var booked in books.Between(from, to, cancellationToken))
        {
            if (string.IsNullOrEmpty(booked.Intent) || !seen.Add(booked.Intent))
            {
                continue;
            }

            var theirs = await Told(booked.Intent, withDisputes: false, cancellationToken);
            if (theirs is { IsUntold: true })
            {
                Notice(Untold, booked, theirs);
                continue;
            }

            var (told, kind, ours) = await Settle(booked.Job, theirs, cancellationToken);
            resolved += told ? 1 : 0;
            Notice(kind, ours, theirs);
        }

        // A bank decides long after the payment: what is undecided is looked at whatever the period.
        foreach (var booked in await books.Disputed(Disputed, cancellationToken))
        {
            foreach (var intent in (booked.Disputes?.Items ?? []).Where(dispute => dispute.Status == DisputeStatus.Open).Select(dispute => dispute.Intent ?? booked.Intent).Distinct(StringComparer.Ordinal))
            {
                if (string.IsNullOrEmpty(intent) || !seen.Add(intent) || await Told(intent, withDisputes: true, cancellationToken) is not { } theirs)
                {
                    continue;
                }

                if (theirs.IsUntold)
                {
                    Notice(Untold, booked, theirs);
                    continue;
                }

                var (told, kind, ours) = await Settle(booked.Job, theirs, cancellationToken);
                resolved += told ? 1 : 0;
                Notice(kind, ours, theirs);
            }
        }

        foreach (var (topUp, intent) in await books.DisputedTopUps(Disputed, cancellationToken))
        {
            if (seen.Add(intent) && await Told(intent, withDisputes: true, cancellationToken) is { } theirs)
            {
                var (told, kind) = theirs.IsUntold ? (false, Untold) : await SettleTopUp(topUp, theirs, cancellationToken);
                resolved += told ? 1 : 0;
                Notice(kind, null, theirs);
            }
        }

        _before = noticed;
        return new Reconciliation(
            from, to, now, seen.Count, resolved, [.. found.OrderBy(difference => difference.Kind, StringComparer.Ordinal).ThenBy(difference => difference.Intent, StringComparer.Ordinal)]);

        void Notice(string? kind, BookedPayment? ours, GatewayPayment? theirs)
        {
            if (kind is null)
            {
                return;
            }

            var name = (kind, theirs?.Intent ?? ours?.Intent ?? string.Empty);
            var again = _before.TryGetValue(name, out var since);
            noticed[name] = again ? since : now;
            if (again || !PaymentComparison.MaySettle(kind))
            {
                found.Add(new PaymentDifference(
                    kind, ours?.Job ?? theirs?.Job, theirs?.Intent ?? ours?.Intent, ours?.CapturedMinorUnits ?? 0, theirs?.CapturedMinorUnits ?? 0, theirs is { IsUntold: false } ? theirs.Currency : ours?.Currency ?? string.Empty, noticed[name]));
            }
        }
    }

    /// <summary>A payment as the gateway tells of it now; null when it has none of that id.</summary>
    private async Task<GatewayPayment?> Told(string intent, bool withDisputes, CancellationToken cancellationToken)
    {
        try
        {
            var payment = await records.Find(intent, cancellationToken);
            return payment is not null && withDisputes ? payment with { Disputes = await records.Disputes(intent, cancellationToken) } : payment;
        }
        catch (GatewayRefusedException)
        {
            return GatewayPayment.Untold(intent);
        }
    }

    /// <summary>What was put into a wallet: its disputes are told like those of a job.</summary>
    private async Task<(bool Told, string? Kind)> SettleTopUp(Guid id, GatewayPayment theirs, CancellationToken cancellationToken)
    {
        var ours = await books.TopUp(id, cancellationToken);
        var disputes = ours is null ? null : await books.TopUpDisputes(id, cancellationToken);
        var told = false;
        if (ours is not null && PaymentComparison.UntoldDisputes(disputes, theirs).ToList() is { Count: > 0 } untold)
        {
            foreach (var dispute in untold)
            {
                told |= await sink.Tell(PaymentEvent.Of(dispute, theirs) with { IsListed = true }, cancellationToken) is { State: WebhookState.Processed, Reason: null };
            }

            disputes = await books.TopUpDisputes(id, cancellationToken);
        }

        return (told, PaymentComparison.OfTopUp(ours, theirs, disputes));
    }

    private async Task<(bool Told, string? Kind, BookedPayment? Ours)> Settle(JobId? job, GatewayPayment? theirs, CancellationToken cancellationToken)
    {
        var ours = job is { } id ? await books.Of(id, cancellationToken) : null;
        if (ours is not null && theirs is not null && PaymentComparison.Untold(ours, theirs).ToList() is { Count: > 0 } untold)
        {
            var taken = false;
            foreach (var refund in untold)
            {
                taken |= await sink.Tell(PaymentEvent.Of(refund) with { IsListed = true }, cancellationToken) is { State: WebhookState.Processed, Reason: null };
            }

            ours = await books.Of(ours.Job, cancellationToken);
            return (taken, PaymentComparison.Difference(ours, theirs), ours);
        }

        if (ours is not null && theirs is not null && PaymentComparison.UntoldDisputes(ours.Disputes, theirs).ToList() is { Count: > 0 } disputes)
        {
            var taken = false;
            foreach (var dispute in disputes)
            {
                taken |= await sink.Tell(PaymentEvent.Of(dispute, theirs) with { IsListed = true }, cancellationToken) is { State: WebhookState.Processed, Reason: null };
            }

            ours = await books.Of(ours.Job, cancellationToken);
            return (taken, PaymentComparison.Difference(ours, theirs), ours);
        }

        var kind = PaymentComparison.Difference(ours, theirs);
        var unsettled = ours is not null && theirs is not ({ Tip: > 0 } or { Rest: > 0 }) && PaymentComparison.IsUnsettled(ours);
        if ((kind is null && !unsettled) || theirs is null || ours is null || PaymentEvent.Of(theirs) is not { } news)
        {
            return (false, kind, ours);
        }

        var verdict = await sink.Tell(news with { IsListed = true }, cancellationToken);
        if (verdict is not { State: WebhookState.Processed, Reason: null })
        {
            return (false, kind, ours);
        }

        ours = await books.Of(ours.Job, cancellationToken);
        return (true, PaymentComparison.Difference(ours, theirs), ours);
    }
}
