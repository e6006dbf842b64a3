using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Grains.Jobs;

/// <summary>Everything that a decision owes others, gathered into one commit. Pure.</summary>
internal static class JobEffects
{
    /// <summary>Makes the commit of a decision, and the events of the job's own stream, which are durable with it.</summary>
    /// <param name="before">The job before; null for a new one.</param>
    /// <param name="order">The order, for a new one.</param>
    /// <param name="events">What was decided; at least one.</param>
    /// <param name="stamp">Of the command; null when no answer is kept.</param>
    /// <param name="closes">The outbox row that this settles.</param>
    /// <param name="now">The instant.</param>
    public static (JobCommit Commit, JobReply Reply, ImmutableArray<StreamEvent> JobStream) Of(
        Job? before, JobOrder order, ImmutableArray<JobEvent> events, Contracts.Runtime.CommandStamp? stamp, long? closes, DateTimeOffset now)
    {
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        var pending = ImmutableArray.CreateBuilder<LedgerPending>();
        var streams = ImmutableArray.CreateBuilder<StreamAppend>();
        var jobStream = ImmutableArray.CreateBuilder<StreamEvent>(events.Length);
        var offers = ImmutableArray.CreateBuilder<OfferChange>();
        var job = before;
        JobView? view = null;
        foreach (var happened in events)
        {
            var previous = job;
            job = job is null ? JobEvents.Begin(order, (JobEvent.Requested)happened) : JobEvents.Evolve(job, happened);
            view = JobViews.Of(job, happened.At);
            transfers.AddRange(LedgerPostings.Of(job, happened));
            pending.AddRange(PendingPostings.Of(previous, job, happened));
            Push(streams, jobStream, previous, job, view, happened);
            if (happened is JobEvent.Accepted accepted)
            {
                offers.Add(new OfferChange(accepted.Assignment.Offer, OfferStatus.Accepted));
            }
            else if (happened is JobEvent.Reassigned reassigned)
            {
                offers.Add(new OfferChange(reassigned.Assignment.Offer, OfferStatus.Accepted));
            }
        }

        var after = job!;
        var shard = ShardKey.Of(order.Market.Value, order.ServiceClass.Value);
        var reply = ReplyTo(view!, events);
        var commit = new JobCommit(
            after,
            before?.Version ?? 0,
            events,
            shard,
            stamp is { } s ? new StoredAnswer(s, reply, now) : null,
            Outbox(before, after, view!, events, shard),
            closes is { } row ? [row] : [],
            transfers.ToImmutable(),
            streams.ToImmutable(),
            offers.ToImmutable(),
            now)
        {
            Pending = pending.ToImmutable(),
        };
        return (commit, reply, jobStream.MoveToImmutable());
    }

    /// <summary>A wrong PIN and news that cannot be are facts that commit, yet the answer to them is a rejection.</summary>
    private static JobReply ReplyTo(JobView view, ImmutableArray<JobEvent> events) => events[^1] switch
    {
        JobEvent.PinRefused => JobReply.Reject(Contracts.Rejection.WrongPin, view),
        JobEvent.PaymentNewsRefused refused => JobReply.Reject(Contracts.WireEnums.Of(refused.Why), view),
        _ => new JobReply(view, null, null),
    };

    private static void Push(
        ImmutableArray<StreamAppend>.Builder streams, ImmutableArray<StreamEvent>.Builder jobStream, Job? before, Job after, JobView view, JobEvent happened)
    {
        var name = JobCodec.EventName(happened);
        var changed = new PushMessage.JobChanged(view, name, null);
        jobStream.Add(new StreamEvent(StreamNames.Job(view.Job), 1, after.Version, happened.At, changed));

        // Between the platform and its gateway, or its provider: no matter of the customer's.
        if (happened is JobEvent.GatewayFeeCharged or JobEvent.PaymentNewsRefused or JobEvent.PriorHoldReleased or JobEvent.HoldRaised or JobEvent.HoldNotRaised
            or JobEvent.TransferBegun or JobEvent.TransferPaid or JobEvent.TransferFailed or JobEvent.FareCapAcknowledged)
        {
            return;
        }

        // The customer alone learns the PIN, as long as there is somebody to tell it to, and with what to confirm the payment.
        var pin = after.PinToTell;
        var action = after.Payment.Action;
        var tip = after.Payment.Tip?.Action;
        streams.Add(new StreamAppend(
            StreamNames.Customer(view.Customer), pin is null && action is null && tip is null ? changed : changed with { Pin = pin, PaymentAction = action, TipAction = tip }));
        if (IsMoney(happened))
        {
            return;
        }

        if (before?.Assignment is { } was && was.Provider != after.Assignment?.Provider)
        {
            streams.Add(new StreamAppend(StreamNames.Provider(was.Provider.Value), changed));
        }

        if (after.Assignment is { } bound)
        {
            streams.Add(new StreamAppend(StreamNames.Provider(bound.Provider.Value), changed));
        }
    }

    /// <summary>Whether it is no matter of the provider's. What becomes of its tip is.</summary>
    private static bool IsMoney(JobEvent happened) => happened is JobEvent.PaymentAuthorised or JobEvent.PaymentActionRequired or JobEvent.PaymentDeclined
        or JobEvent.CaptureBegun or JobEvent.PaymentCaptured or JobEvent.PaymentReleased or JobEvent.PaymentFailed or JobEvent.ConfirmationReported
        or JobEvent.HoldExpired or JobEvent.HoldAsked or JobEvent.RefundBegun or JobEvent.PaymentRefunded or JobEvent.RefundFailed or JobEvent.TipBegun
        or JobEvent.TipFailed or JobEvent.TipActionRequired or JobEvent.TipLapsed or JobEvent.CashCollected or JobEvent.CardCollected or JobEvent.DisputeOpened or JobEvent.DisputeWon or JobEvent.DisputeLost
        or JobEvent.TipRefundBegun or JobEvent.TipRefundFailed
        or JobEvent.RefundReversed or JobEvent.RestBegun or JobEvent.RestPaid or JobEvent.RestFailed or JobEvent.LateTransferReceived;

    private static ImmutableArray<OutboxMessage> Outbox(Job? before, Job after, JobView view, ImmutableArray<JobEvent> events, string shard)
    {
        var outbox = ImmutableArray.CreateBuilder<OutboxMessage>();
        foreach (var request in GatewayRequests.Of(before, after, events))
        {
            outbox.Add(new OutboxMessage.AskGateway(request));
        }

        if (ConcernsShard(before, after))
        {
            outbox.Add(new OutboxMessage.TellShard(shard, view));
        }

        // Who loses a job without having asked for it, or has to go elsewhere, has to be told; telling one who did ask is harmless.
        if (before?.Assignment is { } was && (after.Assignment?.Provider != was.Provider || before.Destination != after.Destination
            || (after.Status.IsEnd() && !before.Status.IsEnd() && after.Status != JobStatus.Completed)))
        {
            outbox.Add(new OutboxMessage.TellProvider(was.Provider.Value, view));
        }

        Vouchers(outbox, before, after);
        Booking(outbox, before, after, events);
        foreach (var (to, step) in ChainNews.Of(before, after))
        {
            outbox.Add(new OutboxMessage.TellLeg(to.Value, new LegNews(after.Id.Value, Contracts.WireEnums.Of(step))));
        }

        // What was made or had is gone; what was not goes back on the shelf.
        if (after.Order.Sale is { } sale && before?.Status.IsEnd() == false && (after.GivesStockBack || after.RestBack > 0))
        {
            outbox.Add(new OutboxMessage.ReturnStock(sale.Store.Value, after.Id.Value, after.GivesStockBack ? null : after.RestBack));
        }

        return outbox.ToImmutable();
    }

    /// <summary>A job keeps its vouchers from its first commit on; at its end it uses them or gives them back, and may earn others.</summary>
    private static void Vouchers(ImmutableArray<OutboxMessage>.Builder outbox, Job? before, Job after)
    {
        var order = after.Order;
        if (before is null)
        {
            foreach (var voucher in order.Vouchers ?? [])
            {
                outbox.Add(Settle(order, voucher, VoucherStep.Keep));
            }
        }

        if (!after.Status.IsEnd() || before?.Status.IsEnd() == true)
        {
            return;
        }

        foreach (var (voucher, used) in VoucherUses.AtEnd(after))
        {
            outbox.Add(used.IsZero ? Settle(order, voucher, VoucherStep.Return) : Settle(order, voucher, VoucherStep.Redeem, used));
        }

        foreach (var campaign in after.Status == JobStatus.Completed ? order.Earns ?? [] : [])
        {
            var paid = after.FinalFare!.Total;
            outbox.Add(new OutboxMessage.GiveVoucher(campaign.Value, new EarnVoucher(
                order.Id.Value, order.Customer.Value, order.Market.Value, order.ServiceClass.Value, order.Merchant?.Value, paid.MinorUnits, paid.Currency.Code, after.EndedAt!.Value, order.Journey?.Value)));
        }
    }

    /// <summary>
    /// A place is the customer's once the money is held, used with what was paid, and given up when the job ends without it. Who does not come is the book's own matter, unless nothing was left to take then of what
    /// should have stayed.
    /// </summary>
    private static void Booking(ImmutableArray<OutboxMessage>.Builder outbox, Job? before, Job after, ImmutableArray<JobEvent> events)
    {
        if (after.Order.Booking is not { } booking)
        {
            return;
        }

        var free = after.FinalFare is null;
        // Missed alone is what the booking works out by itself: of every other end it is told, or it would be asked about for good.
        var isGivenUp = after.Status != JobStatus.Expired || after.EndedAt < booking.GoodUntil || (free && !booking.KeptWhenMissed.IsZero);
        BookingStep? step = events.Any(happened => happened is JobEvent.Redeemed) ? BookingStep.Seat
            : after.Status.IsEnd() && before?.Status.IsEnd() != true && after.Status != JobStatus.Completed && isGivenUp ? BookingStep.Cancel
            : events.Any(happened => happened is JobEvent.PaymentAuthorised) && after.Payment.Holds <= 1 && !after.Status.IsEnd() ? BookingStep.Confirm
            : null;
        if (step == BookingStep.Cancel)
        {
            var byStore = events.Any(happened => happened is JobEvent.Canceled { Reason: CancelReason.BookingLost });
            outbox.Add(new OutboxMessage.SettleBooking(booking.Resource, booking.Booking.Value, after.Id.Value, BookingStep.Cancel, after.EndedAt, free, byStore));
        }
        else if (step is { } what)
        {
            outbox.Add(new OutboxMessage.SettleBooking(booking.Resource, booking.Booking.Value, after.Id.Value, what));
        }
    }

    private static OutboxMessage.SettleVoucher Settle(JobOrder order, OrderedVoucher voucher, VoucherStep step, Domain.Money.Money? used = null) => new(
        voucher.Campaign.Value, order.Id.Value, new MoveVoucher(voucher.Voucher.Value, order.Quote.Value, step, used?.MinorUnits, used?.Currency.Code));

    /// <summary>A shard wants to know when a job opens, when it changes hands, and when it is over; the steps between are the provider's.</summary>
    private static bool ConcernsShard(Job? before, Job after)
    {
        var wasKnown = before is not null && (before.Status == JobStatus.Matching || (before.Status.HasProvider() && before.Assignment is not null));
        return after.Status switch
        {
            JobStatus.Scheduled => false,
            // Goods that are ready sooner are sent for sooner.
            JobStatus.Matching => before?.Status != JobStatus.Matching || before.Attempt != after.Attempt || before.Destination != after.Destination || before.Sale?.PreparedAt != after.Sale?.PreparedAt,
            JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup or JobStatus.InProgress =>
                before?.Assignment?.Provider != after.Assignment?.Provider || before?.Destination != after.Destination,
            JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform
                or JobStatus.NoShow or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => wasKnown,
        };
    }
}
