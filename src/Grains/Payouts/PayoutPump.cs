using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Grains.Payouts;

/// <summary>
/// Gives payees what they earned: reads the feed of jobs into a queue, transfers what is due to accounts at the gateway, and pays these out once a period. Any number of processes may run it, and each step may be
/// repeated: what is decided is written down before it is done, and done under a key of its own. Thread-safe.
/// </summary>
public sealed partial class PayoutPump(
    IGrainFactory grains,
    IPaymentGateway gateway,
    IPayoutGateway? accounts,
    IPayoutStore store,
    IJobStore jobs,
    IJobFeed feed,
    IIdSource ids,
    IBackgroundWork work,
    TimeProvider time,
    IOptions<PayoutsOptions> options,
    ILogger<PayoutPump> log) : IPayoutEventSink
{
    private const int Looks = 5;
    private const int LongestWait = 64;

    // What a payee may be given more after. A job that was not settled when its turn came is queued again by what settles it.
    private static readonly FrozenSet<string> Earning = new[]
    {
        "completed", "canceled", "no_show_reported", "payment_captured", "rest_paid", "cash_collected", "card_collected", "tip_paid", "refund_reversed", "tip_refund_reversed", "dispute_won", "dispute_lost",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly DateTimeOffset Ever = new(9_000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private string? _paidOut;

    /// <summary>Starts it, where configuration says so and the gateway has accounts; it goes on until the engine stops.</summary>
    public void Start()
    {
        if (!options.Value.Enabled || accounts is null)
        {
            return;
        }

        work.Every("payouts", () => options.Value.SweepPeriod, time, Sweep, fault => SweepFailed(log, fault));
    }

    /// <summary>Everything that is due, once: the feed, transfers, payouts under way, and once a period new payouts.</summary>
    public async Task Sweep(CancellationToken cancellationToken)
    {
        await ReadFeed(cancellationToken);
        await Transfer(cancellationToken);
        await Follow(cancellationToken);
        await PayOut(cancellationToken);
    }

    /// <summary>Queues what jobs have earned or got back since the last time.</summary>
    public async Task ReadFeed(CancellationToken cancellationToken)
    {
        var batch = options.Value.Batch;
        while (true)
        {
            var position = await store.Position(cancellationToken);
            var page = position is null
                ? await feed.Within(DateTimeOffset.UnixEpoch, Ever, null, batch, cancellationToken)
                : await feed.After(position, batch, cancellationToken);
            if (page.Entries.IsEmpty && page.Position == position)
            {
                return;
            }

            // Another may have read the same part: then nothing of this is written.
            var (due, reached) = await Read(page.Entries, cancellationToken);
            await store.Queue(position, page.Position, due, reached, cancellationToken);
            if (page.Entries.Length < batch)
            {
                return;
            }
        }
    }

    /// <summary>Transfers what is due.</summary>
    public async Task Transfer(CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = await store.Due(time.GetUtcNow(), options.Value.Batch, cancellationToken);
            foreach (var one in due)
            {
                try
                {
                    await Give(one, cancellationToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    TransferFailed(log, one.Job.ToString(), fault);
                    await PutOff(one, cancellationToken);
                }
            }

            if (due.Length < options.Value.Batch)
            {
                return;
            }
        }
    }

    /// <summary>Asks how the payouts stand that are not over; those the gateway has not answered are sent again, under the same key.</summary>
    public async Task Follow(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var payout in await store.Open(now - options.Value.PollPeriod, options.Value.Batch, cancellationToken))
        {
            try
            {
                if (payout.Reference is not { } reference)
                {
                    await Send(payout, cancellationToken);
                    continue;
                }

                var found = await accounts!.Payout(payout.Account, reference, cancellationToken);
                await Note(
                    found is null
                        ? payout with { Status = PayoutStatus.Failed, Code = "payout_unknown", CheckedAt = now }
                        : payout with { Status = Status(found.Standing), Code = found.Code, ArrivesAt = found.ArrivesAt ?? payout.ArrivesAt, CheckedAt = now },
                    cancellationToken);
            }
            catch (GatewayUnavailableException fault)
            {
                PayoutUnknown(log, payout.Id, fault.Message);
                await store.Note(payout with { CheckedAt = now }, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<EventVerdict> Tell(PayoutEvent happened, bool mayAsk, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || accounts is null)
        {
            return EventVerdict.Ignored("no_rule");
        }

        return happened.Reference is { } reference ? await TellPayout(happened, reference, mayAsk, cancellationToken) : await TellAccount(happened, mayAsk, cancellationToken);
    }

    private async Task<EventVerdict> TellPayout(PayoutEvent happened, string reference, bool mayAsk, CancellationToken cancellationToken)
    {
        if (happened.Payout is not { } id || await store.Find(id, cancellationToken) is not { } payout)
        {
            return EventVerdict.Ignored("not_ours");
        }

        if (payout.Account != happened.Account)
        {
            return EventVerdict.Ignored("foreign_account");
        }

        // Of an attempt that another followed, or of a payout that is over.
        if (payout.Attempt != happened.Attempt || payout.Status is PayoutStatus.Paid or PayoutStatus.Failed or PayoutStatus.Canceled || (payout.Reference is { } known && known != reference))
        {
            return EventVerdict.Known;
        }

        if (await Asked(mayAsk).Payout(payout.Account, reference, cancellationToken) is not { } found)
        {
            return EventVerdict.Refused("payout_unknown");
        }

        var status = Status(found.Standing);
        if (status == payout.Status && payout.Reference is not null)
        {
            return EventVerdict.Known;
        }

        // It may be faster than the answer to our own request, which names it.
        await Note(
            payout with { Status = status, Reference = reference, Code = found.Code, ArrivesAt = found.ArrivesAt ?? payout.ArrivesAt, CheckedAt = time.GetUtcNow() }, cancellationToken);
        return EventVerdict.Taken;
    }

    private async Task<EventVerdict> TellAccount(PayoutEvent happened, bool mayAsk, CancellationToken cancellationToken)
    {
        if (happened.Payee is not { } payee || await store.Account(payee, cancellationToken) is not { } account)
        {
            return EventVerdict.Ignored("not_ours");
        }

        if (account.Account != happened.Account)
        {
            return EventVerdict.Ignored("foreign_account");
        }

        var found = await Asked(mayAsk).Account(account.Account, cancellationToken);
        var known = account with { TakesTransfers = found.TakesTransfers, PaysOut = found.PaysOut, Missing = found.Missing, CheckedAt = time.GetUtcNow() };
        await store.Keep(known, cancellationToken);
        return known with { CheckedAt = account.CheckedAt } == account ? EventVerdict.Known : EventVerdict.Taken;
    }

    /// <summary>The gateway, where it may be asked.</summary>
    private IPayoutGateway Asked(bool mayAsk) => mayAsk ? accounts! : throw GatewayUnavailableException.NotAsked();

    /// <summary>Makes the payouts of the present period, unless that was done.</summary>
    public async Task PayOut(CancellationToken cancellationToken)
    {
        var period = PayoutPeriod.Name(time.GetUtcNow(), options.Value.Period);
        if (_paidOut == period)
        {
            return;
        }

        var whole = true;
        PayeeHolding? last = null;
        while (true)
        {
            var page = await store.Holding(period, last, options.Value.Batch, cancellationToken);
            foreach (var holding in page)
            {
                try
                {
                    await PayOut(holding, period, cancellationToken);
                }
                catch (GatewayUnavailableException fault)
                {
                    whole = false;
                    PayeeUnknown(log, holding.Payee.ToString(), fault.Message);
                }
            }

            if (page.Length < options.Value.Batch)
            {
                break;
            }

            last = page[^1];
        }

        // Who could not be asked about is looked at again with the next sweep.
        _paidOut = whole ? period : null;
    }

    private async Task<(ImmutableArray<DueTransfer> Due, ImmutableArray<(Payee Payee, Currency Currency)> Reached)> Read(ImmutableArray<JobFeedEntry> entries, CancellationToken cancellationToken)
    {
        var due = ImmutableArray.CreateBuilder<DueTransfer>();
        var places = new Dictionary<(JobId, Payee), int>();
        var reached = ImmutableArray.CreateBuilder<(Payee, Currency)>();
        foreach (var entry in entries)
        {
            var earned = Earning.Contains(entry.Name);
            var (refused, arrived) = (entry.Name == "transfer_failed", entry.Name == "transfer_paid");
            if ((!earned && !refused && !arrived) || await jobs.Load(entry.Job, cancellationToken) is not { } job)
            {
                continue;
            }

            // The news says of no payee whose it is: who is owed nothing is taken out of the queue when its turn comes.
            var currency = job.Payment.Captured.Currency;
            foreach (var payee in PayeeLine.Payees(job))
            {
                var latest = job.Payment.Transfers?.Latest(payee.Merchant);
                if (arrived)
                {
                    if (latest is not null)
                    {
                        reached.Add((payee, currency));
                    }
                }
                else if (!refused || latest?.Status == TransferStatus.Failed)
                {
                    // What was paid at the door is netted at once: the provider has the money.
                    var wait = refused ? Wait((job.Payment.Transfers?.Items.Length ?? 1) - 1)
                        : entry.Name is "cash_collected" or "card_collected" && payee.Kind == PayeeKind.Provider ? TimeSpan.Zero
                        : options.Value.TransferDelay;
                    Put(new DueTransfer(entry.Job, payee, currency, entry.At + wait, 0));
                }
            }
        }

        return (due.ToImmutable(), reached.ToImmutable());

        void Put(DueTransfer one)
        {
            if (places.TryGetValue((one.Job, one.Payee), out var place))
            {
                due[place] = one;
            }
            else
            {
                places.Add((one.Job, one.Payee), due.Count);
                due.Add(one);
            }
        }
    }

    private async Task Give(DueTransfer due, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (await jobs.Load(due.Job, cancellationToken) is not { } job || PayeeLine.Of(job, due.Payee) is not { MinorUnits: > 0 } line || !PayeeLine.MaySettle(job))
            {
                await store.Done(due, cancellationToken);
                return;
            }

            var standing = await store.Standing(due.Payee, due.Currency, due.Job, cancellationToken);
            if (standing.Claim is { } found)
            {
                // Whoever decided it may have died since: it is carried out here, which is harmless if it was.
                if (await Carry(found, cancellationToken) is null)
                {
                    break;
                }

                continue;
            }

            if (!PayeeLine.IsSettled(job) || job.Payment.Transfers?.IsUnderWay(due.Payee.Merchant) == true)
            {
                break;
            }

            var amounts = TransferAmounts.Of(line.MinorUnits, standing.Payable, standing.Waiting, standing.Owed);
            var account = amounts.Transfer > 0 ? await Ready(due.Payee, cancellationToken) : string.Empty;
            if (amounts is { Transfer: 0, Netted: 0 })
            {
                // Debts of other jobs take it.
                await store.Done(due, cancellationToken);
                return;
            }

            if (account is null && amounts.Netted == 0)
            {
                break;
            }

            var claim = new PayeeClaim(
                due.Payee, due.Currency, due.Job, (job.Payment.Transfers?.Items.Length ?? 0) + 1, account is null ? 0 : amounts.Transfer, amounts.Netted, account ?? string.Empty);
            if (await store.Claim(claim, standing.Version, cancellationToken) && await Carry(claim, cancellationToken) == true && account is not null)
            {
                await store.Done(due, cancellationToken);
                return;
            }
        }

        await PutOff(due, cancellationToken);
    }

    /// <returns>Null while somebody else is at the job; else it stands in nobody's way any more, and the answer is whether it was given here and now. It was not where its number was taken, by who
    /// carried it out before or by a transfer to another payee of the job: the next look finds which.</returns>
    private async Task<bool?> Carry(PayeeClaim claim, CancellationToken cancellationToken)
    {
        var reply = await grains.GetGrain<IJobGrain>(claim.Job.ToString()).Transfer(
            new TransferJob(claim.Number, claim.Transfer, claim.Netted, claim.Currency.Code, claim.Account, claim.Payee.Merchant?.Value), cancellationToken);
        if (reply.Rejection == Rejection.Conflict)
        {
            return null;
        }

        if (reply.Rejection is { } why and not Rejection.PaymentStateWrong)
        {
            ClaimRefused(log, claim.Job.ToString(), claim.Number, why);
        }

        await store.Settle(claim, cancellationToken);
        return reply.Rejection is null;
    }

    /// <returns>The account that takes transfers; null when there is none yet.</returns>
    private async Task<string?> Ready(Payee payee, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var account = await store.Account(payee, cancellationToken);
        if (account is null)
        {
            var opened = await accounts!.Open(payee, cancellationToken);
            await store.Keep(new PayeeAccount(payee, opened.Id, opened.TakesTransfers, opened.PaysOut, opened.Missing, now, now), cancellationToken);

            // Of two that opened one at once the first is kept.
            account = await store.Account(payee, cancellationToken);
        }

        account = account is { TakesTransfers: false } ? await Checked(account, cancellationToken) : account;
        return account is { TakesTransfers: true } ? account.Account : null;
    }

    private async Task<PayeeAccount> Checked(PayeeAccount account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - account.CheckedAt < options.Value.PollPeriod)
        {
            return account;
        }

        var found = await accounts!.Account(account.Account, cancellationToken);
        var known = account with { TakesTransfers = found.TakesTransfers, PaysOut = found.PaysOut, Missing = found.Missing, CheckedAt = now };
        await store.Keep(known, cancellationToken);
        return known;
    }

    private async Task PayOut(PayeeHolding holding, string period, CancellationToken cancellationToken)
    {
        if (await store.Account(holding.Payee, cancellationToken) is not { } account)
        {
            return;
        }

        account = account.PaysOut ? account : await Checked(account, cancellationToken);
        if (!account.PaysOut)
        {
            return;
        }

        var balance = await accounts!.Balance(account.Account, holding.Currency, cancellationToken);
        if (balance.MinorUnits <= 0)
        {
            await store.Emptied(holding, cancellationToken);
            return;
        }

        if (balance.MinorUnits < options.Value.MinimumMinorUnits)
        {
            return;
        }

        var now = time.GetUtcNow();
        var payout = new Payout(ids.Next(), holding.Payee, account.Account, balance, period, 1, PayoutStatus.Pending, null, null, now, null, now);

        // On the version that was read before the balance: where another paid out in between, this balance is of yesterday.
        if (await store.Add(payout, holding.Version, cancellationToken))
        {
            await Send(payout, cancellationToken);
        }
    }

    private async Task Send(Payout payout, CancellationToken cancellationToken)
    {
        var answer = await gateway.Send(
            new GatewayRequest(new JobId(payout.Id), GatewayOperation.Payout, payout.Attempt, null, payout.Amount, payout.Account), cancellationToken);
        var now = time.GetUtcNow();
        await Note(
            answer.Outcome == GatewayOutcome.Done
                ? payout with { Status = PayoutStatus.Pending, Reference = answer.Reference, Code = null, CheckedAt = now }
                : payout with { Status = PayoutStatus.Failed, Code = answer.Code ?? "refused", CheckedAt = now },
            cancellationToken);
    }

    private async Task Note(Payout payout, CancellationToken cancellationToken)
    {
        if (await store.Note(payout, cancellationToken) && payout.Status == PayoutStatus.Failed)
        {
            PayoutFailed(log, payout.Id, payout.Payee.ToString(), payout.Code);
        }
    }

    private ValueTask PutOff(DueTransfer due, CancellationToken cancellationToken) => store.PutOff(due, time.GetUtcNow() + Wait(due.Tries), cancellationToken);

    private TimeSpan Wait(int tries) => Backoff.After(tries + 1, options.Value.RetryDelay, options.Value.RetryDelay * LongestWait);

    private static PayoutStatus Status(GatewayPayoutStanding standing) => standing switch
    {
        GatewayPayoutStanding.Pending => PayoutStatus.Pending,
        GatewayPayoutStanding.InTransit => PayoutStatus.InTransit,
        GatewayPayoutStanding.Paid => PayoutStatus.Paid,
        GatewayPayoutStanding.Failed => PayoutStatus.Failed,
        GatewayPayoutStanding.Canceled => PayoutStatus.Canceled,
    };
}
