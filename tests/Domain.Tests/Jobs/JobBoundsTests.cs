using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

public sealed class JobBoundsTests
{
    [Fact]
    public void Pin_LockedForOneProvider_IsOpenForTheNext()
    {
        var job = Scenarios.ArrivedJob(terms: Scenarios.Terms(pin: true));
        var now = Scenarios.Now + Scenarios.ToArrive;
        for (var i = 0; i < 5; i++)
        {
            job = Scenarios.Do(job, new JobCommand.Start(Scenarios.Provider(), "no"), now);
        }

        Assert.Equal(JobRejection.PinLocked, JobDecisions.Decide(job, new JobCommand.Start(Scenarios.Provider(), Scenarios.Pin), now).Rejection);
        job = Scenarios.Do(job, new JobCommand.CancelByProvider(Scenarios.Provider(), CancelReason.ProviderUnable), now);
        Assert.Equal(0, job.WrongPins);
    }

    [Fact]
    public void QueryTip_LastConfirmationOfTheLastTip_IsStillOfThatTip()
    {
        var epoch = (JobLimits.MaxTips * GatewayRequest.TipEpochs) + JobLimits.MaxConfirmations;
        var job = Scenarios.ScheduledJob();
        Assert.Equal(JobLimits.MaxTips, new GatewayRequest(job.Id, GatewayOperation.QueryTip, epoch, "i", job.Order.Hold, "m").Number);
    }

    [Fact]
    public void PaymentAuthorised_WithoutTheGatewaysName_IsRefused()
    {
        var job = Scenarios.ScheduledJob();
        var decision = JobDecisions.Decide(job, new JobCommand.PaymentAuthorised(string.Empty, job.Order.Hold), Scenarios.Now);
        Assert.Equal(JobRejection.AmountWrong, Assert.IsType<JobEvent.PaymentNewsRefused>(Assert.Single(decision.Events)).Why);
    }

    [Fact]
    public void Cancel_AtTheEndOfTheFreeWindow_Costs()
    {
        var job = Scenarios.AcceptedJob();
        var ends = job.Assignment!.AcceptedAt + job.Order.Terms.Cancellation.FreeAfterAccept;
        Assert.Null(job.Order.Terms.Cancellation.FeeFor(job, ends - TimeSpan.FromTicks(1)));
        Assert.NotNull(job.Order.Terms.Cancellation.FeeFor(job, ends));
    }

    [Fact]
    public void Request_EndlessDuration_IsRefused()
    {
        var order = Scenarios.Order() with { QuotedDuration = TimeSpan.MaxValue };
        Assert.Equal(JobRejection.OrderInvalid, JobDecisions.Decide(null, new JobCommand.Request(order), Scenarios.Now).Rejection);
    }
}
