using System.Collections.Immutable;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>
/// A random life of a job: random terms and price, then commands of which about half are the sensible next one and the others anything at all,
/// from the right or a wrong provider, at times that jump on and now and then a little back, as clocks of two machines do.
/// </summary>
public sealed class JobHistory
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(61), TimeSpan.FromMinutes(2.5),
        TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(40), TimeSpan.FromHours(6),
    ];

    private readonly List<Commit> _commits = [];
    private readonly HashSet<JobRejection> _rejections = [];

    private bool _forgetful;

    private JobHistory(JobOrder order) => Order = order;

    /// <summary>One carried-out command.</summary>
    public sealed record Commit(
        Job? Before,
        Job After,
        ImmutableArray<Job> States,
        JobCommand Command,
        ImmutableArray<JobEvent> Events,
        ImmutableArray<GatewayRequest> Requests,
        ImmutableArray<LedgerTransfer> Transfers,
        ImmutableArray<LedgerPending> Pending);

    public JobOrder Order { get; }

    public IReadOnlyList<Commit> Commits => _commits;

    public IReadOnlySet<JobRejection> Rejections => _rejections;

    public Job Last => _commits[^1].After;

    public DateTimeOffset Now { get; private set; }

    public IEnumerable<JobEvent> Events => _commits.SelectMany(commit => commit.Events);

    public IEnumerable<Job> States => _commits.SelectMany(commit => commit.States);

    public IEnumerable<GatewayRequest> Requests => _commits.SelectMany(commit => commit.Requests);

    public IEnumerable<LedgerPending> Pending => _commits.SelectMany(commit => commit.Pending);

    public IEnumerable<LedgerTransfer> Transfers => _commits.SelectMany(commit => commit.Transfers);

    /// <summary>Lives a life until the tape is over.</summary>
    public static JobHistory Live(Choices choices)
    {
        var history = new JobHistory(RandomOrder(choices)) { Now = Scenarios.Now, _forgetful = choices.Next(4) == 3 };
        history.Try(new JobCommand.Request(history.Order));
        while (!choices.Over)
        {
            history.Now += choices.Next(3) > 0 ? Steps[choices.Next(4)] : Steps[choices.Next(Steps.Length)];
            history.Try(choices.Next(2) == 0 ? history.Sensible(history.Last, choices) : Anything(history.Last, choices));
        }

        return history;
    }

    /// <summary>Nobody calls any more: only deadlines wake the job. Returns how often it was woken before it ended.</summary>
    public int SleepToTheEnd()
    {
        for (var woken = 0; ; woken++)
        {
            if (Last.Deadline is not { } deadline)
            {
                return woken;
            }

            Assert.True(woken < 10, $"Job is still {Last.Status} after {woken} deadlines.");
            Now = deadline > Now ? deadline : Now;
            Assert.True(Try(new JobCommand.Wake()), $"Nothing is due in {Last.Status} at its own deadline.");
        }
    }

    /// <summary>Carries a command out, or notes why it was rejected.</summary>
    public bool Try(JobCommand command)
    {
        var before = _commits.Count == 0 ? null : Last;
        var decision = JobDecisions.Decide(before, command, Now);
        Assert.Equal(decision.Rejection is null, !decision.Events.IsEmpty);
        if (decision.Rejection is { } why)
        {
            _rejections.Add(why);
            return false;
        }

        var decided = Decided.Of(before, command, decision.Events);
        _commits.Add(new Commit(
            before, decided.After, decided.States, command, decided.Events, GatewayRequests.Of(before, decided.After, decided.Events), decided.Transfers, decided.Pending));
        return true;
    }

    private static JobOrder RandomOrder(Choices choices)
    {
        var cancellation = new CancellationPolicy(
            TimeSpan.FromSeconds(choices.Of(0, 120)),
            Scenarios.Usd(choices.Of(300, 0, 5_000)),
            Scenarios.Usd(choices.Of(500, 0, 5_000)),
            TimeSpan.FromMinutes(choices.Of(1, 5)),
            Scenarios.Usd(choices.Of(600, 0, 5_000)));
        var terms = Scenarios.Terms(
            choices.Of(PricingMode.Quoted, PricingMode.Metered),
            pin: choices.Next(2) == 1,
            maxRedispatches: choices.Next(4),
            patience: TimeSpan.FromMinutes(choices.Of(5, 60)),
            commission: new CommissionPlan(new BasisPoints(choices.Of(2_000, 0, 10_000)), Scenarios.Usd(choices.Of(0, 25, 3_000))),
            cancellation: cancellation,
            tax: new BasisPoints(choices.Of(888, 0, 2_500)));
        var price = FareMeter.Price(
            terms.Fares,
            new Metres(choices.Of(4_000, 0, 1_234, 30_000)),
            TimeSpan.FromMinutes(choices.Of(10, 0, 90)),
            new BasisPoints(choices.Of(10_000, 15_000)),
            RandomDiscounts(choices));
        DateTimeOffset? pickUpAt = choices.Next(3) switch
        {
            0 => null,
            1 => Scenarios.Now + TimeSpan.FromMinutes(10),
            _ => Scenarios.Now + TimeSpan.FromHours(3),
        };
        var order = Scenarios.Order(terms, price, pickUpAt: pickUpAt, vias: choices.Next(3)) with { Vouchers = Vouchers(price, all: terms.PinRequired) };
        order = choices.Next(6) switch
        {
            3 when terms.Fares.Pricing == PricingMode.Quoted => Sold(order, ServiceKind.Delivery, choices),
            4 when terms.Fares.Pricing == PricingMode.Quoted => Booked(Sold(order with { PickUpAt = null }, ServiceKind.Redemption, choices), choices),
            5 => order with { Kind = ServiceKind.HomeService },
            _ => order,
        };
        if (!order.IsRedemption && choices.Next(5) == 4)
        {
            order = order with { Id = Scenarios.Job(2), Chain = Scenarios.Chain(2, 0, 1, 2) };
        }

        if (order.IsRedemption)
        {
            return choices.Next(2) == 0 ? order : order with { PaymentMethod = JobOrder.Wallet };
        }

        return choices.Next(8) switch
        {
            7 => order with { PaymentMethod = choices.Of(JobOrder.Cash, JobOrder.CardAtDoor) },
            5 => order with { PaymentMethod = JobOrder.Wallet },
            6 when pickUpAt > Scenarios.Now + TimeSpan.FromHours(1) => order with { PaymentMethod = JobOrder.BankTransfer, GatewayCustomer = "cus_1" },
            _ => order,
        };
    }

    /// <summary>What is had at a counter, perhaps at a place that was booked for it, whose deposit is no more than the price.</summary>
    private static JobOrder Booked(JobOrder order, Choices choices)
    {
        var deposit = new DepositPolicy(Scenarios.Usd(choices.Of(0, 100, 300)), TimeSpan.FromMinutes(choices.Of(0, 50)), new BasisPoints(choices.Of(5_000, 0)), new BasisPoints(choices.Of(10_000, 2_500)));
        var begins = order.RequestedAt + TimeSpan.FromMinutes(choices.Of(20, 5, 60));
        var booking = new OrderedBooking(
            new Guid(1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1), new BookingId(new Guid(1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1)), new Slot(begins, begins + TimeSpan.FromHours(1)), 1 + choices.Next(3), deposit,
            choices.Of<TimeSpan?>(TimeSpan.FromMinutes(10), null), choices.Of<TimeSpan?>(TimeSpan.FromMinutes(15), TimeSpan.FromHours(2), null));
        return choices.Next(2) == 0 && order.QuotedFare.Total >= booking.LeastPrice(order.Terms.Fares) ? order with { Booking = booking } : order;
    }

    /// <summary>The order as one of a store's goods, at a price of goods, way and the discounts it had.</summary>
    private static JobOrder Sold(JobOrder order, ServiceKind kind, Choices choices)
    {
        var items = ImmutableArray.Create(new PricedItem(new ProductId(new Guid(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1)), "Noodles", [], Scenarios.Usd(choices.Of(990, 0, 333)), 1 + choices.Next(4)));
        if (choices.Next(3) == 2)
        {
            items = items.Add(items[0] with { Name = "Tea", Quantity = 1 });
        }

        var isCounter = kind == ServiceKind.Redemption;
        var sale = new Sale(
            new StoreId(new Guid(1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
            items,
            TimeSpan.FromMinutes(choices.Of(15, 0, 50)),
            isCounter ? null : choices.Of<TimeSpan?>(null, TimeSpan.FromMinutes(5)),
            isCounter ? choices.Of(TimeSpan.FromHours(2), TimeSpan.FromDays(9)) : null,
            isCounter ? new BasisPoints(choices.Of(10_000, 0, 6_000)) : null);
        var discounts = order.QuotedFare.Lines.Where(line => line.Kind == FareLineKind.Discount).Select(line => new Discount(-line.Amount, line.Funder!)).ToImmutableArray();
        var price = FareMeter.OfSale(
            order.Terms.Fares, isCounter ? [(FareLineKind.Goods, sale.Goods)] : [(FareLineKind.Goods, sale.Goods), (FareLineKind.DeliveryFee, Scenarios.Usd(choices.Of(300, 0)))], discounts);
        return order with
        {
            Kind = kind, Merchant = Merchant, Sale = sale, QuotedFare = price, Stops = [order.Stops[0], order.Stops[^1]], Multiplier = null,
            Vouchers = Vouchers(price, all: order.Terms.PinRequired), Pin = isCounter ? "CODE" : order.Pin,
        };
    }

    private static readonly MerchantId Merchant = new(new Guid(7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1));

    private static JobCommand.Redeem Redeem(Job job, Choices choices) => new(
        choices.Next(8) == 7 ? default : Merchant, new Guid((int)job.Version + choices.Next(2), 3, 0, 0, 0, 0, 0, 0, 0, 0, 1), choices.Next(4), job.Order.Sale?.Store ?? default, Merchant.Value);

    /// <summary>The last discount, or all of them, come of vouchers; null where there is none.</summary>
    private static ImmutableArray<OrderedVoucher>? Vouchers(Fare price, bool all)
    {
        var discounts = price.Lines.Where(line => line.Kind == FareLineKind.Discount).ToList();
        return discounts.Count == 0 ? null :
        [
            .. discounts.Skip(all ? 0 : discounts.Count - 1).Select((line, i) => new OrderedVoucher(
                new VoucherId(new Guid(i + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), new CampaignId(new Guid(9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), -line.Amount, line.Funder!)),
        ];
    }

    private static ImmutableArray<Discount> RandomDiscounts(Choices choices) => choices.Next(4) switch
    {
        0 => [],
        1 => [new Discount(Scenarios.Usd(100), Funder.Platform)],
        2 => [new Discount(Scenarios.Usd(333), new Funder(FunderKind.Merchant, "m1")), new Discount(Scenarios.Usd(50), new Funder(FunderKind.Operator, "acme"))],
        _ => [new Discount(Scenarios.Usd(1_000_000), Funder.Platform)],
    };

    private JobCommand Sensible(Job job, Choices choices)
    {
        if (job.Waits && choices.Next(3) == 0)
        {
            return choices.Next(4) switch
            {
                0 => new JobCommand.HearChainMade(),
                1 => new JobCommand.Wake(),
                _ => new JobCommand.HearForerunner(Scenarios.Job(1), choices.Next(5) != 4),
            };
        }

        if (job.Order.IsTransfer && job.Payment.Status is PaymentStatus.Authorizing or PaymentStatus.RequiresAction && job.Payment.Holds == 1)
        {
            return job.Payment.Status == PaymentStatus.Authorizing ? new JobCommand.PaymentNeedsAction(Scenarios.Intent)
                : job.Status.IsEnd() && choices.Next(3) != 0 ? new JobCommand.PaymentReleased(Scenarios.Intent)
                : choices.Next(3) == 0 ? new JobCommand.CancelByCustomer(CancelReason.ChangedMind)
                : new JobCommand.PaymentAuthorised(Scenarios.Intent, job.Order.Hold);
        }

        if (job.Payment.Status == PaymentStatus.RequiresAction && choices.Next(4) == 3)
        {
            return new JobCommand.ReportConfirmation();
        }

        if (job.Payment.Status is PaymentStatus.Authorizing or PaymentStatus.RequiresAction)
        {
            return Authorised(job, choices);
        }

        var provider = job.Assignment?.Provider ?? Scenarios.Provider(1 + choices.Next(4));
        if (!job.Status.IsEnd() && job.Order.Kind is null or ServiceKind.Ride && choices.Next(12) == 11)
        {
            return ChangeDestination(job, choices);
        }

        return job.Status switch
        {
            JobStatus.Scheduled or JobStatus.InProgress when job.Order.IsRedemption && choices.Next(3) != 0 => Redeem(job, choices),
            JobStatus.Scheduled when job.Order.IsDelivery && choices.Next(4) != 0 => job.Sale?.ReadyAt is null
                ? choices.Next(5) == 0 ? new JobCommand.MerchantReject(Merchant) : new JobCommand.MerchantAccept(Merchant, choices.Of<TimeSpan?>(null, TimeSpan.FromMinutes(40), TimeSpan.FromDays(2)))
                : new JobCommand.MarkPrepared(Merchant),
            JobStatus.InProgress when job.Order.IsDelivery && choices.Next(5) == 0 => new JobCommand.ReturnGoods(provider, (ReturnReason)choices.Next(5)),
            JobStatus.InProgress when job.Order.Kind == ServiceKind.HomeService && choices.Next(3) == 0 => job.Extras is { Length: > 0 } extras && extras[^1].Approved is null
                ? new JobCommand.AnswerExtra(extras.Length, choices.Next(3) != 0)
                : new JobCommand.OfferExtra(provider, Scenarios.Usd(choices.Of(700, 0, 1_000_000)), "A new tap"),
            JobStatus.Scheduled => new JobCommand.Wake(),
            JobStatus.Matching => Accept(job, provider),
            JobStatus.Accepted => choices.Next(2) == 0 ? new JobCommand.Depart(provider) : new JobCommand.Arrive(provider),
            JobStatus.EnRouteToPickup => new JobCommand.Arrive(provider),
            JobStatus.ArrivedAtPickup => new JobCommand.Start(provider, _forgetful ? "0000" : job.Order.Pin),
            JobStatus.InProgress => job.NextStop < job.Order.Stops.Length - 1
                ? new JobCommand.CompleteStop(provider)
                : new JobCommand.Complete(provider, choices.Next(2) == 0 ? null : new Metres(choices.Next(9_999)), _forgetful ? "0000" : job.Order.Pin, _forgetful ? null : "A. Neighbour"),
            JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform or JobStatus.NoShow
                or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => AfterTheEnd(job, choices),
        };
    }

    /// <summary>What the gateway and people do when the service is over.</summary>
    private static JobCommand AfterTheEnd(Job job, Choices choices)
    {
        var payment = job.Payment;
        if (payment is { Status: PaymentStatus.Capturing, Rest: { Status: RestStatus.Begun } rest })
        {
            return choices.Next(3) == 2
                ? new JobCommand.RestRefused(rest.Number, "card_declined")
                : new JobCommand.RestCharged(rest.Number, $"pi_rest_{rest.Number}", rest.Amount, choices.Of<Money.Money?>(null, Scenarios.Usd(11)));
        }

        if (payment is { Status: PaymentStatus.Capturing, Raising: { } raised } && choices.Next(8) != 7)
        {
            return choices.Next(2) == 0 ? new JobCommand.HoldRaised(payment.Intent, raised) : new JobCommand.HoldNotRaised("not_available", payment.Intent);
        }

        if (payment.Status == PaymentStatus.Capturing)
        {
            return choices.Next(8) == 7
                ? new JobCommand.HoldRanOut(payment.Intent)
                : new JobCommand.PaymentCaptured(Money.Money.Min(job.FinalFare!.Total, payment.Authorised), payment.Intent, choices.Of<Money.Money?>(null, Scenarios.Usd(37)));
        }

        if (job is { Metered: not null, CapSeen: null } && choices.Next(3) == 2)
        {
            return new JobCommand.AcknowledgeFareCap("u1", choices.Of(null, "looked at"));
        }

        if (payment.Status is PaymentStatus.Failed or PaymentStatus.AuthorizationExpired)
        {
            return choices.Next(4) == 3 && !payment.Captured.IsZero
                ? new JobCommand.OpenDispute($"dp_{choices.Next(3)}", Scenarios.Usd(1 + choices.Next(300)), payment.Intent, "fraudulent")
                : new JobCommand.AskRest();
        }

        if (payment.Status is PaymentStatus.Authorized)
        {
            return choices.Next(4) == 3 ? new JobCommand.HoldRanOut() : new JobCommand.PaymentReleased(payment.Intent);
        }

        if (job.Order.IsTransfer && payment is { Status: PaymentStatus.Released, Intent: { Length: > 0 } sent } && choices.Next(2) == 0)
        {
            return new JobCommand.PaymentAuthorised(sent, job.Order.Hold);
        }

        if (payment.Refunds?.Items.FirstOrDefault(refund => refund.Status == RefundStatus.Begun) is { } begun && choices.Next(2) == 0)
        {
            return choices.Next(4) == 3
                ? new JobCommand.RefundRefused(begun.Number, "expired_or_canceled_card")
                : new JobCommand.RefundPaid(begun.Number, begun.Amount, begun.Intent ?? payment.Intent, $"re_{begun.Number}", choices.Of<Money.Money?>(null, Scenarios.Usd(5)));
        }

        if (payment.Refunds?.Items.FirstOrDefault(refund => refund.Status == RefundStatus.Paid) is { } paid && choices.Next(4) == 0)
        {
            return new JobCommand.RefundRefused(paid.Number, "expired_or_canceled_card", paid.Intent ?? payment.Intent, paid.Reference ?? "re_late");
        }

        if (payment.Tip is { Status: TipStatus.Paid, Intent: { } ofTip } && choices.Next(6) == 0)
        {
            return choices.Next(2) == 0
                ? new JobCommand.OpenDispute($"dp_tip_{choices.Next(2)}", Scenarios.Usd(1 + choices.Next(200)), ofTip, "fraudulent", choices.Of<Money.Money?>(null, Scenarios.Usd(1_500)))
                : new JobCommand.CloseDispute($"dp_tip_{choices.Next(2)}", payment.Disputes?.Find("dp_tip_0")?.Amount ?? Scenarios.Usd(200), ofTip, choices.Next(2) == 0);
        }

        if (payment.Refunds?.Items.FirstOrDefault(refund => refund.Status == RefundStatus.Paid && payment.IsOfTip(refund)) is { } ofTheTip && choices.Next(3) == 0)
        {
            return new JobCommand.RefundRefused(ofTheTip.Number, "expired_or_canceled_card", ofTheTip.Intent, ofTheTip.Reference);
        }

        if (payment.Tip is { Status: TipStatus.Paid } && choices.Next(4) == 0)
        {
            return new JobCommand.RefundTip(choices.Of<Money.Money?>(null, Scenarios.Usd(1 + choices.Next(200))), RefundReason.Goodwill);
        }

        if (payment.Tip is { Status: TipStatus.RequiresAction } && choices.Next(3) == 0)
        {
            return new JobCommand.ReportConfirmation();
        }

        if (payment.Tip is { Status: TipStatus.Begun } asks && choices.Next(6) == 5)
        {
            return new JobCommand.TipNeedsAction(asks.Number, $"pi_tip_{asks.Number}", choices.Of(null, "secret"), choices.Of<TimeSpan?>(null, TimeSpan.Zero, TimeSpan.FromDays(30)));
        }

        if (payment.Tip is { Status: TipStatus.RequiresAction, Until: not null } && choices.Next(3) == 2)
        {
            return new JobCommand.Wake();
        }

        if (payment.Tip is { Status: TipStatus.Begun or TipStatus.RequiresAction or TipStatus.Ending } tip && choices.Next(2) == 0)
        {
            return choices.Next(4) == 3 ? new JobCommand.TipRefused(tip.Number, "card_declined") : new JobCommand.TipCharged(tip.Number, $"pi_tip_{tip.Number}", tip.Amount);
        }

        if (payment.Transfers?.Items.FirstOrDefault(one => one.Status == TransferStatus.Begun) is { } transfer && choices.Next(2) == 0)
        {
            return choices.Next(4) == 3 ? new JobCommand.TransferRefused(transfer.Number, "no") : new JobCommand.TransferPaid(transfer.Number, transfer.Amount, $"tr_{transfer.Number}");
        }

        if (PayeeLine.Payees(job) is { IsEmpty: false } payees && choices.Of([.. payees]) is var payee && PayeeLine.Of(job, payee) is { MinorUnits: > 0 } line && choices.Next(6) == 5)
        {
            var netted = choices.Of(Scenarios.Usd(0), line, Scenarios.Usd(1));
            return new JobCommand.BeginTransfer((payment.Transfers?.Items.Length ?? 0) + 1, line - netted, netted, "acct_1", payee.Merchant);
        }

        return payment.Status == PaymentStatus.Disputed
            ? new JobCommand.CloseDispute(payment.Dispute!.Id, payment.Dispute.Amount, payment.Dispute.Intent ?? payment.Intent, choices.Next(2) == 0)
            : choices.Next(5) switch
            {
                0 or 1 => new JobCommand.Refund(
                    choices.Next(2) == 0 ? null : Scenarios.Usd(1 + choices.Next(600)),
                    RefundReason.Goodwill,
                    choices.Of(RefundBearer.Platform, RefundBearer.Provider, RefundBearer.Proportional)),
                2 => new JobCommand.Tip(Scenarios.Usd(200), choices.Of(TimeSpan.FromDays(30), TimeSpan.FromDays(30), TimeSpan.Zero)),
                3 => new JobCommand.OpenDispute($"dp_{choices.Next(3)}", choices.Next(2) == 0 ? payment.Captured : Scenarios.Usd(1 + choices.Next(300)), payment.Intent, "fraudulent", choices.Of<Money.Money?>(null, Scenarios.Usd(1_500))),
                _ => new JobCommand.CloseDispute($"dp_{choices.Next(3)}", Scenarios.Usd(1 + choices.Next(300)), payment.Intent, choices.Next(2) == 0),
            };
    }

    /// <summary>The hold that was asked for; now and then one that does not last.</summary>
    private static JobCommand.PaymentAuthorised Authorised(Job job, Choices choices) => new(
        job.Payment.Intent ?? (job.Payment.Holds == 1 ? Scenarios.Intent : $"pi_{job.Payment.Holds}"),
        job.Payment.Asked ?? job.Order.Hold,
        choices.Of<TimeSpan?>(null, null, TimeSpan.FromDays(7), TimeSpan.FromMinutes(30), TimeSpan.FromHours(3)) is { } lasts ? job.Order.RequestedAt + lasts : null);

    private static JobCommand.Accept Accept(Job job, ProviderId provider) =>
        new(Scenarios.Offer(job.Attempt), job.Attempt, job.Version, provider, Scenarios.Vehicle(), 0, job.Order.MatchFrom + TimeSpan.FromMinutes(4));

    private static JobCommand.ChangeDestination ChangeDestination(Job job, Choices choices)
    {
        var (metres, time) = (new Metres(choices.Next(30_000)), TimeSpan.FromSeconds(choices.Next(4_000)));
        return new JobCommand.ChangeDestination(
            choices.Next(6) == 5 ? job.Destination?.Quote ?? job.Order.Quote : new QuoteId(new Guid(choices.Next(9_999), 6, 0, 0, 0, 0, 0, 0, 0, 0, 1)), new GeoPoint(-73.99, 40.7 + (0.001 * choices.Next(100))),
            FareMeter.Price(job.Order.Terms.Fares, metres, time, job.Order.Multiplier ?? BasisPoints.One, job.Order.QuotedFare.FundedDiscounts), metres, time);
    }

    private static JobCommand Anything(Job job, Choices choices)
    {
        var provider = choices.Next(3) == 0 ? Scenarios.Provider(1 + choices.Next(4)) : job.Assignment?.Provider ?? Scenarios.Provider();
        switch (choices.Next(55))
        {
            case 0: return new JobCommand.Request(job.Order);
            case 1: return new JobCommand.PaymentAuthorised(Scenarios.Intent, choices.Next(3) == 0 ? Scenarios.Usd(choices.Next(5)) : job.Order.Hold);
            case 2: return new JobCommand.PaymentNeedsAction(Scenarios.Intent);
            case 3: return new JobCommand.PaymentDeclined("card_declined");
            case 4: return new JobCommand.PaymentCaptured(choices.Next(3) == 0 ? Scenarios.Usd(choices.Next(5)) : job.FinalFare?.Total ?? job.Order.Hold);
            case 5: return new JobCommand.PaymentReleased();
            case 6: return new JobCommand.PaymentFailed("do_not_honor");
            case 7: return Accept(job, provider);
            case 8: return Accept(job, provider) with { OfferedVersion = job.Version - 1 };
            case 9:
                return new JobCommand.Reassign(
                    provider, Scenarios.Provider(1 + choices.Next(4)), Scenarios.Vehicle(2), Scenarios.Offer(9), 0, job.Order.PickUpBy);
            case 10: return new JobCommand.Depart(provider);
            case 11: return new JobCommand.Arrive(provider);
            case 12: return new JobCommand.Start(provider, choices.Of("0000", Scenarios.Pin, null));
            case 13: return new JobCommand.CompleteStop(provider);
            case 14: return new JobCommand.Complete(provider, choices.Of<double?>(null, 0, 5_000, 1e7, 1e300) is { } measured ? new Metres(measured) : null);
            case 15: return new JobCommand.CancelByCustomer(CancelReason.ChangedMind);
            case 16: return new JobCommand.CancelByProvider(provider, CancelReason.ProviderUnable);
            case 17: return new JobCommand.CancelByPlatform(CancelReason.OperatorDecision);
            case 18: return new JobCommand.ReportNoShow(provider);
            case 19: return new JobCommand.ReportSilent(provider, job.Order.RequestedAt + Steps[choices.Next(Steps.Length)]);
            case 20: return Authorised(job, choices);
            case 21: return new JobCommand.HoldRanOut(choices.Of(null, job.Payment.Intent, "pi_foreign"));
            case 22: return choices.Next(2) == 0 ? new JobCommand.ReportConfirmation() : new JobCommand.ReportLate(provider);
            case 23:
                return new JobCommand.Refund(
                    choices.Of<Money.Money?>(null, Scenarios.Usd(0), Scenarios.Usd(-5), Scenarios.Usd(1), Scenarios.Usd(90_000), new Money.Money(5, Currency.Of("EUR"))),
                    RefundReason.Overcharged,
                    choices.Of(RefundBearer.Platform, RefundBearer.Provider, RefundBearer.Proportional));
            case 24:
                return new JobCommand.RefundPaid(choices.Next(4), Scenarios.Usd(choices.Next(50)), choices.Of(null, job.Payment.Intent, "pi_foreign"), choices.Of(null, "re_x", "re_y"));
            case 25: return new JobCommand.RefundRefused(choices.Next(4), "charge_disputed");
            case 26:
                return new JobCommand.Tip(
                    choices.Of(Scenarios.Usd(100), Scenarios.Usd(0), Scenarios.Usd(-1), new Money.Money(5, Currency.Of("EUR"))), choices.Of(TimeSpan.Zero, TimeSpan.FromDays(30)));
            case 27: return new JobCommand.TipCharged(choices.Next(3), choices.Of("pi_tip_1", "pi_foreign"), Scenarios.Usd(choices.Of(100, 200, 7)));
            case 28: return new JobCommand.TipRefused(choices.Next(3), "card_declined");
            case 29: return new JobCommand.OpenDispute($"dp_{choices.Next(3)}", Scenarios.Usd(choices.Next(3_000)), choices.Of(null, job.Payment.Intent, "pi_foreign"), "fraudulent");
            case 30: return new JobCommand.CloseDispute($"dp_{choices.Next(3)}", Scenarios.Usd(choices.Next(3_000)), null, choices.Next(2) == 0);
            case 31: return new JobCommand.PaymentReleased(choices.Of(job.Payment.Prior?.Intent, "pi_foreign"));
            case 32: return new JobCommand.HoldRaised(choices.Of(null, job.Payment.Intent, "pi_foreign"), choices.Of(job.Payment.Raising ?? Scenarios.Usd(5), Scenarios.Usd(9)));
            case 33: return new JobCommand.HoldNotRaised("not_available", choices.Of(null, job.Payment.Intent, "pi_foreign"));
            case 34: return new JobCommand.RestCharged(choices.Next(3), choices.Of("pi_rest_1", "pi_foreign"), choices.Of(job.Payment.Rest?.Amount ?? Scenarios.Usd(5), Scenarios.Usd(7)));
            case 35: return new JobCommand.RestRefused(choices.Next(3), "card_declined");
            case 36: return new JobCommand.AskRest();
            case 37: return new JobCommand.NoteRefusedNews("capture_not_asked", choices.Of(null, "pi_foreign"), Scenarios.Usd(5));
            case 38: return new JobCommand.BeginTransfer(choices.Next(3), Scenarios.Usd(choices.Next(400) - 20), Scenarios.Usd(choices.Next(200) - 20), choices.Of("acct_1", string.Empty), choices.Of<MerchantId?>(null, Merchant));
            case 39: return new JobCommand.TransferPaid(choices.Next(3), Scenarios.Usd(choices.Next(400)), "tr_x");
            case 40: return new JobCommand.TransferRefused(choices.Next(3), "no");
            case 41: return new JobCommand.TipNeedsAction(choices.Next(3), choices.Of("pi_tip_1", string.Empty), choices.Of(null, "secret"), TimeSpan.FromHours(1));
            case 42: return Redeem(job, choices);
            case 43: return new JobCommand.MerchantAccept(choices.Of(Merchant, default), choices.Of<TimeSpan?>(null, TimeSpan.FromMinutes(-1), TimeSpan.FromHours(1)));
            case 44: return new JobCommand.MerchantReject(choices.Of(Merchant, default));
            case 45: return new JobCommand.MarkPrepared(choices.Of(Merchant, default));
            case 46: return new JobCommand.ReturnGoods(provider, (ReturnReason)choices.Next(5));
            case 47: return new JobCommand.OfferExtra(provider, choices.Of(Scenarios.Usd(400), Scenarios.Usd(-4), new Money.Money(5, Currency.Of("EUR"))), choices.Of("A new tap", " "));
            case 48: return new JobCommand.AnswerExtra(choices.Next(3), choices.Next(2) == 0);
            case 50: return ChangeDestination(job, choices);
            case 49: return new JobCommand.AcknowledgeFareCap("u1");
            case 51: return new JobCommand.HearChainMade();
            case 52: return new JobCommand.HearForerunner(Scenarios.Job(1 + choices.Next(2)), choices.Next(2) == 0);
            case 53:
                return new JobCommand.RefundTip(
                    choices.Of<Money.Money?>(null, Scenarios.Usd(0), Scenarios.Usd(-5), Scenarios.Usd(1), Scenarios.Usd(90_000), new Money.Money(5, Currency.Of("EUR"))), RefundReason.Overcharged);
            default: return new JobCommand.Wake();
        }
    }
}
