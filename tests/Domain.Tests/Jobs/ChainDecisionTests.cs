using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>Legs of a chain, rule by rule.</summary>
public sealed class ChainDecisionTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;
    private static readonly JobCommand.HearForerunner Completed = new(Scenarios.Job(1), true);

    [Fact]
    public void Given_AHeldLegThatWaits_When_ItsForerunnerIsCompleted_Then_ItOpensAndItsPatienceBeginsThen()
    {
        var waits = Held();
        Assert.Equal((JobStatus.Scheduled, true), (waits.Status, waits.Waits));
        var late = Now + TimeSpan.FromHours(5);
        var open = Scenarios.Do(waits, Completed, late);
        Assert.Equal((JobStatus.Matching, false, late + open.Order.Terms.Patience), (open.Status, open.Waits, open.PickUpBy));
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(open, Completed, late).Rejection);
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(open, new JobCommand.HearForerunner(Scenarios.Job(1), false), late).Rejection);
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(open, new JobCommand.HearChainMade(), late).Rejection);
    }

    [Fact]
    public void Given_AHoldThatRanOutWhileItWaited_When_ItOpens_Then_AnotherIsAskedForBeforeAnythingBegins()
    {
        var ranOut = Scenarios.Do(Held(), new JobCommand.HoldRanOut(Scenarios.Intent), Now + TimeSpan.FromDays(7));
        Assert.Equal(PaymentStatus.AuthorizationExpired, ranOut.Payment.Status);
        var open = Scenarios.Do(ranOut, Completed, Now + TimeSpan.FromDays(8));
        Assert.Equal((JobStatus.Scheduled, PaymentStatus.Authorizing, 2), (open.Status, open.Payment.Status, open.Payment.Holds));
        var held = Scenarios.Do(open, new JobCommand.PaymentAuthorised("pi_2", open.Order.Hold), Now + TimeSpan.FromDays(8));
        Assert.Equal(JobStatus.Matching, held.Status);
    }

    [Fact]
    public void Given_AHoldThatDoesNotLast_When_ItOpens_Then_AnotherIsAskedFor()
    {
        var waits = Scenarios.Do(Ordered(), new JobCommand.PaymentAuthorised(Scenarios.Intent, Ordered().Order.Hold, Now + TimeSpan.FromHours(6)), Now);
        Assert.Null(Scenarios.Do(Made(waits), Completed, Now).Payment.Asked);
        var open = Scenarios.Do(Made(waits), Completed, Now + TimeSpan.FromHours(5.9));
        Assert.Equal((JobStatus.Scheduled, PaymentStatus.Authorizing), (open.Status, open.Payment.Status));
    }

    [Fact]
    public void Given_ALegThatWaits_When_ItsForerunnerEndsOtherwise_Then_ItIsCanceledForNothing()
    {
        var decision = JobDecisions.Decide(Made(Held()), new JobCommand.HearForerunner(Scenarios.Job(1), false), Now);
        Assert.Equal(new JobEvent.Canceled(JobStatus.CanceledByPlatform, CancelReason.ForerunnerEnded, null, null) { At = Now }, Assert.Single(decision.Events));
    }

    [Fact]
    public void Given_ABookedLegThatWaits_When_ItsTimeComes_Then_ItMovesForADayAndIsCanceledThen()
    {
        var booked = Now + TimeSpan.FromHours(3);
        var waits = Made(Held(booked));
        Assert.Equal(booked, waits.Deadline);
        var delayed = Scenarios.Do(waits, new JobCommand.Wake(), waits.Deadline!.Value);
        Assert.Equal((true, booked + JobLimits.MostMoved), (delayed.Chain!.IsDelayed, delayed.Deadline));
        var open = Scenarios.Do(delayed, Completed, booked + TimeSpan.FromHours(2));
        Assert.Equal((JobStatus.Matching, booked + TimeSpan.FromHours(2) + open.Order.Terms.Patience), (open.Status, open.PickUpBy));
        Assert.Equal(CancelReason.ForerunnerLate, Assert.IsType<JobEvent.Canceled>(Assert.Single(JobDecisions.Decide(delayed, new JobCommand.Wake(), delayed.Deadline!.Value).Events)).Reason);
    }

    [Fact]
    public void Given_ABookedLeg_When_ItsForerunnerIsDoneInTime_Then_ItKeepsItsTime()
    {
        var booked = Now + TimeSpan.FromHours(3);
        var open = Scenarios.Do(Made(Held(booked)), Completed, Now + TimeSpan.FromHours(1));
        Assert.Equal((JobStatus.Scheduled, false, booked - open.Order.Terms.ScheduleLead), (open.Status, open.Waits, open.Deadline));
    }

    [Fact]
    public void Given_AChainThatIsNeverMade_When_ItsTimeIsOver_Then_TheLegGivesUpAndSaysSoToTheFirst()
    {
        var waits = Held();
        Assert.Equal(Now + JobLimits.ChainMadeWithin, waits.Deadline);
        var gone = Scenarios.Do(waits, new JobCommand.Wake(), waits.Deadline!.Value);
        Assert.Equal(JobStatus.CanceledByPlatform, gone.Status);
        Assert.Equal(JobRejection.ChainBroken, JobDecisions.Decide(gone, new JobCommand.HearChainMade(), Now).Rejection);
    }

    [Fact]
    public void Given_ALegThatTheCustomerCanceled_When_ItHearsThatTheChainIsMade_Then_TheOthersGoOn()
    {
        var canceled = Scenarios.Do(Held(), new JobCommand.CancelByCustomer(CancelReason.ChainNotMade), Now);
        Assert.Null(canceled.FinalFare);
        Assert.Equal(JobRejection.NothingDue, JobDecisions.Decide(canceled, new JobCommand.HearChainMade(), Now).Rejection);
    }

    [Fact]
    public void Given_NewsOfAnotherJob_When_ALegHearsIt_Then_ItIsRefused()
    {
        Assert.Equal(JobRejection.IllegalInThisState, JobDecisions.Decide(Held(), new JobCommand.HearForerunner(Scenarios.Job(3), true), Now).Rejection);
        Assert.Equal(JobRejection.IllegalInThisState, JobDecisions.Decide(Scenarios.MatchingJob(), Completed, Now).Rejection);
        Assert.Equal(JobRejection.IllegalInThisState, JobDecisions.Decide(Scenarios.MatchingJob(), new JobCommand.HearChainMade(), Now).Rejection);
    }

    [Theory]
    [InlineData(new[] { 0 }, false)]
    [InlineData(new[] { 0, 1 }, true)]
    [InlineData(new[] { 0, 1, 1, 2, 2 }, true)]
    [InlineData(new[] { 0, 1, 1, 2, 2, 3 }, false)]
    [InlineData(new[] { 1, 1 }, false)]
    [InlineData(new[] { 0, 2 }, false)]
    [InlineData(new[] { 0, 0 }, false)]
    [InlineData(new[] { 0, -1 }, false)]
    public void Faults_OfWhatLegsFollow_AreNamed(int[] follows, bool isChain) => Assert.Equal(isChain, !ChainPlace.Faults(follows).Any());

    [Fact]
    public void Faults_OfALeg_AreNamed()
    {
        var order = Scenarios.Order(n: 2) with { Chain = Scenarios.Chain(2, 0, 1) };
        Assert.Empty(JobDecisions.Faults(order, Now));
        Assert.Contains("Each leg of a chain is a job of its own.", JobDecisions.Faults(order with { Id = Scenarios.Job(3) }, Now));
        Assert.Contains("What is had at a counter is the first leg of a chain.", JobDecisions.Faults(order with { Kind = ServiceKind.Redemption }, Now));
    }

    private static Job Ordered(DateTimeOffset? booked = null) => Scenarios.Do(null, new JobCommand.Request(Scenarios.Order(n: 2, pickUpAt: booked) with { Chain = Scenarios.Chain(2, 0, 1, 2) }), Now);

    private static Job Held(DateTimeOffset? booked = null)
    {
        var ordered = Ordered(booked);
        return Scenarios.Do(ordered, new JobCommand.PaymentAuthorised(Scenarios.Intent, ordered.Order.Hold), Now);
    }

    private static Job Made(Job job) => Scenarios.Do(job, new JobCommand.HearChainMade(), Now);
}
