using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>The payment region beyond hold, capture and release.</summary>
public sealed class PaymentDecisionTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now + TimeSpan.FromHours(1);

    // Refunds

    [Fact]
    public void GivenCaptured_WhenRefundedInPartAndWhole_ThenEachIsAskedForOnceAndTheStateFollows()
    {
        var (begun, requests) = Commit(Scenarios.CapturedJob(), Refund(400));
        var request = Assert.Single(requests);
        Assert.Equal((GatewayOperation.Refund, 1, Scenarios.Intent, Scenarios.Usd(400)), (request.Operation, request.Epoch, request.Intent, request.Amount));
        Assert.Equal((PaymentStatus.Captured, Scenarios.Usd(850)), (begun.Payment.Status, begun.Payment.Refundable));
        var part = Do(begun, new JobCommand.RefundPaid(1, Scenarios.Usd(400), Scenarios.Intent, "re_1"));
        Assert.Equal((PaymentStatus.PartiallyRefunded, Scenarios.Usd(400)), (part.Payment.Status, part.Payment.Refunded));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(part, new JobCommand.RefundPaid(1, Scenarios.Usd(400), Scenarios.Intent, "re_1")));
        var (rest, second) = Commit(part, Refund(null));
        Assert.Equal((2, Scenarios.Usd(850)), (Assert.Single(second).Epoch, second[0].Amount));
        var all = Do(rest, new JobCommand.RefundPaid(2, Scenarios.Usd(850)));
        Assert.Equal((PaymentStatus.Refunded, JobStatus.Completed), (all.Payment.Status, all.Status));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(all, Refund(1)));
    }

    [Fact]
    public void GivenARefundUnderWay_WhenMoreIsRefundedThanIsLeft_ThenRefundTooLarge()
    {
        var begun = Do(Scenarios.CapturedJob(), Refund(1_000));
        Assert.Equal(JobRejection.RefundTooLarge, Why(begun, Refund(251)));
        var both = Do(begun, Refund(250));
        Assert.Equal(JobRejection.RefundTooLarge, Why(both, Refund(null)));

        // What the gateway refused is left again.
        var failed = Do(both, new JobCommand.RefundRefused(1, "expired_or_canceled_card"));
        Assert.Equal((PaymentStatus.Captured, Scenarios.Usd(1_000)), (failed.Payment.Status, failed.Payment.Refundable));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(failed, new JobCommand.RefundPaid(1, Scenarios.Usd(1_000))));
    }

    [Theory]
    [InlineData(0, "USD")]
    [InlineData(-1, "USD")]
    [InlineData(long.MinValue, "USD")]
    [InlineData(100, "EUR")]
    public void GivenCaptured_WhenAnImpossibleAmountIsRefunded_ThenAmountWrong(long amount, string currency) => Assert.Equal(
        JobRejection.AmountWrong,
        Why(Scenarios.CapturedJob(), new JobCommand.Refund(new Money.Money(amount, Currency.Of(currency)), RefundReason.Goodwill, RefundBearer.Platform)));

    [Fact]
    public void GivenNotCaptured_WhenRefunded_ThenPaymentStateWrong()
    {
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.CompletedJob(), Refund(1)));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.MatchingJob(), Refund(1)));
    }

    [Fact]
    public void GivenCaptured_WhenTheGatewayTellsOfARefundOfItsOwn_ThenItIsWrittenDownAndNotBooked()
    {
        var news = new JobCommand.RefundPaid(0, Scenarios.Usd(300), Scenarios.Intent, "re_dashboard");
        Assert.Equal(JobRejection.PaymentForeign, Refused(Scenarios.CapturedJob(), news));
        Assert.Empty(Postings(Scenarios.CapturedJob(), news));
    }

    [Theory]
    [InlineData(400, PaymentStatus.PartiallyRefunded)]
    [InlineData(1_250, PaymentStatus.Refunded)]
    public void GivenAPaidRefund_WhenTheGatewayTakesItBack_ThenTheBooksAreReversedAndItMayBeRefundedAgain(long amount, PaymentStatus status)
    {
        var begun = Do(Scenarios.CapturedJob(), new JobCommand.Refund(Scenarios.Usd(amount), RefundReason.ServiceFailure, RefundBearer.Proportional));
        var paid = new JobCommand.RefundPaid(1, Scenarios.Usd(amount), Scenarios.Intent, "re_1");
        var failed = new JobCommand.RefundRefused(1, "expired_or_canceled_card", Scenarios.Intent, "re_1");
        var back = Do(begun, paid);
        Assert.Equal(status, back.Payment.Status);
        Assert.Equal(JobRejection.PaymentForeign, Refused(back, failed with { Reference = "re_other" }));
        Assert.Equal(
            Postings(begun, paid).Select(transfer => $"{transfer.Debit} > {transfer.Credit} {transfer.Amount}"),
            Postings(back, failed).Select(transfer => $"{transfer.Credit} > {transfer.Debit} {transfer.Amount}"));
        var reversed = Do(back, failed);
        Assert.Equal((PaymentStatus.Captured, Scenarios.Usd(0), Scenarios.Usd(1_250)), (reversed.Payment.Status, reversed.Payment.Refunded, reversed.Payment.Refundable));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(reversed, failed));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(reversed, paid));

        // The other way round it never counted.
        var never = Do(begun, failed);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(never, paid));
        Assert.Equal((reversed.Payment.Status, RefundStatus.Failed), (never.Payment.Status, never.Payment.Refunds!.Items[0].Status));
        Assert.Equal(2, Assert.Single(Commit(reversed, Refund(amount)).Requests).Epoch);
    }

    [Theory]
    [InlineData(RefundBearer.Platform, 0, 400, 0)]
    [InlineData(RefundBearer.Provider, 400, 0, 0)]
    [InlineData(RefundBearer.Proportional, 288, 72, 40)]
    public void GivenARefund_WhenPaid_ThenItsBearerOwesIt(RefundBearer bearer, long provider, long platform, long tax)
    {
        var terms = Scenarios.Terms(commission: new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0)), tax: new BasisPoints(1_111));
        var job = Do(Scenarios.CapturedJob(terms, Scenarios.Price(1_000)), new JobCommand.Refund(Scenarios.Usd(400), RefundReason.ServiceFailure, bearer));
        var transfers = Postings(job, new JobCommand.RefundPaid(1, Scenarios.Usd(400)));
        long Debit(AccountKind kind) => transfers.Where(transfer => transfer.Debit.Kind == kind).Sum(transfer => transfer.Amount.MinorUnits);
        Assert.Equal((provider, platform, tax, 400), (Debit(AccountKind.ProviderPayable), Debit(AccountKind.PlatformRevenue), Debit(AccountKind.Tax), Debit(AccountKind.Customer)));
        Assert.Equal(400, transfers.Where(transfer => transfer.Credit.Kind == AccountKind.Customer).Sum(transfer => transfer.Amount.MinorUnits));
    }

    // Fees

    [Fact]
    public void GivenCapturing_WhenCapturedWithAFee_ThenTheFeeIsBookedOnce()
    {
        var done = Scenarios.CompletedJob();
        var transfers = Postings(done, new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), Scenarios.Intent, Scenarios.Usd(66)));
        var fee = Assert.Single(transfers, transfer => transfer.Cause == "gateway_fee");
        Assert.Equal(
            (AccountKind.GatewayFees, AccountKind.GatewayClearing, Scenarios.Usd(66), $"{done.Id}:gateway_fee:captured"), (fee.Debit.Kind, fee.Credit.Kind, fee.Amount, fee.Key));
        var captured = Do(done, new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), Scenarios.Intent, Scenarios.Usd(66)));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(captured, new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), Scenarios.Intent, Scenarios.Usd(66))));
    }

    [Fact]
    public void GivenCapturedByAWebhook_WhenTheAnswerComesWithTheFee_ThenTheFeeAloneIsBooked()
    {
        var captured = Do(Scenarios.CompletedJob(), new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), Scenarios.Intent));
        var late = new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), Scenarios.Intent, Scenarios.Usd(66));
        Assert.Equal("gateway_fee", Assert.Single(Postings(captured, late)).Cause);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Do(captured, late), late));
    }

    // Tips

    [Fact]
    public void GivenCaptured_WhenTipped_ThenTheProviderHasItWholeAndOnce()
    {
        var (begun, requests) = Commit(Scenarios.CapturedJob(), Tip(300));
        var request = Assert.Single(requests);
        Assert.Equal((GatewayOperation.Charge, 1, (string?)null, Scenarios.Usd(300)), (request.Operation, request.Epoch, request.Intent, request.Amount));
        Assert.Equal(JobRejection.TipGiven, Why(begun, Tip(100)));
        var charged = new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300), Scenarios.Usd(9));
        Assert.Equal(
            [
                $"customer:{Scenarios.Customer()} > tips:{Scenarios.Provider()} 3.00 USD pi_tip",
                $"tips:{Scenarios.Provider()} > provider_payable:{Scenarios.Provider()} 3.00 USD pi_tip",
                $"gateway_clearing:acme > customer:{Scenarios.Customer()} 3.00 USD pi_tip",
                $"gateway_fees:acme > gateway_clearing:acme 0.09 USD {Scenarios.Intent}",
            ],
            Postings(begun, charged).Select(transfer => $"{transfer.Debit} > {transfer.Credit} {transfer.Amount} {transfer.Intent}"));
        var paid = Do(begun, charged);
        Assert.Equal((PaymentStatus.Captured, TipStatus.Paid, Scenarios.Usd(1_250)), (paid.Payment.Status, paid.Payment.Tip!.Status, paid.Payment.Captured));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(paid, charged));
        Assert.Equal(JobRejection.TipGiven, Why(paid, Tip(100)));

        // A webhook that is faster than the answer knows no fee: it is booked when the answer comes, once.
        var early = Do(begun, charged with { Fee = null });
        Assert.Equal([$"gateway_fees:acme > gateway_clearing:acme 0.09 USD {Scenarios.Intent}"], Postings(early, charged).Select(transfer => $"{transfer.Debit} > {transfer.Credit} {transfer.Amount} {transfer.Intent}"));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Do(early, charged), charged));
    }

    [Fact]
    public void GivenATip_WhenDeclined_ThenThePriceStandsAndAnotherMayBeTried()
    {
        var failed = Do(Do(Scenarios.CapturedJob(), Tip(300)), new JobCommand.TipRefused(1, "card_declined"));
        Assert.Equal((PaymentStatus.Captured, TipStatus.Failed), (failed.Payment.Status, failed.Payment.Tip!.Status));
        var (_, requests) = Commit(failed, Tip(200));
        Assert.Equal(2, Assert.Single(requests).Epoch);
    }

    [Fact]
    public void GivenATipOnACardThatAsks_WhenTheCustomerConfirms_ThenItIsChargedOnce()
    {
        var begun = Do(Scenarios.CapturedJob(), Tip(300));
        var waiting = Do(begun, new JobCommand.TipNeedsAction(1, "pi_tip", "pi_tip_secret"));
        Assert.Equal((TipStatus.RequiresAction, "pi_tip", "pi_tip_secret"), (waiting.Payment.Tip!.Status, waiting.Payment.Tip.Intent, waiting.Payment.Tip.Action));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(waiting, new JobCommand.TipNeedsAction(1, "pi_tip", "pi_tip_secret")));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(begun, new JobCommand.TipNeedsAction(2, "pi_tip", "pi_tip_secret")));
        Assert.Equal(JobRejection.TipGiven, Why(waiting, Tip(100)));
        var (reported, requests) = Commit(waiting, new JobCommand.ReportConfirmation());
        var question = Assert.Single(requests);
        Assert.Equal((GatewayOperation.QueryTip, 1, "pi_tip", Scenarios.Usd(300)), (question.Operation, question.Number, question.Intent, question.Amount));
        var (_, again) = Commit(reported, new JobCommand.ReportConfirmation());
        Assert.Equal(1, Assert.Single(again).Number);
        Assert.NotEqual(question.IdempotencyKey, again[0].IdempotencyKey);
        Assert.Equal(JobRejection.PaymentForeign, Refused(reported, new JobCommand.TipCharged(1, "pi_other", Scenarios.Usd(300))));
        var paid = Do(reported, new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300)));
        Assert.Equal((TipStatus.Paid, (string?)null), (paid.Payment.Tip!.Status, paid.Payment.Tip.Action));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(paid, new JobCommand.ReportConfirmation()));
        var failed = Do(waiting, new JobCommand.TipRefused(1, "payment_intent_authentication_failure"));
        Assert.Equal((TipStatus.Failed, (string?)null), (failed.Payment.Tip!.Status, failed.Payment.Tip.Action));
        Assert.Equal(2, Assert.Single(Commit(failed, Tip(200)).Requests).Epoch);
    }

    [Fact]
    public void GivenATipThatWaits_WhenNobodyConfirmsIt_ThenItIsLetGoOnceAndTheGatewaySaysHowItEnded()
    {
        var captured = Scenarios.CapturedJob();
        var begun = Do(captured, Tip(300));
        Assert.Null(begun.Deadline);
        var waiting = Do(begun, new JobCommand.TipNeedsAction(1, "pi_tip", "pi_tip_secret", TimeSpan.FromDays(30)));
        var until = captured.EndedAt!.Value.AddDays(30);
        Assert.Equal(until, waiting.Deadline);
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(waiting, new JobCommand.Wake(), until.AddTicks(-1)).Rejection);
        Assert.Equal(JobRejection.JobEnded, JobDecisions.Decide(captured, new JobCommand.Wake(), until).Rejection);
        var lapsed = Assert.IsType<JobEvent.TipLapsed>(Assert.Single(JobDecisions.Decide(waiting, new JobCommand.Wake(), until).Events));
        var ending = JobEvents.Evolve(waiting, lapsed);
        Assert.Equal((TipStatus.Ending, (string?)null, (DateTimeOffset?)null), (ending.Payment.Tip!.Status, ending.Payment.Tip.Action, ending.Deadline));
        var request = Assert.Single(GatewayRequests.Of(waiting, ending, [lapsed]));
        Assert.Equal((GatewayOperation.EndTip, 1, "pi_tip", Scenarios.Usd(300)), (request.Operation, request.Number, request.Intent, request.Amount));
        Assert.Equal(JobRejection.TipGiven, Why(ending, Tip(100)));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(ending, new JobCommand.ReportConfirmation()));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(ending, new JobCommand.TipNeedsAction(1, "pi_tip", "pi_tip_secret")));
        Assert.Equal(TipStatus.Paid, Do(ending, new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300))).Payment.Tip!.Status);
        var failed = Do(ending, new JobCommand.TipRefused(1, "not_confirmed"));
        Assert.Equal(TipStatus.Failed, failed.Payment.Tip!.Status);
        Assert.Equal(2, Assert.Single(Commit(failed, Tip(200)).Requests).Epoch);
    }

    [Fact]
    public void GivenATipInTheLastMinuteOfItsWindow_WhenTheCardAsks_ThenThereIsTimeToConfirm()
    {
        var begun = Do(Scenarios.CapturedJob(), Tip(300));
        var at = begun.EndedAt!.Value.AddDays(30).AddSeconds(-1);
        var asked = Assert.IsType<JobEvent.TipActionRequired>(Assert.Single(JobDecisions.Decide(begun, new JobCommand.TipNeedsAction(1, "pi_tip", null, TimeSpan.FromDays(30)), at).Events));
        Assert.Equal(at + begun.Order.Terms.AuthorisationLimit, asked.Until);

        // The token that comes later moves nothing.
        var waiting = JobEvents.Evolve(begun, asked);
        var again = Assert.IsType<JobEvent.TipActionRequired>(
            Assert.Single(JobDecisions.Decide(waiting, new JobCommand.TipNeedsAction(1, "pi_tip", "pi_tip_secret", TimeSpan.FromDays(30)), at.AddMinutes(1)).Events));
        Assert.Equal(asked.Until, again.Until);
    }

    [Fact]
    public void GivenNewsOfAQuestionWithoutItsToken_WhenTheAnswerBringsIt_ThenItIsKept()
    {
        var told = Do(Scenarios.ScheduledJob(), new JobCommand.PaymentNeedsAction("pi_9"));
        Assert.Null(told.Payment.Action);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(told, new JobCommand.PaymentNeedsAction("pi_9")));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(told, new JobCommand.PaymentNeedsAction("pi_other", "pi_other_secret")));
        var answered = Do(told, new JobCommand.PaymentNeedsAction("pi_9", "pi_9_secret"));
        Assert.Equal((PaymentStatus.RequiresAction, "pi_9_secret"), (answered.Payment.Status, answered.Payment.Action));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(answered, new JobCommand.PaymentNeedsAction("pi_9", "pi_9_secret")));

        var tip = Do(Do(Scenarios.CapturedJob(), Tip(300)), new JobCommand.TipNeedsAction(1, "pi_tip"));
        Assert.Equal("pi_tip_secret", Do(tip, new JobCommand.TipNeedsAction(1, "pi_tip", "pi_tip_secret")).Payment.Tip!.Action);
    }

    [Fact]
    public void GivenNoCompletedAndPaidJob_WhenTipped_ThenItIsRefusedByName()
    {
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.InProgressJob(), Tip(100)));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.CompletedJob(), Tip(100)));
        Assert.Equal(JobRejection.AmountWrong, Why(Scenarios.CapturedJob(), Tip(0)));
        Assert.Equal(JobRejection.TooLate, JobDecisions.Decide(Scenarios.CapturedJob(), Tip(100), Now + TimeSpan.FromDays(30)).Rejection);
    }

    // Confirmation

    [Fact]
    public void GivenRequiresAction_WhenTheAppSaysConfirmed_ThenTheGatewayIsAsked()
    {
        var waiting = Do(Scenarios.ScheduledJob(), new JobCommand.PaymentNeedsAction("pi_9", "pi_9_secret"));
        Assert.Equal("pi_9_secret", waiting.Payment.Action);
        var (reported, requests) = Commit(waiting, new JobCommand.ReportConfirmation());
        Assert.Equal((GatewayOperation.Query, 1, "pi_9"), (Assert.Single(requests).Operation, requests[0].Epoch, requests[0].Intent));
        Assert.Equal(PaymentStatus.RequiresAction, reported.Payment.Status);
        var held = Do(reported, new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)));
        Assert.Equal((PaymentStatus.Authorized, (string?)null), (held.Payment.Status, held.Payment.Action));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(held, new JobCommand.ReportConfirmation()));
        Assert.Equal(JobRejection.PaymentForeign, Refused(reported, new JobCommand.PaymentAuthorised("pi_other", Scenarios.Usd(1_250))));
    }

    // Holds that run out

    [Fact]
    public void GivenABookedJobWhoseHoldDoesNotLast_WhenItsTimeIsNear_ThenAnotherIsAskedForAndTheOldOneLetGo()
    {
        var job = Booked(TimeSpan.FromDays(10), heldFor: TimeSpan.FromDays(7));
        Assert.Equal(job.Order.MatchFrom - job.Order.Terms.AuthorisationLimit, job.Deadline);
        var (asked, requests) = Commit(job, new JobCommand.Wake(), job.Deadline!.Value);
        Assert.Equal((GatewayOperation.Authorize, 2), (Assert.Single(requests).Operation, requests[0].Epoch));
        Assert.Equal((JobStatus.Scheduled, PaymentStatus.Authorizing), (asked.Status, asked.Payment.Status));

        // News of the old hold that comes again is not taken for the new one.
        Assert.Equal(JobRejection.PaymentStateWrong, Why(asked, new JobCommand.PaymentAuthorised(Scenarios.Intent, Scenarios.Usd(1_250))));
        var (held, release) = Commit(asked, new JobCommand.PaymentAuthorised("pi_2", Scenarios.Usd(1_250), job.Order.PickUpAt + TimeSpan.FromDays(6)), job.Order.MatchFrom);
        Assert.Equal((GatewayOperation.Release, 1, Scenarios.Intent), (Assert.Single(release).Operation, release[0].Epoch, release[0].Intent));
        Assert.Equal((JobStatus.Matching, "pi_2"), (held.Status, held.Payment.Intent));
        var gone = Do(held, new JobCommand.PaymentReleased(Scenarios.Intent));
        Assert.Equal((PaymentStatus.Authorized, (PriorHold?)null), (gone.Payment.Status, gone.Payment.Prior));
    }

    [Fact]
    public void GivenABookedJobWhoseHoldRanOut_WhenTheNextIsDeclined_ThenFailed()
    {
        var job = Booked(TimeSpan.FromDays(10), heldFor: TimeSpan.FromDays(7));
        var expired = Scenarios.Do(job, new JobCommand.HoldRanOut(Scenarios.Intent), job.Order.RequestedAt + TimeSpan.FromDays(7));
        Assert.Equal((PaymentStatus.AuthorizationExpired, job.Order.MatchFrom - job.Order.Terms.AuthorisationLimit), (expired.Payment.Status, expired.Deadline));
        var (asked, requests) = Commit(expired, new JobCommand.Wake(), expired.Deadline!.Value);
        Assert.Equal(GatewayOperation.Authorize, Assert.Single(requests).Operation);
        Assert.Equal(asked.Payment.AskedAt + job.Order.Terms.AuthorisationLimit, asked.Deadline);
        Assert.Equal(JobStatus.Failed, Do(asked, new JobCommand.PaymentDeclined("card_declined", "pi_2")).Status);
    }

    [Fact]
    public void GivenAProviderOnItsWay_WhenTheHoldRanOut_ThenStartWaitsForTheNext()
    {
        var arrived = Scenarios.ArrivedJob();
        var expired = Do(arrived, new JobCommand.HoldRanOut());
        Assert.Equal((PaymentStatus.Authorizing, 2), (expired.Payment.Status, expired.Payment.Holds));
        Assert.Equal(JobRejection.PaymentNotHeld, Why(expired, new JobCommand.Start(Scenarios.Provider(), null)));
        var held = Do(expired, new JobCommand.PaymentAuthorised("pi_2", Scenarios.Usd(1_250)));
        Assert.Equal(JobStatus.InProgress, Do(held, new JobCommand.Start(Scenarios.Provider(), null)).Status);
        var declined = Do(expired, new JobCommand.PaymentDeclined("card_declined"));
        Assert.Equal((JobStatus.CanceledByPlatform, PaymentStatus.Failed), (declined.Status, declined.Payment.Status));
        var waited = Scenarios.Do(expired, new JobCommand.Wake(), expired.Deadline!.Value);
        Assert.Equal((Now + arrived.Order.Terms.AuthorisationLimit, JobStatus.CanceledByPlatform), (expired.Deadline, waited.Status));
    }

    [Fact]
    public void GivenAHoldThatRanOutByItsOwnTime_WhenStarted_ThenPaymentNotHeld()
    {
        var order = Scenarios.Order();
        var job = Scenarios.Do(Scenarios.ScheduledJob(order: order), new JobCommand.PaymentAuthorised(Scenarios.Intent, order.Hold, Now), order.RequestedAt);
        job = Scenarios.Do(job, Scenarios.Accept(job), order.RequestedAt);
        job = Scenarios.Do(job, new JobCommand.Arrive(Scenarios.Provider()), order.RequestedAt);
        Assert.Equal(JobRejection.PaymentNotHeld, JobDecisions.Decide(job, new JobCommand.Start(Scenarios.Provider(), null), Now).Rejection);
        Assert.Null(JobDecisions.Decide(job, new JobCommand.Start(Scenarios.Provider(), null), Now - TimeSpan.FromTicks(1)).Rejection);
    }

    [Fact]
    public void GivenCapturing_WhenTheHoldRanOut_ThenItIsHeldAndCapturedAnewUnderKeysOfItsOwn()
    {
        var (asked, requests) = Commit(Scenarios.CompletedJob(), new JobCommand.HoldRanOut(Scenarios.Intent));
        Assert.Equal((GatewayOperation.Authorize, 2, Scenarios.Usd(1_250)), (Assert.Single(requests).Operation, requests[0].Epoch, requests[0].Amount));
        var (held, capture) = Commit(asked, new JobCommand.PaymentAuthorised("pi_2", Scenarios.Usd(1_250)));
        Assert.Equal((GatewayOperation.Capture, 2, "pi_2"), (Assert.Single(capture).Operation, capture[0].Epoch, capture[0].Intent));
        Assert.Equal(JobRejection.PaymentForeign, Refused(held, new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), Scenarios.Intent)));
        Assert.Equal(PaymentStatus.Captured, Do(held, new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), "pi_2")).Payment.Status);
    }

    [Fact]
    public void GivenCompletedWithoutAHold_WhenTheNextNeedsTheCustomer_ThenTheDebtStaysAndTheHoldIsLetGo()
    {
        var running = Do(Scenarios.InProgressJob(), new JobCommand.HoldRanOut());
        var (done, requests) = Commit(running, new JobCommand.Complete(Scenarios.Provider(), null));
        Assert.Equal((GatewayOperation.Authorize, Scenarios.Usd(1_250)), (Assert.Single(requests).Operation, requests[0].Amount));
        var (failed, release) = Commit(done, new JobCommand.PaymentNeedsAction("pi_2"));
        Assert.Equal(PaymentStatus.Failed, failed.Payment.Status);
        Assert.Equal((GatewayOperation.Release, "pi_2"), (Assert.Single(release).Operation, release[0].Intent));
    }

    [Fact]
    public void GivenACardThatHoldsForMinutes_WhenAskedAgainAndAgain_ThenAtMostFourTimes()
    {
        var job = Scenarios.ArrivedJob();
        for (var hold = 2; hold <= JobLimits.MaxHolds; hold++)
        {
            job = Do(job, new JobCommand.HoldRanOut());
            Assert.Equal(hold, job.Payment.Holds);
            job = Do(job, new JobCommand.PaymentAuthorised($"pi_{hold}", Scenarios.Usd(1_250)));
        }

        Assert.Equal(PaymentStatus.AuthorizationExpired, Do(job, new JobCommand.HoldRanOut()).Payment.Status);
    }

    // Disputes

    [Fact]
    public void GivenCaptured_WhenDisputedAndWon_ThenTheMoneyIsBack()
    {
        var job = Scenarios.CapturedJob();
        var open = new JobCommand.OpenDispute("dp_1", Scenarios.Usd(1_250), Scenarios.Intent, "fraudulent", Scenarios.Usd(1_500));
        Assert.Equal(["dispute_opened 12.50 USD", "gateway_fee 15.00 USD"], Postings(job, open).Select(transfer => $"{transfer.Cause} {transfer.Amount}"));
        var disputed = Do(job, open);
        Assert.Equal(PaymentStatus.Disputed, disputed.Payment.Status);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(disputed, open));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(disputed, Refund(1)));
        var won = new JobCommand.CloseDispute("dp_1", Scenarios.Usd(1_250), Scenarios.Intent, true);
        Assert.Equal("dispute_won 12.50 USD", Assert.Single(Postings(disputed, won)) is var back ? $"{back.Cause} {back.Amount}" : null);
        Assert.Equal(PaymentStatus.Captured, Do(disputed, won).Payment.Status);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Do(disputed, won), won));
    }

    [Fact]
    public void GivenCaptured_WhenTheLossComesBeforeTheDispute_ThenBothAreBooked()
    {
        var job = Scenarios.CapturedJob();
        var lost = new JobCommand.CloseDispute("dp_1", Scenarios.Usd(1_000), Scenarios.Intent, false);
        Assert.Equal(["dispute_opened", "dispute_lost"], Postings(job, lost).Select(transfer => transfer.Cause));
        var after = Do(job, lost);
        Assert.Equal((PaymentStatus.PartiallyRefunded, Scenarios.Usd(250)), (after.Payment.Status, after.Payment.Refundable));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(after, new JobCommand.OpenDispute("dp_1", Scenarios.Usd(1_000), Scenarios.Intent, "fraudulent")));
        Assert.Equal(PaymentStatus.Refunded, Do(job, lost with { Amount = Scenarios.Usd(1_250) }).Payment.Status);
    }

    [Fact]
    public void GivenARefundUnderWay_WhenADisputeComesBetween_ThenBothCount()
    {
        var disputed = Do(Do(Scenarios.CapturedJob(), Refund(400)), new JobCommand.OpenDispute("dp_1", Scenarios.Usd(500), Scenarios.Intent, "general"));
        var paid = Do(disputed, new JobCommand.RefundPaid(1, Scenarios.Usd(400)));
        Assert.Equal(PaymentStatus.Disputed, paid.Payment.Status);
        Assert.Equal(PaymentStatus.PartiallyRefunded, Do(paid, new JobCommand.CloseDispute("dp_1", Scenarios.Usd(500), null, true)).Payment.Status);
        Assert.Equal(Scenarios.Usd(350), Do(paid, new JobCommand.CloseDispute("dp_1", Scenarios.Usd(500), null, false)).Payment.Refundable);
    }

    [Fact]
    public void GivenATip_WhenItsPaymentIsDisputedAndLost_ThenThePriceStandsAndThePlatformBearsIt()
    {
        var tipped = Do(Do(Scenarios.CapturedJob(), Tip(300)), new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300)));
        var open = new JobCommand.OpenDispute("dp_1", Scenarios.Usd(300), "pi_tip", "fraudulent");
        Assert.Equal(JobRejection.AmountWrong, Refused(tipped, open with { Amount = Scenarios.Usd(301) }));
        Assert.Equal("pi_tip", Assert.Single(Postings(tipped, open)).Intent);
        var disputed = Do(tipped, open);
        Assert.Equal((PaymentStatus.Captured, Scenarios.Usd(1_250)), (disputed.Payment.Status, disputed.Payment.Refundable));

        // The price may be disputed beside it.
        var both = Do(disputed, new JobCommand.OpenDispute("dp_2", Scenarios.Usd(1_250), Scenarios.Intent, "fraudulent"));
        Assert.Equal(PaymentStatus.Disputed, both.Payment.Status);
        var lost = Do(both, new JobCommand.CloseDispute("dp_1", Scenarios.Usd(300), "pi_tip", false));
        Assert.Equal((PaymentStatus.Disputed, (Money.Money?)null), (lost.Payment.Status, lost.Payment.Lost));
        Assert.Equal(PaymentStatus.Captured, Do(lost, new JobCommand.CloseDispute("dp_2", Scenarios.Usd(1_250), Scenarios.Intent, true)).Payment.Status);
        Assert.Equal(["dispute_lost 3.00 USD"], Postings(both, new JobCommand.CloseDispute("dp_1", Scenarios.Usd(300), "pi_tip", false)).Select(transfer => $"{transfer.Cause} {transfer.Amount}"));
    }

    [Fact]
    public void GivenARefundAndADispute_WhenTheyComeInEitherOrder_ThenTheEndIsTheSame()
    {
        var begun = Do(Scenarios.CapturedJob(), Refund(1_000));
        var refund = new JobCommand.RefundPaid(1, Scenarios.Usd(1_000), Scenarios.Intent, "re_1");
        var dispute = new JobCommand.CloseDispute("dp_1", Scenarios.Usd(500), Scenarios.Intent, false, Scenarios.Usd(1_500));
        var (one, other) = (Do(Do(begun, refund), dispute), Do(Do(begun, dispute), refund));
        Assert.Equal(one.Payment, other.Payment);
        Assert.Equal(PaymentStatus.Refunded, one.Payment.Status);
    }

    [Fact]
    public void GivenADispute_WhenItsFeeComesWithLaterNews_ThenItIsBookedOnce()
    {
        var open = new JobCommand.OpenDispute("dp_1", Scenarios.Usd(500), Scenarios.Intent, "fraudulent");
        var job = Do(Scenarios.CapturedJob(), open);
        Assert.Equal("gateway_fee", Assert.Single(Postings(job, open with { Fee = Scenarios.Usd(1_500) })).Cause);
        var charged = Do(job, open with { Fee = Scenarios.Usd(1_500) });
        Assert.Equal(JobRejection.PaymentStateWrong, Why(charged, open with { Fee = Scenarios.Usd(1_500) }));
        Assert.Equal("dispute_won", Assert.Single(Postings(charged, new JobCommand.CloseDispute("dp_1", Scenarios.Usd(500), null, true, Scenarios.Usd(1_500)))).Cause);
    }

    // Prices above the hold

    [Fact]
    public void GivenAMeteredPriceAboveTheHold_WhenTheHoldIsRaised_ThenItIsCapturedInOnePayment()
    {
        var running = Metered();
        var (done, requests) = Commit(running, new JobCommand.Complete(Scenarios.Provider(), new Metres(30_000)));
        var price = done.FinalFare!.Total;
        Assert.True(price > done.Payment.Authorised);
        Assert.Equal((GatewayOperation.Increment, 1, Scenarios.Intent, price), (Assert.Single(requests).Operation, requests[0].Epoch, requests[0].Intent, requests[0].Amount));
        Assert.Equal(JobRejection.AmountWrong, Refused(done, new JobCommand.PaymentCaptured(done.Payment.Authorised, Scenarios.Intent)));
        Assert.Equal(JobRejection.AmountWrong, Refused(done, new JobCommand.HoldRaised(Scenarios.Intent, price + Scenarios.Usd(1))));
        foreach (var news in new JobCommand[] { new JobCommand.HoldRaised(Scenarios.Intent, price), new JobCommand.PaymentAuthorised(Scenarios.Intent, price) })
        {
            var (raised, capture) = Commit(done, news);
            Assert.Equal((GatewayOperation.Capture, 1, price), (Assert.Single(capture).Operation, capture[0].Epoch, capture[0].Amount));
            Assert.Equal(JobRejection.PaymentStateWrong, Why(raised, news));
            var paid = Do(raised, new JobCommand.PaymentCaptured(price, Scenarios.Intent));
            Assert.Equal((PaymentStatus.Captured, price, price, (JobRest?)null), (paid.Payment.Status, paid.Payment.Captured, paid.Payment.Authorised, paid.Payment.Rest));
        }
    }

    [Fact]
    public void GivenAHoldThatCannotBeRaised_WhenItIsCapturedWhole_ThenTheRestIsASecondPaymentAndRefundsKeepThemApart()
    {
        var (held, rest, paid) = PaidInTwo();
        Assert.Equal((PaymentStatus.Captured, held + rest, held + rest, held), (paid.Payment.Status, paid.Payment.Captured, paid.Payment.Authorised, paid.Payment.CapturedOfHold));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(paid, new JobCommand.PaymentCaptured(held, Scenarios.Intent)));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(paid, new JobCommand.RestCharged(1, "pi_rest", rest)));

        // All of it goes back as two refunds, each of its own payment.
        var (refunding, requests) = Commit(paid, Refund(null));
        Assert.Equal(
            [(1, Scenarios.Intent, held), (2, "pi_rest", rest)],
            requests.Select(request => (request.Epoch, request.Intent!, request.Amount)));
        Assert.Equal(JobRejection.PaymentForeign, Refused(refunding, new JobCommand.RefundPaid(2, rest, Scenarios.Intent, "re_2")));
        var back = Do(Do(refunding, new JobCommand.RefundPaid(2, rest, "pi_rest", "re_2")), new JobCommand.RefundPaid(1, held, Scenarios.Intent, "re_1"));
        Assert.Equal(PaymentStatus.Refunded, back.Payment.Status);
        Assert.Equal("pi_rest", Assert.Single(Commit(Do(Do(paid, Refund(held.MinorUnits)), new JobCommand.RefundPaid(1, held)), Refund(5)).Requests).Intent);
        Assert.Equal("pi_rest", Assert.Single(Postings(paid, new JobCommand.OpenDispute("dp_1", rest, "pi_rest", "fraudulent"))).Intent);
    }

    [Fact]
    public void GivenTheRestIsDeclined_WhenItIsAskedAgain_ThenTheDebtIsPaidOnce()
    {
        var (held, rest, capturing) = Resting();
        Assert.Equal(JobRejection.PaymentStateWrong, Why(capturing, new JobCommand.AskRest()));
        var failed = Do(capturing, new JobCommand.RestRefused(1, "card_declined"));
        Assert.Equal((PaymentStatus.Failed, held), (failed.Payment.Status, failed.Payment.Captured));
        var disputed = Do(failed, new JobCommand.OpenDispute("dp_1", held, Scenarios.Intent, "fraudulent"));
        Assert.Equal(PaymentStatus.Failed, disputed.Payment.Status);
        var (asked, requests) = Commit(disputed, new JobCommand.AskRest());
        Assert.Equal((GatewayOperation.Collect, 2, (string?)null, rest), (Assert.Single(requests).Operation, requests[0].Epoch, requests[0].Intent, requests[0].Amount));
        Assert.Equal(JobRejection.PaymentForeign, Refused(asked, new JobCommand.RestCharged(1, "pi_rest", rest)));
        Assert.Equal(JobRejection.AmountWrong, Refused(asked, new JobCommand.RestCharged(2, "pi_rest", rest + Scenarios.Usd(1))));
        var paid = Do(asked, new JobCommand.RestCharged(2, "pi_rest", rest));
        Assert.Equal((PaymentStatus.Disputed, held + rest), (paid.Payment.Status, paid.Payment.Captured));
        Assert.Equal(PaymentStatus.Captured, Do(paid, new JobCommand.CloseDispute("dp_1", held, Scenarios.Intent, true)).Payment.Status);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(paid, new JobCommand.AskRest()));
    }

    [Fact]
    public void GivenTheRestIsDeclined_WhenWhatWasTakenIsRefunded_ThenItGoesBackAndTheRestStaysOwed()
    {
        var (held, rest, capturing) = Resting();
        var failed = Do(capturing, new JobCommand.RestRefused(1, "card_declined"));
        Assert.Equal(JobRejection.RefundTooLarge, Why(failed, Refund(held.MinorUnits + 1)));
        var (refunding, requests) = Commit(failed, Refund(400));
        Assert.Equal((GatewayOperation.Refund, Scenarios.Intent, Scenarios.Usd(400)), (Assert.Single(requests).Operation, requests[0].Intent, requests[0].Amount));
        var back = Do(refunding, new JobCommand.RefundPaid(1, Scenarios.Usd(400), Scenarios.Intent, "re_1"));
        Assert.Equal((PaymentStatus.Failed, held, Scenarios.Usd(400), rest), (back.Payment.Status, back.Payment.Captured, back.Payment.Refunded, back.Due));
        Assert.Equal((JobAttention.PaymentOwed, held - Scenarios.Usd(400)), (back.Attention, back.Payment.Refundable));

        // All of it, one that comes back, and a dispute that is open, on the way.
        var all = Do(Do(back, Refund(null)), new JobCommand.RefundPaid(2, held - Scenarios.Usd(400), Scenarios.Intent, "re_2"));
        Assert.Equal((PaymentStatus.Failed, held, rest), (all.Payment.Status, all.Payment.Refunded, all.Due));
        Assert.Equal(JobRejection.RefundTooLarge, Why(all, Refund(null)));
        var reversed = Do(all, new JobCommand.RefundRefused(2, "expired_or_canceled_card", Scenarios.Intent, "re_2"));
        Assert.Equal((PaymentStatus.Failed, Scenarios.Usd(400)), (reversed.Payment.Status, reversed.Payment.Refunded));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Do(reversed, new JobCommand.OpenDispute("dp_1", Scenarios.Usd(100), Scenarios.Intent, "fraudulent")), Refund(1)));

        // The rest is paid after all: what went back has gone back in part.
        var paid = Do(Do(reversed, new JobCommand.AskRest()), new JobCommand.RestCharged(2, "pi_rest", rest));
        Assert.Equal((PaymentStatus.PartiallyRefunded, held + rest, held + rest - Scenarios.Usd(400)), (paid.Payment.Status, paid.Payment.Captured, paid.Payment.Refundable));
        Assert.Equal([(3, Scenarios.Intent, held - Scenarios.Usd(400)), (4, "pi_rest", rest)], Commit(paid, Refund(null)).Requests.Select(request => (request.Epoch, request.Intent!, request.Amount)));
    }

    [Fact]
    public void GivenTheRestIsBeingCharged_WhenARefundIsUnderWay_ThenEitherMayComeFirst()
    {
        var (held, rest, capturing) = Resting();
        var refunding = Do(capturing, Refund(400));
        JobCommand back = new JobCommand.RefundPaid(1, Scenarios.Usd(400), Scenarios.Intent, "re_1");
        JobCommand charged = new JobCommand.RestCharged(1, "pi_rest", rest);
        foreach (var job in new[] { Do(Do(refunding, back), charged), Do(Do(refunding, charged), back) })
        {
            Assert.Equal((PaymentStatus.PartiallyRefunded, held + rest, Scenarios.Usd(400)), (job.Payment.Status, job.Payment.Captured, job.Payment.Refunded));
        }

        Assert.Equal(JobRejection.PaymentStateWrong, Why(Do(Scenarios.CompletedJob(), new JobCommand.PaymentFailed("do_not_honor")), Refund(null)));
    }

    [Fact]
    public void GivenACaptureThatWasRefused_WhenTheDebtIsAskedAgain_ThenItIsCharged()
    {
        var failed = Do(Scenarios.CompletedJob(), new JobCommand.PaymentFailed("do_not_honor"));
        var paid = Do(Do(failed, new JobCommand.AskRest()), new JobCommand.RestCharged(1, "pi_rest", Scenarios.Usd(1_250)));
        Assert.Equal((PaymentStatus.Captured, Scenarios.Usd(1_250), Scenarios.Usd(1_250)), (paid.Payment.Status, paid.Payment.Captured, paid.Payment.Authorised));
        Assert.Equal("pi_rest", Assert.Single(Commit(paid, Refund(null)).Requests).Intent);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.MatchingJob(), new JobCommand.AskRest()));
    }

    [Fact]
    public void GivenARaisedHoldThatRanOut_WhenItIsHeldAnew_ThenThePriceIsHeldWhole()
    {
        var done = Do(Metered(), new JobCommand.Complete(Scenarios.Provider(), new Metres(30_000)));
        var (asked, requests) = Commit(done, new JobCommand.HoldRanOut(Scenarios.Intent));
        Assert.Equal((GatewayOperation.Authorize, 2, done.FinalFare!.Total), (Assert.Single(requests).Operation, requests[0].Epoch, requests[0].Amount));
        var (_, capture) = Commit(asked, new JobCommand.PaymentAuthorised("pi_2", done.FinalFare.Total));
        Assert.Equal((GatewayOperation.Capture, 2, done.FinalFare.Total), (Assert.Single(capture).Operation, capture[0].Epoch, capture[0].Amount));
    }

    private static Job Metered() => Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered));

    private static (Money.Money Held, Money.Money Over, Job Capturing) Resting()
    {
        var done = Do(Metered(), new JobCommand.Complete(Scenarios.Provider(), new Metres(30_000)));
        var held = done.Payment.Authorised;
        var rest = done.FinalFare!.Total - held;
        var (whole, capture) = Commit(done, new JobCommand.HoldNotRaised("not_available", Scenarios.Intent));
        Assert.Equal((GatewayOperation.Capture, 1, held), (Assert.Single(capture).Operation, capture[0].Epoch, capture[0].Amount));
        var (capturing, collect) = Commit(whole, new JobCommand.PaymentCaptured(held, Scenarios.Intent));
        Assert.Equal((GatewayOperation.Collect, 1, (string?)null, rest), (Assert.Single(collect).Operation, collect[0].Epoch, collect[0].Intent, collect[0].Amount));
        Assert.Equal(PaymentStatus.Capturing, capturing.Payment.Status);
        return (held, rest, capturing);
    }

    private static (Money.Money Held, Money.Money Over, Job Paid) PaidInTwo()
    {
        var (held, rest, capturing) = Resting();
        return (held, rest, Do(capturing, new JobCommand.RestCharged(1, "pi_rest", rest, Scenarios.Usd(9))));
    }

    // A tip that goes back

    [Fact]
    public void GivenATip_WhenItGoesBackInPart_ThenItIsItsOwnPaymentsAndTheProvidersLoss()
    {
        var tipped = Do(Do(Scenarios.CapturedJob(), Tip(300)), new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300)));
        var back = new JobCommand.RefundTip(Scenarios.Usd(120), RefundReason.ServiceFailure);
        var (begun, requests) = Commit(tipped, back);
        var request = Assert.Single(requests);
        Assert.Equal((GatewayOperation.Refund, "pi_tip", Scenarios.Usd(120), $"{tipped.Id}:refund:1"), (request.Operation, request.Intent, request.Amount, request.IdempotencyKey));
        Assert.Equal((Scenarios.Usd(180), begun.Payment.Captured), (begun.Payment.TipRefundable, begun.Payment.Refundable));
        Assert.Equal(JobRejection.RefundTooLarge, Why(begun, back with { Amount = Scenarios.Usd(181) }));

        // News of another payment is none of this refund.
        Assert.Equal(JobRejection.PaymentForeign, Refused(begun, new JobCommand.RefundPaid(1, Scenarios.Usd(120), Scenarios.Intent, "re_1")));
        var told = new JobCommand.RefundPaid(1, Scenarios.Usd(120), "pi_tip", "re_1");
        var (customer, provider) = ($"customer:{Scenarios.Customer()}", $"provider_payable:{Scenarios.Provider()}");
        Assert.Equal(
            [$"tips:{Scenarios.Provider()} > {customer} 1.20 USD", $"{provider} > tips:{Scenarios.Provider()} 1.20 USD", $"{customer} > gateway_clearing:acme 1.20 USD"],
            Postings(begun, told).Select(transfer => $"{transfer.Debit} > {transfer.Credit} {transfer.Amount}"));
        var paid = Do(begun, told);
        Assert.Equal((PaymentStatus.Captured, Scenarios.Usd(120), Scenarios.Usd(0)), (paid.Payment.Status, paid.Payment.TipRefunded, paid.Payment.Refunded));
        Assert.Equal(Scenarios.ProviderLine(tipped) - Scenarios.Usd(120), Scenarios.ProviderLine(paid));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(paid, told));

        // The next has the next number, and all that is left; the price goes back by itself.
        var (all, more) = Commit(paid, new JobCommand.RefundTip(null, RefundReason.Goodwill));
        Assert.Equal((2, Scenarios.Usd(180)), (Assert.Single(more).Epoch, more[0].Amount));
        Assert.Equal(JobRejection.RefundTooLarge, Why(all, new JobCommand.RefundTip(null, RefundReason.Goodwill)));
        var whole = Do(Do(all, Refund(null)), new JobCommand.RefundPaid(3, Scenarios.Usd(1_250), Scenarios.Intent, "re_3"));
        Assert.Equal((PaymentStatus.Refunded, Scenarios.Usd(1_250)), (whole.Payment.Status, whole.Payment.Refunded));

        // What comes back after all is the provider's again; what was refused moved nothing.
        var reversed = Do(paid, new JobCommand.RefundRefused(1, "expired_or_canceled_card", "pi_tip", "re_1"));
        Assert.Equal((Scenarios.Usd(0), Scenarios.ProviderLine(tipped), JobAttention.RefundReversed), (reversed.Payment.TipRefunded, Scenarios.ProviderLine(reversed), reversed.Attention));
        Assert.Equal(Scenarios.Usd(300), Do(begun, new JobCommand.RefundRefused(1, "charge_disputed", "pi_tip")).Payment.TipRefundable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenARefundThatCameBack_WhenTheOtherSideIsPaidBack_ThenItStillWaitsForOneOfItsOwn(bool ofTip)
    {
        var tipped = Do(Do(Scenarios.CapturedJob(), Tip(300)), new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300)));
        JobCommand[] sides = [Refund(100), new JobCommand.RefundTip(Scenarios.Usd(100), RefundReason.Goodwill)];
        var (own, other) = ofTip ? (sides[1], sides[0]) : (sides[0], sides[1]);
        var intent = ofTip ? "pi_tip" : Scenarios.Intent;
        var paid = Do(Do(tipped, own), new JobCommand.RefundPaid(1, Scenarios.Usd(100), intent, "re_1"));
        var reversed = Do(paid, new JobCommand.RefundRefused(1, "expired_or_canceled_card", intent, "re_1"));
        Assert.Equal(JobAttention.RefundReversed, reversed.Attention);
        var others = Do(reversed, other);
        Assert.Equal((JobAttention.RefundReversed, reversed.Payment.Refunds!.ReversedAt), (others.Attention, others.Payment.Refunds!.ReversedAt));
        Assert.Equal(JobAttention.None, Do(others, own).Attention);
    }

    [Fact]
    public void GivenNoPaidTip_OrOneInDispute_WhenItIsToGoBack_ThenNothingHappens()
    {
        var back = new JobCommand.RefundTip(null, RefundReason.Goodwill);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.CapturedJob(), back));
        var begun = Do(Scenarios.CapturedJob(), Tip(300));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(begun, back));
        var tipped = Do(begun, new JobCommand.TipCharged(1, "pi_tip", Scenarios.Usd(300)));
        foreach (var (amount, why) in new (Money.Money, JobRejection)[]
        {
            (Scenarios.Usd(0), JobRejection.AmountWrong), (Scenarios.Usd(-1), JobRejection.AmountWrong),
            (new Money.Money(5, Currency.Of("EUR")), JobRejection.AmountWrong), (Scenarios.Usd(301), JobRejection.RefundTooLarge),
        })
        {
            Assert.Equal(why, Why(tipped, back with { Amount = amount }));
        }

        var disputed = Do(tipped, new JobCommand.OpenDispute("dp_1", Scenarios.Usd(200), "pi_tip", "fraudulent"));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(disputed, back));
        var lost = Do(disputed, new JobCommand.CloseDispute("dp_1", Scenarios.Usd(200), "pi_tip", false));
        Assert.Equal(Scenarios.Usd(100), lost.Payment.TipRefundable);
    }

    // At the door

    [Theory]
    [InlineData(JobOrder.Cash, "cash_collected")]
    [InlineData(JobOrder.CardAtDoor, "card_collected")]
    public void GivenPaidAtTheDoor_WhenCompleted_ThenTheProviderOwesWhatIsNotItsOwn(string method, string cause)
    {
        var terms = Scenarios.Terms(commission: new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0)), tax: new BasisPoints(1_111));
        var order = Scenarios.Order(terms, Scenarios.Price(1_000)) with { PaymentMethod = method };
        var running = Scenarios.InProgressJob(order: order);
        Assert.Equal((JobStatus.InProgress, PaymentStatus.Authorized), (running.Status, running.Payment.Status));
        var complete = new JobCommand.Complete(Scenarios.Provider(), null);
        var (done, requests) = Commit(running, complete);
        Assert.Empty(requests);
        Assert.Equal((JobStatus.Completed, PaymentStatus.Released, Scenarios.Usd(0)), (done.Status, done.Payment.Status, done.Payment.Captured));
        var transfers = Postings(running, complete);
        long Balance(AccountKind kind) => transfers.Sum(transfer => (transfer.Debit.Kind == kind ? transfer.Amount.MinorUnits : 0) - (transfer.Credit.Kind == kind ? transfer.Amount.MinorUnits : 0));
        Assert.Equal((0, 1_000, 0), (Balance(AccountKind.Customer), Balance(AccountKind.CashInHand), Balance(AccountKind.GatewayClearing)));
        Assert.Equal(280, Balance(AccountKind.CashInHand) + Balance(AccountKind.ProviderPayable));
        Assert.Equal(-280, Balance(AccountKind.PlatformRevenue) + Balance(AccountKind.Tax));
        Assert.Equal((cause, 1_000L), (Assert.Single(transfers, transfer => transfer.Debit.Kind == AccountKind.CashInHand).Cause, Balance(AccountKind.CashInHand)));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(done, Refund(1)));
    }

    // News that cannot be

    [Theory]
    [InlineData("pi_other", 1_250, "USD", JobRejection.PaymentForeign)]
    [InlineData(Scenarios.Intent, 1_251, "USD", JobRejection.AmountWrong)]
    [InlineData(Scenarios.Intent, 1_250, "EUR", JobRejection.AmountWrong)]
    [InlineData(Scenarios.Intent, -1_250, "USD", JobRejection.AmountWrong)]
    public void GivenAPayment_WhenNewsNamesAnother_ThenItIsWrittenDownAndMovesNothing(string intent, long amount, string currency, JobRejection why)
    {
        var money = new Money.Money(amount, Currency.Of(currency));
        foreach (var (job, news) in new (Job, JobCommand)[]
        {
            (Scenarios.CompletedJob(), new JobCommand.PaymentCaptured(money, intent)),
            (Scenarios.CapturedJob(), new JobCommand.PaymentCaptured(money, intent)),
            (Do(Scenarios.CapturedJob(), Refund(null)), new JobCommand.RefundPaid(1, money, intent)),
            (Scenarios.CapturedJob(), new JobCommand.OpenDispute("dp_1", money, intent, "fraudulent")),
            (Scenarios.CapturedJob(), new JobCommand.CloseDispute("dp_1", money, intent, false)),
        })
        {
            Assert.Equal(why, Refused(job, news));
            Assert.Empty(Postings(job, news));
            var after = Do(job, news);
            Assert.Equal(job with { Version = job.Version + 1, Payment = job.Payment with { NewsRefused = 1 } }, after with { Excluded = job.Excluded });
        }
    }

    [Fact]
    public void GivenFiftyRefusals_WhenThereIsOneMore_ThenItIsRefusedWithoutATrace()
    {
        var job = Scenarios.CapturedJob();
        var news = new JobCommand.PaymentCaptured(Scenarios.Usd(9), Scenarios.Intent);
        for (var i = 0; i < JobLimits.MaxNewsRefused; i++)
        {
            job = Do(job, news);
        }

        Assert.Equal(JobRejection.AmountWrong, Why(job, news));
    }

    private static Job Booked(TimeSpan ahead, TimeSpan heldFor)
    {
        var order = Scenarios.Order(pickUpAt: Scenarios.Now + ahead);
        return Scenarios.Do(Scenarios.ScheduledJob(order: order), new JobCommand.PaymentAuthorised(Scenarios.Intent, order.Hold, Scenarios.Now + heldFor), Scenarios.Now);
    }

    private static JobCommand.Refund Refund(long? amount) => new(amount is { } units ? Scenarios.Usd(units) : null, RefundReason.ServiceFailure, RefundBearer.Platform);

    private static JobCommand.Tip Tip(long amount) => new(Scenarios.Usd(amount), TimeSpan.FromDays(30));

    private static Job Do(Job job, JobCommand command) => Scenarios.Do(job, command, Now);

    private static JobRejection? Why(Job job, JobCommand command) => JobDecisions.Decide(job, command, Now).Rejection;

    private static JobRejection Refused(Job job, JobCommand news) => Assert.IsType<JobEvent.PaymentNewsRefused>(Assert.Single(JobDecisions.Decide(job, news, Now).Events)).Why;

    private static (Job After, ImmutableArray<GatewayRequest> Requests) Commit(Job job, JobCommand command, DateTimeOffset? now = null)
    {
        var decided = Decided.Of(job, command, now ?? Now);
        return (decided.After, GatewayRequests.Of(job, decided.After, decided.Events));
    }

    private static ImmutableArray<LedgerTransfer> Postings(Job job, JobCommand command) => Decided.Of(job, command, Now).Transfers;
}
