using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Redemption;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The rules of what a store does with a job: it accepts and prepares, what it sold is brought, brought back, or had at its counter. Also extra work at a customer's place.</summary>
internal static class SaleDecisions
{
    /// <summary>What follows when the payment of a job that is not open is held: it opens, or its store is asked. A leg that waits for another goes on waiting.</summary>
    public static JobDecision Held(Job job, JobEvent held, DateTimeOffset now)
    {
        if (job.Status != JobStatus.Scheduled || job.Waits)
        {
            return JobDecision.Of(held);
        }

        if (job.Order is { IsDelivery: true, Sale: { } sale } && job.Sale is null)
        {
            return sale.AnswerWithin is { } think
                ? JobDecision.Of(held, new JobEvent.MerchantAsked(now + think) { At = now })
                : Accepted(job, [held], ReadyAt(job, sale.Preparation, now), now);
        }

        return job.MayMatch(now) ? JobDecision.Of(held, new JobEvent.MatchingBegun(job.Attempt + 1) { At = now }) : JobDecision.Of(held);
    }

    /// <summary>The store takes the order.</summary>
    public static JobDecision Accept(Job job, JobCommand.MerchantAccept accept, DateTimeOffset now)
    {
        if (!IsOf(job, accept.Merchant))
        {
            return JobDecision.Reject(JobRejection.JobUnknown);
        }

        if (!job.Order.IsDelivery || job.Status != JobStatus.Scheduled || job.Sale is not { ReadyAt: null, AnswerBy: not null } || job.Payment.Status != PaymentStatus.Authorized)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        var takes = accept.ReadyIn ?? job.Order.Sale!.Preparation;
        return takes < TimeSpan.Zero || takes > JobLimits.MaxPreparation
            ? JobDecision.Reject(JobRejection.OrderInvalid)
            : Accepted(job, [], ReadyAt(job, takes, now), now);
    }

    /// <summary>The store cannot, as long as the goods have not left.</summary>
    public static JobDecision Reject(Job job, JobCommand.MerchantReject reject, Func<JobDecision> cancel) =>
        !IsOf(job, reject.Merchant) ? JobDecision.Reject(JobRejection.JobUnknown)
        : !job.Order.IsDelivery || job.Sale is null || job.Status == JobStatus.InProgress ? JobDecision.Reject(JobRejection.IllegalInThisState)
        : cancel();

    /// <summary>The goods are ready, perhaps before their time.</summary>
    public static JobDecision Prepared(Job job, JobCommand.MarkPrepared prepared, DateTimeOffset now)
    {
        if (!IsOf(job, prepared.Merchant))
        {
            return JobDecision.Reject(JobRejection.JobUnknown);
        }

        if (!job.Order.IsDelivery || job.Sale is not { ReadyAt: not null, PreparedAt: null } || job.Status == JobStatus.InProgress)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        var ready = new JobEvent.GoodsPrepared { At = now };
        return job is { Status: JobStatus.Scheduled, Payment.Status: PaymentStatus.Authorized } && job.Order.PickUpAt is null
            ? JobDecision.Of(ready, new JobEvent.MatchingBegun(job.Attempt + 1) { At = now })
            : JobDecision.Of(ready);
    }

    /// <summary>The courier cannot hand the goods over.</summary>
    public static JobDecision Return(Job job, JobCommand.ReturnGoods back, DateTimeOffset now) =>
        job is { Order.IsDelivery: true, Status: JobStatus.InProgress, Sale: { Returning: null } }
            ? JobDecision.Of(new JobEvent.ReturnBegun(back.Reason) { At = now })
            : JobDecision.Reject(JobRejection.IllegalInThisState);

    /// <summary>The goods are back at the store. Who is to blame pays: the customer the whole price, or the merchant the way.</summary>
    public static JobDecision Returned(Job job, ReturnReason why, DateTimeOffset now)
    {
        var plan = job.Order.Terms.Fares;
        var isCustomers = why is ReturnReason.CustomerAbsent or ReturnReason.CustomerRefused or ReturnReason.AddressWrong;
        var way = job.Order.QuotedFare.Lines.Where(line => line.Kind == FareLineKind.DeliveryFee).Aggregate(Money.Money.Zero(plan.Currency), (sum, line) => sum + line.Amount);
        Fare? fare = isCustomers ? job.Order.QuotedFare
            : way.IsZero ? null
            : FareMeter.OfSale(
                plan,
                [(FareLineKind.DeliveryFee, way)],
                [new Discount(FareMeter.OfSale(plan, [(FareLineKind.DeliveryFee, way)], []).Total, new Funder(FunderKind.Merchant, job.Order.Merchant!.Value.ToString()))]);
        var settlement = fare is null ? null : Settlement.Of(fare, job.Order.Terms.Commission, plan.Tax, hasProvider: true, job.Order.Merchant);
        JobEvent end = isCustomers
            ? new JobEvent.NoShowReported(fare, settlement) { At = now }
            : new JobEvent.Canceled(JobStatus.CanceledByPlatform, CancelReason.GoodsFaulty, fare, settlement) { At = now };
        return fare is null ? JobDecision.Of(end) : PaymentDecisions.WithCapture(job, end, fare.Total, now);
    }

    /// <summary>What canceling costs the customer: what a store has accepted it makes, and that is paid; of a booking's deposit what stays by its terms.</summary>
    public static Fare? CancelFee(Job job, Fare? policy, DateTimeOffset now) => job.Order.Booking is { } booking
        ? FareMeter.Fee(job.Order.Terms.Fares, [(FareLineKind.Unredeemed, Money.Money.Min(booking.KeptAt(now), job.Order.Sale!.Goods))], null, job.Payment.Authorised)
        : job is { Order: { IsDelivery: true, Sale: { } sale }, Sale.ReadyAt: not null }
        ? FareMeter.Fee(
            job.Order.Terms.Fares,
            [(FareLineKind.Goods, sale.Goods), .. (policy?.Lines ?? []).Where(line => line.Kind != FareLineKind.Tax).Select(line => (line.Kind, line.Amount))],
            null,
            job.Payment.Authorised)
        : policy;

    /// <summary>Some of it is had at a counter.</summary>
    public static JobDecision Redeem(Job job, JobCommand.Redeem redeem, DateTimeOffset now)
    {
        if (!IsOf(job, redeem.Merchant) || job.Redeemable is not { } redeemable)
        {
            return JobDecision.Reject(JobRejection.JobUnknown);
        }

        if (job.Status.IsEnd())
        {
            return JobDecision.Reject(
                job.Status == JobStatus.Completed && redeemable.Left == 0 ? JobRejection.AlreadyRedeemed
                : job.Status is JobStatus.Completed or JobStatus.Expired ? JobRejection.CodeExpired
                : JobRejection.JobEnded);
        }

        if (now < job.Order.Booking?.GoodFrom)
        {
            return JobDecision.Reject(JobRejection.CodeNotYet);
        }

        var outcome = RedemptionDecisions.Redeem(redeemable, redeem.Command, redeem.Units, redeem.Store, redeem.By, now);
        if (outcome.Rejection is { } why)
        {
            return JobDecision.Reject(why switch
            {
                RedemptionRejection.UnitsWrong or RedemptionRejection.NotSoManyLeft => JobRejection.NotSoManyLeft,
                RedemptionRejection.AlreadyRedeemed => JobRejection.AlreadyRedeemed,
                RedemptionRejection.Expired => JobRejection.CodeExpired,
                RedemptionRejection.CommandReused => JobRejection.IllegalInThisState,
            });
        }

        if (outcome.After!.Parts.Length == redeemable.Parts.Length)
        {
            // Said before, and its answer forgotten since.
            return JobDecision.Reject(JobRejection.AlreadyRedeemed);
        }

        if (!job.Payment.HoldsAt(now))
        {
            return JobDecision.Reject(JobRejection.PaymentNotHeld);
        }

        var had = new JobEvent.Redeemed(outcome.Part!) { At = now };
        if (outcome.After.Left > 0)
        {
            return JobDecision.Of(had);
        }

        var ends = Done(job, outcome.After.Worth(outcome.After.Units), Money.Money.Zero(redeemable.Paid.Currency), now);
        return JobDecision.Of([had, .. ends.Events]);
    }

    /// <summary>The code's time is over: what was had is paid, and of the rest what the store's terms keep.</summary>
    public static JobDecision CodeOver(Job job, DateTimeOffset now)
    {
        var redeemable = job.Redeemable!;
        var had = redeemable.Worth(redeemable.Units - redeemable.Left);
        var left = redeemable.Paid - had;
        var kept = job.Order.Booking is { } booking ? Money.Money.Min(booking.KeptWhenMissed, left) : left - (job.Order.Sale!.Refunded ?? BasisPoints.One).Of(left);
        if (job.Status == JobStatus.InProgress)
        {
            return Done(job, had, kept, now);
        }

        var fare = kept.IsZero || job.Payment.Status != PaymentStatus.Authorized ? null : Price(job, had, kept);
        var reason = job.Payment.Status == PaymentStatus.Authorized ? "code_expired" : "payment_not_held";
        var expired = new JobEvent.Expired(reason, fare, fare is null ? null : SettlementOf(job, fare)) { At = now };
        return fare is null ? JobDecision.Of(expired) : PaymentDecisions.WithCapture(job, expired, fare.Total, now);
    }

    /// <summary>The provider finds that more has to be done.</summary>
    public static JobDecision OfferExtra(Job job, JobCommand.OfferExtra offer, DateTimeOffset now)
    {
        if (job.Order.Kind != ServiceKind.HomeService || job.Status != JobStatus.InProgress)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        if (offer.Amount.MinorUnits <= 0 || offer.Amount.Currency != job.Order.QuotedFare.Currency || offer.Amount > JobLimits.MostExtra(job.Order.QuotedFare))
        {
            return JobDecision.Reject(JobRejection.AmountWrong);
        }

        var number = (job.Extras?.Length ?? 0) + 1;
        return number > JobLimits.MaxExtras || string.IsNullOrWhiteSpace(offer.What) || offer.What.Length > 200
            ? JobDecision.Reject(JobRejection.OrderInvalid)
            : JobDecision.Of(new JobEvent.ExtraOffered(number, offer.Amount, offer.What) { At = now });
    }

    /// <summary>The customer wants it, or does not.</summary>
    public static JobDecision AnswerExtra(Job job, JobCommand.AnswerExtra answer, DateTimeOffset now) =>
        job.Status == JobStatus.InProgress && (job.Extras ?? []).Any(extra => extra.Number == answer.Number && extra.Approved is null)
            ? JobDecision.Of(new JobEvent.ExtraAnswered(answer.Number, answer.Approved) { At = now })
            : JobDecision.Reject(JobRejection.IllegalInThisState);

    private static bool IsOf(Job job, MerchantId merchant) => job.Order.Merchant == merchant && job.Order.Sale is not null;

    private static DateTimeOffset ReadyAt(Job job, TimeSpan takes, DateTimeOffset now) => job.Order.PickUpAt is { } booked && booked > now + takes ? booked : now + takes;

    private static JobDecision Accepted(Job job, ImmutableArray<JobEvent> first, DateTimeOffset readyAt, DateTimeOffset now)
    {
        var accepted = first.Add(new JobEvent.MerchantAccepted(readyAt) { At = now });
        return JobDecision.Of([.. readyAt - job.Order.Terms.ScheduleLead <= now ? accepted.Add(new JobEvent.MatchingBegun(job.Attempt + 1) { At = now }) : accepted]);
    }

    private static JobDecision Done(Job job, Money.Money had, Money.Money kept, DateTimeOffset now)
    {
        var fare = Price(job, had, kept);
        return PaymentDecisions.WithCapture(job, new JobEvent.Completed(fare, SettlementOf(job, fare)) { At = now }, fare.Total, now);
    }

    private static Fare Price(Job job, Money.Money had, Money.Money kept) => had == job.Order.Sale!.Goods
        ? job.Order.QuotedFare
        : FareMeter.OfSale(
            job.Order.Terms.Fares,
            [(FareLineKind.Goods, had), (FareLineKind.Unredeemed, kept)],
            job.Order.QuotedFare.FundedDiscounts);

    private static Settlement SettlementOf(Job job, Fare fare) =>
        Settlement.Of(fare, job.Order.Terms.Commission, job.Order.Terms.Fares.Tax, hasProvider: false, job.Order.Merchant, isDone: true);
}
