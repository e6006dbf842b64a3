using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Grains.Wallets;
using O2O.Dispatch.Payments;

namespace O2O.Dispatch.Grains.Outbox;

/// <summary>Delivers what commits owe: at once after the commit, and by a sweep for what that left over (a crash, a gateway that did not answer). It runs outside any grain, so it may await them all.
/// At least once; whoever receives recognises a repetition. Thread-safe.</summary>
public sealed partial class OutboxPump(
    IGrainFactory grains, IPaymentGateway gateway, IOutboxStore store, IBackgroundWork work, TimeProvider time, IOptions<OutboxOptions> options, ILogger<OutboxPump> log,
    WalletGateway? wallets = null, WalletTopUps? topUps = null, IVoucherNews? news = null)
{
    private readonly ConcurrentDictionary<long, byte> _underWay = new();
    private readonly GatewayCircuit _circuit = new(time, options.Value.CircuitFailures, options.Value.CircuitPause);
    private volatile bool _sweepsGateway;

    // What was committed until then is due whatever its grace, in ticks: whoever was to deliver it may be gone.
    private long _left;

    /// <summary>Delivers rows that were just committed, in their order, without making the caller wait. What the gateway is asked holds up nothing but what it is asked next.</summary>
    public void Deliver(ImmutableArray<OutboxRow> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        // The delivery outlives the turn that committed: a trace of its own, with a link to the commit's.
        var commit = Activity.Current?.Context;
        work.Start("outbox", cancellationToken => DeliverAll(rows, commit, cancellationToken));
    }

    /// <summary>Starts the sweep; it goes on until the engine stops. What an earlier process left is due with the first look.</summary>
    public void StartSweeping()
    {
        Volatile.Write(ref _left, time.GetUtcNow().UtcTicks);
        work.Every("outbox-sweep", () => options.Value.SweepPeriod, time, Sweep, fault => SweepFailed(log, fault));
    }

    /// <summary>Another process is gone that delivered what it committed: all that is committed by now is due at once. What others are busy with is delivered twice.</summary>
    public void TakeOver()
    {
        Volatile.Write(ref _left, time.GetUtcNow().UtcTicks);
        work.Start("outbox-left", async cancellationToken =>
        {
            try
            {
                await Sweep(cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                SweepFailed(log, fault);
            }
        });
    }

    /// <summary>Leaves what the gateway is asked to work of its own, and delivers what is due of our own: neither waits for the other.</summary>
    private async Task Sweep(CancellationToken cancellationToken)
    {
        await SweepGateway(cancellationToken);
        await EachInTurn(await store.Due(OutboxLane.Own, DueBy(), options.Value.SweepBatch, cancellationToken), rows => InTurn(rows, null, null, cancellationToken));
    }

    private async Task SweepGateway(CancellationToken cancellationToken)
    {
        if (_sweepsGateway)
        {
            return;
        }

        var asks = await store.Due(OutboxLane.Gateway, DueBy(), options.Value.SweepBatch, cancellationToken);
        if (asks.IsEmpty && (topUps is null || (await topUps.Due(cancellationToken)).IsEmpty))
        {
            return;
        }

        _sweepsGateway = true;
        work.Start("outbox-gateway", async stopped =>
        {
            try
            {
                await EachInTurn(asks, async rows =>
                {
                    foreach (var row in rows)
                    {
                        // Those before it may have taken minutes: it is asked for only if nobody has meanwhile.
                        if (await store.IsDue(row.Id, row.Attempts, DueBy(), stopped))
                        {
                            await InTurn([row], null, null, stopped);
                        }
                    }
                });
                if (topUps is not null)
                {
                    await topUps.Ask(await topUps.Due(stopped), stopped);
                }
            }
            finally
            {
                _sweepsGateway = false;
            }
        });
    }

    private DateTimeOffset DueBy()
    {
        var now = time.GetUtcNow();
        var left = new DateTimeOffset(Volatile.Read(ref _left), TimeSpan.Zero) + OutboxRow.Grace;
        return left > now ? left : now;
    }

    /// <summary>The rows of each job in their order, so many jobs at once.</summary>
    private async Task EachInTurn(ImmutableArray<OutboxRow> rows, Func<ImmutableArray<OutboxRow>, Task> deliver)
    {
        var jobs = new Queue<ImmutableArray<OutboxRow>>(rows.GroupBy(row => row.Message.Of).Select(job => job.ToImmutableArray()));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Value.SweepAtOnce, jobs.Count)).Select(async _ =>
        {
            while (Next() is { } next)
            {
                await deliver(next);
            }
        }));

        ImmutableArray<OutboxRow>? Next()
        {
            lock (jobs)
            {
                return jobs.TryDequeue(out var next) ? next : null;
            }
        }
    }

    /// <summary>Rows in their order. As soon as one waits for the gateway, those that ask it too follow it, and the others go on without it; a gateway that answers at once keeps the order of all.</summary>
    private async Task DeliverAll(ImmutableArray<OutboxRow> rows, ActivityContext? commit, CancellationToken cancellationToken)
    {
        var delivered = ImmutableArray.CreateBuilder<long>();
        for (var i = 0; i < rows.Length; i++)
        {
            var delivery = new Delivery();
            var done = DeliverOne(rows[i], delivery, commit, cancellationToken);
            if (delivery.WaitsForGateway)
            {
                var rest = rows[(i + 1)..];
                await Task.WhenAll(
                    InTurn([rows[i], .. rest.Where(AsksGateway)], done, commit, cancellationToken),
                    DeliverAll([.. rest.Where(row => !AsksGateway(row))], commit, cancellationToken),
                    Close(delivered, cancellationToken));
                return;
            }

            if (await done)
            {
                delivered.Add(rows[i].Id);
            }
        }

        await Close(delivered, cancellationToken);
    }

    /// <summary>Rows one after the other, whatever each waits for.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="begun">The first row's delivery, when it has begun.</param>
    /// <param name="commit">Whose commit they are of.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    private async Task InTurn(ImmutableArray<OutboxRow> rows, Task<bool>? begun, ActivityContext? commit, CancellationToken cancellationToken)
    {
        var delivered = ImmutableArray.CreateBuilder<long>();
        foreach (var row in rows)
        {
            if (await (begun ?? DeliverOne(row, new Delivery(), commit, cancellationToken)))
            {
                delivered.Add(row.Id);
            }

            begun = null;
        }

        await Close(delivered, cancellationToken);
    }

    private async Task Close(ImmutableArray<long>.Builder delivered, CancellationToken cancellationToken)
    {
        if (delivered.Count > 0)
        {
            await store.Close(delivered.ToImmutable(), cancellationToken);
        }
    }

    /// <returns>Whether the row is to be closed.</returns>
    private async Task<bool> DeliverOne(OutboxRow row, Delivery delivery, ActivityContext? commit, CancellationToken cancellationToken)
    {
        // The sweep may meet a row that the fast path is still busy with.
        if (!_underWay.TryAdd(row.Id, 0))
        {
            return false;
        }

        using var span = Span(row, commit);
        try
        {
            var isDelivered = await Send(row, delivery, cancellationToken);
            DispatchMeters.Delivered(KindOf(row.Message), time.GetUtcNow() - row.CreatedAt);
            return isDelivered;
        }
        catch (GatewayPausedException paused)
        {
            // Nobody was asked: no try is counted.
            var wait = Jittered(paused.Wait + options.Value.FirstBackoff, row.Id, row.Attempts);
            Paused(log, row.Id, wait);
            await store.PutOff(row.Id, row.Attempts, time.GetUtcNow() + wait, paused.Message, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await Failed(row, fault, cancellationToken);
        }
        finally
        {
            _underWay.TryRemove(row.Id, out _);
        }

        return false;
    }

    private static Activity? Span(OutboxRow row, ActivityContext? commit)
    {
        if (!DispatchTraces.Source.HasListeners())
        {
            return null;
        }

        // Without a parent, whatever flows here from the turn that started this.
        Activity.Current = null;
        var span = DispatchTraces.Source.StartActivity(ActivityKind.Producer, default(ActivityContext), [new("dispatch.outbox.row", row.Id)], commit is { } context ? [new ActivityLink(context)] : null, default, "outbox delivery");
        span?.SetTag("dispatch.outbox.kind", KindOf(row.Message));
        return span;
    }

    private static string KindOf(OutboxMessage message) => message switch
    {
        OutboxMessage.TellShard => "tell_shard",
        OutboxMessage.TellProvider => "tell_provider",
        OutboxMessage.AskGateway => "ask_gateway",
        OutboxMessage.SettleVoucher => "settle_voucher",
        OutboxMessage.GiveVoucher => "give_voucher",
        OutboxMessage.ReturnStock => "return_stock",
        OutboxMessage.SettleBooking => "settle_booking",
        OutboxMessage.TellLeg => "tell_leg",
        _ => "other",
    };

    /// <returns>Whether the row is still to be closed; a payment's answer closes it in the job's own commit.</returns>
    private async Task<bool> Send(OutboxRow row, Delivery delivery, CancellationToken cancellationToken)
    {
        switch (row.Message)
        {
            case OutboxMessage.TellShard shard:
                await grains.GetGrain<IDispatchShardGrain>(shard.Shard).HearOfJob(shard.Job, cancellationToken);
                return true;
            case OutboxMessage.TellProvider provider:
                await grains.GetGrain<IProviderGrain>(provider.Provider.ToString("N")).HearOfJob(provider.Job, cancellationToken);
                return true;
            case OutboxMessage.AskGateway ask:
                return await Ask(row.Id, ask.Request, delivery, cancellationToken);
            case OutboxMessage.SettleVoucher settle:
                await Settle(settle, cancellationToken);
                return true;
            case OutboxMessage.GiveVoucher give:
                await Give(give, cancellationToken);
                return true;
            case OutboxMessage.SettleBooking settle:
                await Settle(settle, cancellationToken);
                return true;
            case OutboxMessage.TellLeg leg:
                await Tell(leg, cancellationToken);
                return true;
            case OutboxMessage.ReturnStock back:
                var shelf = grains.GetGrain<IShelfGrain>(back.Store.ToString("N"));
                await (back.Pieces is { } pieces ? shelf.GiveBackRest(back.Job, pieces, cancellationToken) : shelf.GiveBack(back.Job, cancellationToken));
                return true;
            default:
                throw new InvalidOperationException($"No rule for {row.Message.GetType().Name}.");
        }
    }

    private async Task Settle(OutboxMessage.SettleVoucher settle, CancellationToken cancellationToken)
    {
        var reply = await grains.GetGrain<ICampaignGrain>(settle.Campaign.ToString("N")).Move(settle.Move, cancellationToken);

        // What was said later may have come earlier: kept after it was given back is nothing to repeat.
        if (reply.Refusal is { } why)
        {
            VoucherRefused(log, settle.Job, settle.Move.Step, settle.Move.Voucher, why);
        }
    }

    /// <summary>A place that was lost before it was paid ends its job: nothing is taken.</summary>
    private async Task Settle(OutboxMessage.SettleBooking settle, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IBookingGrain>(settle.Resource.ToString("N"));
        var reply = settle.Step switch
        {
            BookingStep.Confirm => await grain.Confirm(settle.Booking, settle.Job, cancellationToken),
            BookingStep.Seat => await grain.Had(settle.Booking, settle.Job, cancellationToken),
            BookingStep.Cancel => await grain.LetGo(new LetBookingGo(settle.Booking, settle.Job, settle.At, settle.Free, settle.ByStore), cancellationToken),
        };
        if (reply.Refusal is not { } why)
        {
            return;
        }

        BookingRefused(log, settle.Job, settle.Step, settle.Booking, why);
        if (settle.Step == BookingStep.Confirm)
        {
            await Cancel(settle.Job, CommandStamp.Of(CommandStamp.DeterministicId($"booking-lost\n{settle.Booking:N}")), CancelReason.BookingLost, cancellationToken);
        }
    }

    /// <summary>Tells a leg of the one that it follows. Is one gone already when the chain turns out to be whole, the first is let go too, and with it all that still wait.</summary>
    private async Task Tell(OutboxMessage.TellLeg tell, CancellationToken cancellationToken)
    {
        var news = tell.News;
        var reply = await grains.GetGrain<IJobGrain>(tell.Job.ToString("N")).HearOfLeg(news, cancellationToken);
        if (reply.Rejection is not { } why)
        {
            return;
        }

        LegRefused(log, tell.Job, news.From, news.Step, why);
        Settled(tell.Job, why);
        if (why == Rejection.ChainBroken)
        {
            await Cancel(news.From, ChainIds.LettingGo(news.From), CancelReason.ChainNotMade, cancellationToken);
        }
    }

    /// <summary>The platform lets a job go; one that has ended meanwhile stays as it is.</summary>
    private async Task Cancel(Guid job, CommandStamp stamp, CancelReason why, CancellationToken cancellationToken) =>
        Settled(job, (await grains.GetGrain<IJobGrain>(job.ToString("N")).Cancel(new CancelJob(stamp, null, Snake.Of(why)), cancellationToken)).Rejection);

    /// <summary>Others came between: the row is delivered again.</summary>
    private static void Settled(Guid job, Rejection? why)
    {
        if (why == Rejection.Conflict)
        {
            throw new InvalidOperationException($"Job {job:N} was changed by others again and again.");
        }
    }

    /// <summary>Issues what a job has earned, once, and tells the customer, at least once.</summary>
    private async Task Give(OutboxMessage.GiveVoucher give, CancellationToken cancellationToken)
    {
        var reply = await grains.GetGrain<ICampaignGrain>(give.Campaign.ToString("N")).Earn(give.Earned, cancellationToken);
        var holder = reply?.Holder;
        await Tell(reply, holder ?? give.Earned.Customer, give.Campaign, holder is null ? give.Earned.Job : null, cancellationToken);
        if (reply?.Also is { } also)
        {
            // Who was brought gets one too, whatever became of the other's.
            var second = await grains.GetGrain<ICampaignGrain>(also.ToString("N")).Issue(
                new IssueVoucher(give.Earned.Customer, Snake.Of(VoucherSource.Referral), $"brought:{give.Earned.Customer:N}", give.Earned.Journey, give.Earned.At), cancellationToken);
            await Tell(second, give.Earned.Customer, also, give.Earned.Job, cancellationToken);
        }
    }

    private async Task Tell(VoucherReply? reply, Guid customer, Guid campaign, Guid? job, CancellationToken cancellationToken)
    {
        if (reply is { Code: { } code, ExpiresAt: { } until } && news is not null)
        {
            await news.Issued(customer, campaign, job, code, until, cancellationToken);
        }
    }

    private async Task<bool> Ask(long row, GatewayRequest request, Delivery delivery, CancellationToken cancellationToken)
    {
        // A wallet is in our own store: it is asked also while the gateway is not.
        var ofWallet = wallets is not null && request.Method == JobOrder.Wallet;
        var asked = ofWallet ? Call(wallets!, request, cancellationToken) : CallUnlessPaused(request, cancellationToken);
        delivery.WaitsForGateway = !ofWallet && !asked.IsCompleted;
        var answer = await asked;
        var news = new PaymentNews(
            OutcomeOf(request.Operation, answer), answer.Intent, answer.Code, answer.Amount.MinorUnits, answer.Amount.Currency.Code, row, request.Number, answer.Reference, answer.Action,
            answer.HeldUntil, answer.Fee is { } fee && fee.Currency == answer.Amount.Currency ? fee.MinorUnits : null);
        var reply = await grains.GetGrain<IJobGrain>(request.Job.ToString()).RecordPayment(news, cancellationToken);
        if (reply.Done)
        {
            return false;
        }

        // Others came between: the news is brought again. Else the job knew already, or cannot use it: the row has done its work either way.
        Settled(request.Job.Value, reply.Rejection);
        NewsRefused(log, request.Job.ToString(), request.Operation, reply.Rejection!.Value);
        return true;
    }

    private async Task<GatewayAnswer> CallUnlessPaused(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (_circuit.Enter() is { } wait)
        {
            throw new GatewayPausedException(wait);
        }

        try
        {
            var answer = await Call(gateway, request, cancellationToken);
            _circuit.Answered();
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _circuit.Abandoned();
            throw;
        }
        catch
        {
            _circuit.Failed();
            throw;
        }
    }

    private static async Task<GatewayAnswer> Call(IPaymentGateway gateway, GatewayRequest request, CancellationToken cancellationToken)
    {
        using var span = DispatchTraces.Source.StartActivity("gateway call", ActivityKind.Client);
        if (span is null && !DispatchMeters.MeasuresGateway)
        {
            return await gateway.Send(request, cancellationToken);
        }

        var operation = JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Operation.ToString());
        span?.SetTag("dispatch.gateway.operation", operation);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await gateway.Send(request, cancellationToken);
            DispatchMeters.Called(started, operation, JsonNamingPolicy.SnakeCaseLower.ConvertName(answer.Outcome.ToString()));
            return answer;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            DispatchMeters.Called(started, operation, "unavailable");
            throw;
        }
    }

    private static PaymentOutcome OutcomeOf(GatewayOperation operation, GatewayAnswer answer) => answer.Outcome switch
    {
        GatewayOutcome.Done => operation switch
        {
            GatewayOperation.Authorize or GatewayOperation.Query => PaymentOutcome.Authorized,
            GatewayOperation.Capture => PaymentOutcome.Captured,
            GatewayOperation.Release => PaymentOutcome.Released,
            GatewayOperation.Refund => PaymentOutcome.Refunded,
            GatewayOperation.Charge or GatewayOperation.QueryTip or GatewayOperation.EndTip => PaymentOutcome.TipPaid,
            GatewayOperation.Increment => PaymentOutcome.HoldRaised,
            GatewayOperation.Collect => PaymentOutcome.RestPaid,
            GatewayOperation.Transfer => PaymentOutcome.TransferPaid,
            GatewayOperation.Payout or GatewayOperation.TopUp => throw NoJob(operation),
        },

        // Nobody asks the customer to confirm what the hold did not cover: it is not charged.
        GatewayOutcome.RequiresAction => operation switch
        {
            GatewayOperation.Charge or GatewayOperation.QueryTip or GatewayOperation.EndTip => PaymentOutcome.TipRequiresAction,
            GatewayOperation.Collect => PaymentOutcome.RestFailed,
            GatewayOperation.Increment => PaymentOutcome.HoldNotRaised,
            _ => PaymentOutcome.RequiresAction,
        },
        GatewayOutcome.Declined or GatewayOutcome.Refused => operation switch
        {
            GatewayOperation.Authorize or GatewayOperation.Query => PaymentOutcome.Declined,
            GatewayOperation.Capture or GatewayOperation.Release => answer.Code == GatewayCodes.HoldExpired ? PaymentOutcome.HoldExpired : PaymentOutcome.Failed,
            GatewayOperation.Refund => PaymentOutcome.RefundFailed,
            GatewayOperation.Charge or GatewayOperation.QueryTip or GatewayOperation.EndTip => PaymentOutcome.TipFailed,
            GatewayOperation.Increment => answer.Code == GatewayCodes.HoldExpired ? PaymentOutcome.HoldExpired : PaymentOutcome.HoldNotRaised,
            GatewayOperation.Collect => PaymentOutcome.RestFailed,
            GatewayOperation.Transfer => PaymentOutcome.TransferFailed,
            GatewayOperation.Payout or GatewayOperation.TopUp => throw NoJob(operation),
        },
    };

    private static bool AsksGateway(OutboxRow row) => row.Message is OutboxMessage.AskGateway { Request.Method: not JobOrder.Wallet };

    private static InvalidOperationException NoJob(GatewayOperation operation) => new($"{operation} is of no job: it does not come by the outbox.");

    private async Task Failed(OutboxRow row, Exception fault, CancellationToken cancellationToken)
    {
        var attempts = row.Attempts + 1;
        if (attempts >= options.Value.MaxAttempts)
        {
            Parked(log, row.Id, attempts, fault);
            DispatchMeters.Failed(parked: true);
            await store.Park(row.Id, attempts, fault.Message, cancellationToken);
            return;
        }

        var wait = Jittered(Backoff.After(attempts, options.Value.FirstBackoff, options.Value.LongestBackoff), row.Id, attempts);
        PutOff(log, row.Id, attempts, wait, fault.Message);
        DispatchMeters.Failed(parked: false);
        await store.PutOff(row.Id, attempts, time.GetUtcNow() + wait, fault.Message, cancellationToken);
    }

    /// <summary>A wait of which up to a quarter is taken off.</summary>
    private static TimeSpan Jittered(TimeSpan wait, long row, int attempts) => Backoff.Jittered(wait, 4, row, attempts);

    /// <summary>A row on its way, as far as it has come when nothing more can be done about it at once.</summary>
    private sealed class Delivery
    {
        /// <summary>Whether the gateway was asked, and has not answered yet.</summary>
        public bool WaitsForGateway { get; set; }
    }
}
