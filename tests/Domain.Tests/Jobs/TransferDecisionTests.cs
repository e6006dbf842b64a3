using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>A booked job that is paid by bank transfer: it begins when the money is there, or ends without it.</summary>
public sealed class TransferDecisionTests
{
    private static readonly DateTimeOffset PickUp = Scenarios.Now + TimeSpan.FromDays(2);

    [Fact]
    public void Order_AsSoonAsPossible_CannotBePaidByTransfer()
    {
        Assert.Equal(JobRejection.OrderInvalid, JobDecisions.Decide(null, new JobCommand.Request(Order() with { PickUpAt = null }), Scenarios.Now).Rejection);
        Assert.Contains(JobDecisions.Faults(Order() with { PickUpAt = Scenarios.Now + TimeSpan.FromMinutes(5) }, Scenarios.Now), fault => fault.Contains("transfer", StringComparison.Ordinal));
        Assert.Empty(JobDecisions.Faults(Order(), Scenarios.Now));
    }

    [Fact]
    public void Transfer_PaidInTime_BeginsAtItsTimeAndIsKeptInPart()
    {
        var job = Scenarios.Do(Pending(), new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold), Scenarios.Now + TimeSpan.FromHours(20));
        Assert.Equal((JobStatus.Scheduled, PaymentStatus.Authorized, job.Order.MatchFrom), (job.Status, job.Payment.Status, job.Deadline));
        job = Scenarios.Do(job, new JobCommand.Wake(), job.Order.MatchFrom);
        Assert.Equal(JobStatus.Matching, job.Status);
        job = Scenarios.Do(job, Scenarios.Accept(job), job.Order.MatchFrom + TimeSpan.FromSeconds(5));
        var decision = JobDecisions.Decide(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), job.Order.MatchFrom + TimeSpan.FromMinutes(10));
        var canceled = decision.Events.Aggregate(job, JobEvents.Evolve);
        var request = Assert.Single(GatewayRequests.Of(job, canceled, decision.Events));
        Assert.Equal((GatewayOperation.Capture, 300), (request.Operation, request.Amount.MinorUnits));
        var paid = Scenarios.Do(canceled, new JobCommand.PaymentCaptured(request.Amount, Scenarios.Intent), job.Order.MatchFrom + TimeSpan.FromMinutes(11));
        Assert.Equal(paid.Payment.Authorised, paid.Payment.Captured + paid.Payment.Released);
    }

    [Fact]
    public void Transfer_NotPaidInTime_ExpiresWithItsReasonAndIsLetGo()
    {
        var job = Pending();
        Assert.Equal(Scenarios.Now + TimeSpan.FromDays(1), job.Deadline);
        Assert.Equal(job.Order.MatchFrom, Pending(Order(limit: TimeSpan.FromDays(9))).Deadline);
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(job, new JobCommand.Wake(), job.Deadline!.Value - TimeSpan.FromSeconds(1)).Rejection);
        var decision = JobDecisions.Decide(job, new JobCommand.Wake(), job.Deadline.Value);
        Assert.Equal("transfer_not_paid", Assert.IsType<JobEvent.Expired>(Assert.Single(decision.Events)).Reason);
        var expired = decision.Events.Aggregate(job, JobEvents.Evolve);
        Assert.Equal(GatewayOperation.Release, Assert.Single(GatewayRequests.Of(job, expired, decision.Events)).Operation);
    }

    [Fact]
    public void Transfer_ThatComesWhenAllIsOver_IsSentBackOnceAndPostsNothing()
    {
        var over = Scenarios.Do(Expired(), new JobCommand.PaymentReleased(Scenarios.Intent), Scenarios.Now + TimeSpan.FromDays(2));
        Assert.Equal(PaymentStatus.Released, over.Payment.Status);
        var at = Scenarios.Now + TimeSpan.FromDays(5);
        var news = new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold);
        var decision = JobDecisions.Decide(over, news, at);
        var late = Assert.IsType<JobEvent.LateTransferReceived>(Assert.Single(decision.Events));
        var after = JobEvents.Evolve(over, late);
        var request = Assert.Single(GatewayRequests.Of(over, after, decision.Events));
        Assert.Equal((GatewayOperation.Release, 2, Scenarios.Intent, Order().Hold), (request.Operation, request.Epoch, request.Intent, request.Amount));
        Assert.Empty(LedgerPostings.Of(after, late));
        Assert.Equal(JobRejection.PaymentStateWrong, JobDecisions.Decide(after, news, at).Rejection);
        Assert.Equal(PaymentStatus.Released, after.Payment.Status);

        // Another payment's money, or another amount, is not this job's.
        Assert.IsType<JobEvent.PaymentNewsRefused>(Assert.Single(JobDecisions.Decide(over, news with { Amount = Scenarios.Usd(1) }, at).Events));
        Assert.Equal(JobRejection.PaymentStateWrong, JobDecisions.Decide(over, news with { Intent = "pi_other" }, at).Rejection);
    }

    [Fact]
    public void Transfer_ThatComesBetweenExpiryAndLettingGo_IsLetGoOnceMore()
    {
        var expired = Expired();
        var decision = JobDecisions.Decide(expired, new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold), Scenarios.Now + TimeSpan.FromDays(2));
        var held = decision.Events.Aggregate(expired, JobEvents.Evolve);
        var again = Assert.Single(GatewayRequests.Of(expired, held, decision.Events));
        Assert.Equal((GatewayOperation.Release, 2, Order().Hold), (again.Operation, again.Epoch, again.Amount));
        var over = Scenarios.Do(held, new JobCommand.PaymentReleased(Scenarios.Intent), Scenarios.Now + TimeSpan.FromDays(2));
        Assert.Equal((PaymentStatus.Released, over.Payment.Authorised), (over.Payment.Status, over.Payment.Released));
        Assert.Equal(JobRejection.PaymentStateWrong, JobDecisions.Decide(over, new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold), Scenarios.Now + TimeSpan.FromDays(3)).Rejection);
    }

    [Fact]
    public void Transfer_ThatAnOlderQuestionFindsLetGo_IsNoDeclineAndWhatComesThenGoesBack()
    {
        // Expired before its intent was known; known since, it is being let go, and the first question, which had no answer, is asked again.
        var unknown = Scenarios.Do(Scenarios.ScheduledJob(order: Order()), new JobCommand.Wake(), Scenarios.Now + TimeSpan.FromDays(1));
        Assert.Equal((JobStatus.Expired, PaymentStatus.Authorizing), (unknown.Status, unknown.Payment.Status));
        var at = Scenarios.Now + TimeSpan.FromDays(2);
        var decision = JobDecisions.Decide(unknown, new JobCommand.PaymentNeedsAction(Scenarios.Intent, "https://pay.example/1"), at);
        var known = decision.Events.Aggregate(unknown, JobEvents.Evolve);
        Assert.Equal(GatewayOperation.Release, Assert.Single(GatewayRequests.Of(unknown, known, decision.Events)).Operation);
        Assert.Equal(JobRejection.PaymentStateWrong, JobDecisions.Decide(known, new JobCommand.PaymentDeclined(JobCommand.PaymentDeclined.NotHeld, Scenarios.Intent), at).Rejection);
        var over = Scenarios.Do(known, new JobCommand.PaymentReleased(Scenarios.Intent), at);
        Assert.IsType<JobEvent.LateTransferReceived>(Assert.Single(JobDecisions.Decide(over, new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold), at).Events));
    }

    [Fact]
    public void Transfer_ThatComesThoughItWasDeclined_IsSentBack()
    {
        var failed = Scenarios.Do(Expired(), new JobCommand.PaymentDeclined("canceled", Scenarios.Intent), Scenarios.Now + TimeSpan.FromDays(2));
        Assert.Equal(PaymentStatus.Failed, failed.Payment.Status);
        var decision = JobDecisions.Decide(failed, new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold), Scenarios.Now + TimeSpan.FromDays(3));
        var late = Assert.IsType<JobEvent.LateTransferReceived>(Assert.Single(decision.Events));
        Assert.Equal(GatewayOperation.Release, Assert.Single(GatewayRequests.Of(failed, JobEvents.Evolve(failed, late), decision.Events)).Operation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Transfer_ThatCameLateAndDoesNotGoBack_IsWrittenDown(bool declined)
    {
        JobCommand ended = declined ? new JobCommand.PaymentDeclined("canceled", Scenarios.Intent) : new JobCommand.PaymentReleased(Scenarios.Intent);
        var at = Scenarios.Now + TimeSpan.FromDays(3);
        var late = Scenarios.Do(Scenarios.Do(Expired(), ended, at), new JobCommand.PaymentAuthorised(Scenarios.Intent, Order().Hold), at);
        Assert.IsType<JobEvent.PaymentNewsRefused>(Assert.Single(JobDecisions.Decide(late, new JobCommand.PaymentFailed("intent_not_releasable", Scenarios.Intent), at).Events));
    }

    private static JobOrder Order(TimeSpan? limit = null)
    {
        var terms = Scenarios.Terms() with { TransferLimit = limit ?? TimeSpan.FromDays(1) };
        return Scenarios.Order(terms, pickUpAt: PickUp) with { PaymentMethod = JobOrder.BankTransfer, GatewayCustomer = "cus_1" };
    }

    private static Job Pending(JobOrder? order = null) =>
        Scenarios.Do(Scenarios.ScheduledJob(order: order ?? Order()), new JobCommand.PaymentNeedsAction(Scenarios.Intent, "https://pay.example/1"), Scenarios.Now);

    private static Job Expired() => Scenarios.Do(Pending(), new JobCommand.Wake(), Scenarios.Now + TimeSpan.FromDays(1));
}
