using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>What holds for every life of a job. A life that throws breaks every law here: a decision never throws, nor does evolving what was decided.</summary>
public sealed class JobLawTests
{
    private const int Length = 160;

    [Fact]
    public void Versions_AnyHistory_AreContiguousAndEveryStepIsInTheTable() => Law.HoldsForChoices(Length, choices =>
    {
        var version = 0L;
        JobStatus? from = null;
        foreach (var state in JobHistory.Live(choices).States)
        {
            Assert.Equal(++version, state.Version);
            if (from is { } before && before != state.Status)
            {
                Assert.Contains(state.Status, Enum.GetValues<JobTrigger>().Select(on => JobTransitions.Next(before, on)).OfType<JobStatus>());
            }

            from = state.Status;
        }
    });

    [Fact]
    public void Ends_AnyHistory_NeverChange() => Law.HoldsForChoices(Length, choices =>
    {
        Job? end = null;
        foreach (var state in JobHistory.Live(choices).States)
        {
            Assert.Equal(state.Status.IsEnd(), state.EndedAt is not null);
            if (end is not null)
            {
                Assert.Equal(end with { Version = state.Version, Payment = state.Payment, CapSeen = state.CapSeen }, state);
            }

            end ??= state.Status.IsEnd() ? state : null;
        }
    });

    [Fact]
    public void Replay_AnyHistory_GivesTheSameState() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        var replayed = JobEvents.Replay(history.Order, history.Events);
        Assert.NotNull(replayed);
        Assert.Equal(history.Last.Excluded.AsEnumerable(), replayed.Excluded);
        Assert.Equal((history.Last.Extras ?? []).AsEnumerable(), replayed.Extras ?? []);
        Assert.Equal(history.Last.Order.Stops.AsEnumerable(), replayed.Order.Stops);
        Assert.Equal(history.Last, replayed with { Excluded = history.Last.Excluded, Extras = history.Last.Extras, Order = replayed.Order with { Stops = history.Last.Order.Stops } });
    });

    /// <summary>What each voucher is told that it was used by is what its funder pays of the price, to the minor unit, and never more than it holds.</summary>
    [Fact]
    public void Vouchers_AnyHistory_AreUsedByWhatTheirFundersPay() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        var order = history.Order;
        Assert.True(VoucherUses.Fit(order));
        foreach (var completed in history.Events.OfType<JobEvent.Completed>())
        {
            var uses = VoucherUses.Of(order, completed.Fare);
            Assert.Equal(order.Vouchers?.Length ?? 0, uses.Length);
            Assert.All(uses, use => Assert.InRange(use.Used.MinorUnits, 0, use.Voucher.Amount.MinorUnits));
            var others = order.QuotedFare.Lines.Count(line => line.Kind == FareLineKind.Discount) - uses.Length;
            Assert.Equal(
                completed.Settlement.FundedDiscounts.Skip(others).Select(discount => (discount.Amount, discount.Funder)),
                uses.Where(use => !use.Used.IsZero).Select(use => (use.Used, use.Voucher.Funder)));
        }

        Assert.All(VoucherUses.Of(order, null), use => Assert.True(use.Used.IsZero));
    });

    [Fact]
    public void Deadline_AnyHistory_IsThereUntilTheEndAndLeadsToIt() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        Assert.All(history.States, state => Assert.Equal(state.Status.IsEnd() && state.Payment.Tip?.Until is null, state.Deadline is null));
        history.SleepToTheEnd();
        Assert.True(history.Last.Status.IsEnd());
    });

    [Fact]
    public void Assignment_AnyHistory_IsOneAtATimeAndNeverOneWhoLetTheJobDown() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        foreach (var commit in history.Commits)
        {
            foreach (var (happened, state) in commit.Events.Zip(commit.States))
            {
                Assert.True(state.Status.IsEnd() || state.Order.IsRedemption || state.Status.HasProvider() == state.Assignment is not null, $"{state.Status} with {state.Assignment}");
                Assert.DoesNotContain(state.Assignment?.Provider ?? default, state.Excluded);
                if (happened is JobEvent.Accepted)
                {
                    Assert.Null(commit.Before!.Assignment);
                }
            }
        }

        Assert.Equal(history.Last.Excluded.Length, history.Last.Excluded.Distinct().Count());
        Assert.True(history.Last.Excluded.Length <= history.Order.Terms.MaxRedispatches);
    });

    [Fact]
    public void Captured_AnyHistory_AtMostOnceAndTogetherWithReleasedAllThatWasHeld() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        history.SleepToTheEnd();

        // A capture that finds its hold run out is begun anew on another hold.
        Assert.True(history.Events.Count(happened => happened is JobEvent.CaptureBegun) <= 1 + history.Events.Count(happened => happened is JobEvent.HoldExpired));
        Assert.True(history.Events.Count(happened => happened is JobEvent.PaymentCaptured) <= 1);
        Assert.True(history.Events.Count(happened => happened is JobEvent.RestPaid) <= 1);
        foreach (var payment in history.States.Select(state => state.Payment))
        {
            Assert.True(payment.Captured + payment.Released <= payment.Authorised);
            if (payment.Status is PaymentStatus.Captured or PaymentStatus.Released or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed)
            {
                Assert.Equal(payment.Authorised, payment.Captured + payment.Released);
            }
        }

        // Nothing is taken but the price: by the hold, and by one more payment where the hold was too small.
        Assert.True(history.Last.Payment.Captured.IsZero || history.Last.Payment.Captured <= history.Last.FinalFare!.Total);
        Assert.True(history.Last.Payment.Captured.IsZero || history.Last.Payment.Status is PaymentStatus.Failed or PaymentStatus.Capturing
            || history.Last.Payment.Captured == history.Last.FinalFare!.Total);
    });

    /// <summary>Whatever happens, at most one hold is pending; each is posted or voided once, posted is what was captured of it, and when all is over nothing is pending.</summary>
    [Fact]
    public void Pending_AnyHistory_IsWhatIsHeldAndResolvedOnce() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        var open = new Dictionary<string, LedgerTransfer>();
        var keys = new HashSet<string>();
        var posted = Scenarios.Usd(0);
        foreach (var commit in history.Commits)
        {
            foreach (var row in commit.Pending)
            {
                Assert.True(keys.Add(row.Transfer.Key), $"{row.Transfer.Key} stands twice.");
                Assert.True(row.Transfer.Amount.MinorUnits > 0);
                if (row.Phase == PendingPhase.Pending)
                {
                    open.Add(row.Transfer.Key, row.Transfer);
                    continue;
                }

                Assert.True(open.Remove(row.Of!, out var begun), $"{row.Of} is not pending.");
                Assert.Equal((begun.Debit, begun.Credit), (row.Transfer.Debit, row.Transfer.Credit));
                Assert.True(row.Phase == PendingPhase.Posted ? row.Transfer.Amount <= begun.Amount : row.Transfer.Amount == begun.Amount);
                posted += row.Phase == PendingPhase.Posted ? row.Transfer.Amount : Scenarios.Usd(0);
            }

            var payment = commit.After.Payment;
            Assert.Equal(payment.CapturedOfHold, posted);
            Assert.True(open.Count <= 1);
            if (payment.Status == PaymentStatus.Authorized)
            {
                Assert.Equal(payment.Authorised.MinorUnits, open.Values.Sum(held => held.Amount.MinorUnits));
            }
            else if (payment.Status == PaymentStatus.RequiresAction)
            {
                Assert.Equal(history.Order.IsTransfer ? (payment.Asked ?? history.Order.Hold).MinorUnits : 0, open.Values.Sum(awaited => awaited.Amount.MinorUnits));
            }
            else if (payment.Status.IsSettled())
            {
                Assert.Empty(open);
            }
        }

        // Nothing pending is in what is posted.
        Assert.DoesNotContain(history.Transfers, transfer => keys.Contains(transfer.Key));
    });

    [Fact]
    public void Refunded_AnyHistory_NeverMoreThanWasCapturedNorWhatDisputesTook() => Law.HoldsForChoices(Length, choices =>
    {
        foreach (var payment in JobHistory.Live(choices).States.Select(state => state.Payment))
        {
            var lost = payment.Lost ?? Scenarios.Usd(0);
            Assert.True(payment.Refunded + lost <= payment.Captured || payment.Dispute is not null, $"{payment.Refunded} of {payment.Captured} went back.");
            Assert.True(payment.Refunded <= payment.Captured);
            Assert.True(payment.TipRefunded <= (payment.Tip is { Status: TipStatus.Paid } tip ? tip.Amount : Scenarios.Usd(0)), $"{payment.TipRefunded} of {payment.Tip} went back.");
            switch (payment.Status)
            {
                case PaymentStatus.Captured:
                    Assert.True(payment.Refunded.IsZero && lost.IsZero);
                    break;
                case PaymentStatus.PartiallyRefunded:
                    Assert.InRange((payment.Refunded + lost).MinorUnits, 1, payment.Captured.MinorUnits - 1);
                    break;
                case PaymentStatus.Refunded:
                    Assert.True(payment.Refunded + lost >= payment.Captured);
                    break;
                case PaymentStatus.Disputed:
                    Assert.True(payment.IsDisputed);
                    break;
            }
        }
    });

    [Fact]
    public void Start_AnyHistory_OnlyWithTheMoneyHeld() => Law.HoldsForChoices(Length, choices =>
    {
        foreach (var commit in JobHistory.Live(choices).Commits.Where(commit => commit.Events.Any(happened => happened is JobEvent.Started)))
        {
            Assert.True(commit.Before!.Payment.HoldsAt(commit.Events[0].At), $"Started with its payment {commit.Before.Payment}.");
        }
    });

    [Fact]
    public void GatewayRequests_AnyHistory_OneOfAKindAndNeverBothCaptureAndReleaseOfAHold() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        history.SleepToTheEnd();
        var asked = history.Requests.ToLookup(request => request.Operation);
        var again = history.Events.Count(happened => happened is JobEvent.HoldAsked);
        Assert.Equal(history.Order.Hold.IsZero ? 0 : 1 + again, asked[GatewayOperation.Authorize].Count());
        Assert.All(
            asked[GatewayOperation.Capture].Concat(asked[GatewayOperation.Release]).GroupBy(request => request.Epoch),
            ofHold => Assert.True(ofHold.Count() == 1, string.Join(", ", history.Requests)));
        Assert.Equal(history.Requests.Count(), history.Requests.Select(request => request.IdempotencyKey).Distinct().Count());
        Assert.Equal(history.Events.Count(happened => happened is JobEvent.RefundBegun or JobEvent.TipRefundBegun), asked[GatewayOperation.Refund].Count());
        Assert.Equal(history.Events.Count(happened => happened is JobEvent.TipBegun), asked[GatewayOperation.Charge].Count());
        Assert.Equal(history.Events.Count(happened => happened is JobEvent.TipLapsed), asked[GatewayOperation.EndTip].Count());
        Assert.False(history.Last.Payment.Tip is { Status: TipStatus.RequiresAction, Until: not null });
        Assert.Equal(history.Events.Count(happened => happened is JobEvent.RestBegun), asked[GatewayOperation.Collect].Count());

        // At the end no money stays held that nobody has asked the gateway to take or to let go.
        var payment = history.Last.Payment;
        switch (payment.Status)
        {
            case PaymentStatus.Authorized or PaymentStatus.RequiresAction when !string.IsNullOrEmpty(payment.Intent):
                Assert.Single(asked[GatewayOperation.Release], request => request.Epoch == payment.Holds);
                break;
            case PaymentStatus.Capturing when payment.Raising is { } raised:
                Assert.Equal(raised, Assert.Single(asked[GatewayOperation.Increment], request => request.Epoch == payment.Holds).Amount);
                break;
            case PaymentStatus.Capturing when payment.Rest is { Status: RestStatus.Begun } rest:
                Assert.Equal(rest.Amount, Assert.Single(asked[GatewayOperation.Collect], request => request.Epoch == rest.Number).Amount);
                break;
            case PaymentStatus.Capturing:
                Assert.Equal(Money.Money.Min(history.Last.FinalFare!.Total, payment.Authorised), Assert.Single(asked[GatewayOperation.Capture], request => request.Epoch == payment.Holds).Amount);
                break;
            case PaymentStatus.Captured when !payment.CapturedOfHold.IsZero:
                Assert.Equal(payment.CapturedOfHold, Assert.Single(asked[GatewayOperation.Capture], request => request.Epoch == payment.Holds).Amount);
                break;
        }

        Assert.True(payment.Prior is null or { Letting: true });
    });

    [Fact]
    public void LedgerPostings_AnyHistory_BalanceAndLeaveTheCustomerOwingWhatWasNotCaptured() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        history.SleepToTheEnd();
        var transfers = history.Transfers.ToList();
        Assert.All(transfers, transfer => Assert.True(transfer.Amount.MinorUnits > 0, transfer.ToString()));
        Assert.All(transfers, transfer => Assert.NotEqual(transfer.Debit, transfer.Credit));
        Assert.Equal(transfers.Count, transfers.Select(transfer => transfer.Key).Distinct().Count());

        long Balance(AccountKind kind, string? cause = null) => transfers.Where(transfer => cause is null || transfer.Cause == cause).Sum(transfer =>
            (transfer.Debit.Kind == kind ? transfer.Amount.MinorUnits : 0) - (transfer.Credit.Kind == kind ? transfer.Amount.MinorUnits : 0));
        var payment = history.Last.Payment;
        var owed = (history.Last.FinalFare?.Total.MinorUnits ?? 0) - payment.Captured.MinorUnits;
        var tip = (payment.Tip is { Status: TipStatus.Paid } paid ? paid.Amount.MinorUnits : 0) - payment.TipRefunded.MinorUnits;
        Assert.Equal(0, Balance(AccountKind.Tips));
        var fees = history.Events.OfType<JobEvent.GatewayFeeCharged>().Sum(fee => fee.Amount.MinorUnits);
        var disputed = payment.DisputesOf(DisputeStatus.Open, ofTip: false).MinorUnits + payment.DisputesOf(DisputeStatus.Open, ofTip: true).MinorUnits;
        Assert.Equal(payment.Lost?.MinorUnits ?? 0, payment.DisputesOf(DisputeStatus.Lost, ofTip: false).MinorUnits);
        var lost = (payment.Lost?.MinorUnits ?? 0) + payment.DisputesOf(DisputeStatus.Lost, ofTip: true).MinorUnits;
        long Back(AccountKind kind) => Balance(kind, "refunded") + Balance(kind, "refund_reversed");
        var cash = history.Order.IsPaidAtDoor ? owed : 0;
        Assert.Equal(history.Order.IsCash ? owed : 0, transfers.Where(transfer => transfer.Cause == "cash_collected").Sum(transfer => transfer.Amount.MinorUnits));
        Assert.Equal(history.Order.PaymentMethod == JobOrder.CardAtDoor ? owed : 0, transfers.Where(transfer => transfer.Cause == "card_collected").Sum(transfer => transfer.Amount.MinorUnits));
        var given = payment.Transfers?.Items ?? [];
        var transferred = given.Where(transfer => transfer.Status == TransferStatus.Paid).Sum(transfer => transfer.Amount.MinorUnits);
        long Of(Func<JobTransfer, bool> which, Func<JobTransfer, Money.Money> amount) => given.Where(which).Sum(transfer => amount(transfer).MinorUnits);
        var netted = Of(transfer => transfer.Merchant is null, transfer => transfer.Netted);
        var toMerchants = Of(transfer => transfer.Merchant is not null, transfer => transfer.Netted) + Of(transfer => transfer is { Merchant: not null, Status: not TransferStatus.Failed }, transfer => transfer.Amount);
        var toProvider = netted + Of(transfer => transfer is { Merchant: null, Status: not TransferStatus.Failed }, transfer => transfer.Amount);
        var underWay = given.Where(transfer => transfer.Status == TransferStatus.Begun).Sum(transfer => transfer.Amount.MinorUnits);
        Assert.Equal(-underWay, Balance(AccountKind.PayoutsUnderWay));
        Assert.Equal(-Scenarios.ProviderLine(history.Last).MinorUnits, Balance(AccountKind.ProviderPayable));
        Assert.All(PayeeLine.Payees(history.Last), payee => Assert.Equal(
            PayeeLine.Of(history.Last, payee).MinorUnits,
            transfers.Sum(transfer => (transfer.Credit == payee.Payable ? transfer.Amount.MinorUnits : 0) - (transfer.Debit == payee.Payable ? transfer.Amount.MinorUnits : 0))));
        Assert.Equal(cash - netted, Balance(AccountKind.CashInHand));
        Assert.Equal(history.Last.Settlement?.Merchants?.Sum(part => part.Amount.MinorUnits) ?? 0, Back(AccountKind.MerchantPayable) - Balance(AccountKind.MerchantPayable) + toMerchants);
        Assert.Equal(owed - cash, Balance(AccountKind.Customer));
        var ofCustomer = payment.Captured.MinorUnits - payment.Refunded.MinorUnits + tip;
        Assert.Equal(history.Order.IsWallet ? ofCustomer : 0, Balance(AccountKind.CustomerWallet));
        Assert.Equal((history.Order.IsWallet ? 0 : ofCustomer) - fees - disputed - lost - transferred, Balance(AccountKind.GatewayClearing));
        Assert.Equal(fees, Balance(AccountKind.GatewayFees));
        Assert.Equal(disputed, Balance(AccountKind.Disputes));
        Assert.Equal(lost, Balance(AccountKind.PlatformRevenue, "dispute_lost"));
        Assert.Equal(payment.Refunded.MinorUnits, Back(AccountKind.ProviderPayable) + Back(AccountKind.MerchantPayable) + Back(AccountKind.PlatformRevenue) + Back(AccountKind.Tax));
        Assert.Equal(tip + (history.Last.Settlement?.ProviderNet.MinorUnits ?? 0), Back(AccountKind.ProviderPayable) - Balance(AccountKind.ProviderPayable) + toProvider);
        Assert.Equal(history.Last.Settlement?.Tax.MinorUnits ?? 0, Back(AccountKind.Tax) - Balance(AccountKind.Tax));
        if (payment.Status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed)
        {
            Assert.Equal(0, Balance(AccountKind.Customer));
        }
    });

    [Fact]
    public void Histories_FixedSeed_ReachEveryEndAndEveryRejectionOfADecision()
    {
        // The laws above say nothing about states that no history reaches; this one shows that they reach all.
        var statuses = new HashSet<JobStatus>();
        var payments = new HashSet<PaymentStatus>();
        var rejections = new HashSet<JobRejection>();
        var events = new HashSet<Type>();
        var random = new Random(1);
        for (var i = 0; i < 4_000; i++)
        {
            var history = JobHistory.Live(new Choices([.. Enumerable.Range(0, Length).Select(_ => random.Next(10_000))]));
            history.SleepToTheEnd();
            statuses.UnionWith(history.States.Select(state => state.Status));
            payments.UnionWith(history.States.Select(state => state.Payment.Status));
            rejections.UnionWith(history.Rejections);
            events.UnionWith(history.Events.Select(happened => happened.GetType()));
        }

        Assert.Empty(Enum.GetValues<JobStatus>().Except(statuses));
        Assert.Empty(typeof(JobEvent).GetNestedTypes().Except(events));
        Assert.Empty(new[]
        {
            PaymentStatus.RequiresAction, PaymentStatus.Authorizing, PaymentStatus.Authorized, PaymentStatus.Capturing, PaymentStatus.Captured,
            PaymentStatus.Released, PaymentStatus.Failed, PaymentStatus.AuthorizationExpired, PaymentStatus.PartiallyRefunded, PaymentStatus.Refunded, PaymentStatus.Disputed,
        }.Except(payments));

        // Not from a decision: JobUnknown and OrderInvalid come before there is a job, OfferWithdrawn and OfferExpired from the offer,
        // PlanSlotTaken from the store's unique index, WrongPin from the grain that reports a refused PIN, PaymentForeign from the grain that reports refused news.
        JobRejection[] elsewhere =
        [
            JobRejection.JobUnknown, JobRejection.OrderInvalid, JobRejection.OfferWithdrawn, JobRejection.OfferExpired, JobRejection.PlanSlotTaken,
            JobRejection.WrongPin, JobRejection.PaymentForeign,
        ];
        Assert.Empty(Enum.GetValues<JobRejection>().Except(elsewhere).Except(rejections));
    }
}
