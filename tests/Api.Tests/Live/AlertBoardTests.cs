using System.Collections.Immutable;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class AlertBoardTests
{
    private readonly ManualClock _clock = new();
    private readonly IJobReader _reader = Substitute.For<IJobReader>();
    private readonly IOutboxStore _outbox = Substitute.For<IOutboxStore>();
    private readonly LiveBoard _board;
    private readonly AlertBoard _alerts;
    private ImmutableArray<(JobId, DateTimeOffset)> _overdue = [];
    private ImmutableArray<ParkedRow> _parked = [];
    private ImmutableArray<Job> _attention = [];

    public AlertBoardTests()
    {
        _reader.Overdue(default, default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<(JobId, DateTimeOffset)>>(_overdue));
        _outbox.Parked(default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<ParkedRow>>(_parked));
        _reader.Attention(default, default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<Job>>(_attention));
        (_board, _, _alerts) = Sample.Board(_clock, reader: _reader, outbox: _outbox);
    }

    [Fact]
    public async Task Look_JobPastItsDeadline_IsStuckUntilItIsNot()
    {
        _overdue = [(new JobId(Sample.Job(1)), Sample.Now.AddMinutes(-1))];
        await _alerts.Look(default);
        var alert = Assert.Single(_alerts.Current);
        Assert.Equal(("stuck_job", Sample.Job(1), Sample.Now.AddMinutes(-1)), (alert.Kind, alert.JobId!.Value, alert.Since));
        await _alerts.Look(default);
        Assert.Equal(alert.AlertId, Assert.Single(_alerts.Current).AlertId);
        await _reader.Received().Overdue(Sample.Now.AddSeconds(-30), 200, Arg.Any<CancellationToken>());
        _overdue = [];
        await _alerts.Look(default);
        Assert.Empty(_alerts.Current);
    }

    [Fact]
    public async Task Look_RowThatWasSetAside_NamesRowAndJob()
    {
        _parked = [new ParkedRow(new OutboxRow(7, new OutboxMessage.TellShard("m/ride", Sample.View(1, JobState.Matching, 3)), Sample.Now, 20, Sample.Now), "no route")];
        await _alerts.Look(default);
        var alert = Assert.Single(_alerts.Current);
        Assert.Equal(("payment_parked", 7L, Sample.Job(1)), (alert.Kind, alert.OutboxRow!.Value, alert.JobId!.Value));
        Assert.Contains("no route", alert.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Hear_ProviderWentSilent_IsAnAlertUntilAnotherHasTheJobOrItIsOver()
    {
        Hear(Sample.View(1, JobState.InProgress, 6, 1), "provider_went_silent");
        Hear(Sample.View(2, JobState.InProgress, 6, 2), "provider_went_silent");
        Assert.Equal([Sample.Job(1), Sample.Job(2)], _alerts.Current.Select(alert => alert.JobId!.Value));
        Hear(Sample.View(1, JobState.InProgress, 7, 1), "stop_completed");
        Assert.Equal(2, _alerts.Current.Count);
        Hear(Sample.View(1, JobState.Completed, 8, 1), "completed");
        Hear(Sample.View(2, JobState.Matching, 7), "redispatched");
        Assert.Empty(_alerts.Current);
    }

    [Fact]
    public async Task Look_ADebtAndARefundThatCameBack_AreAlertsOnABoardThatHeardNothingUntilTheyAreAskedForAgain()
    {
        var done = Scenarios.CompletedJob();
        var owed = Scenarios.Do(done, new JobCommand.PaymentFailed("card_expired"), Scenarios.Now.AddMinutes(20));
        var paid = Scenarios.CapturedJob(order: Scenarios.Order(n: 2));
        var back = Scenarios.Do(
            Scenarios.Do(Scenarios.Do(paid, new JobCommand.Refund(null, RefundReason.Goodwill, RefundBearer.Platform), Scenarios.Now.AddHours(1)), new JobCommand.RefundPaid(1, paid.Payment.Captured, null, "re_1"), Scenarios.Now.AddHours(2)),
            new JobCommand.RefundRefused(1, "expired_or_canceled_card", Reference: "re_1"),
            Scenarios.Now.AddHours(3));
        _attention = [owed, back];
        await _alerts.Look(default);
        Assert.Equal(
            [("payment_owed", owed.Id.Value, owed.EndedAt!.Value), ("refund_reversed", back.Id.Value, Scenarios.Now.AddHours(3))],
            _alerts.Current.Select(alert => (alert.Kind, alert.JobId!.Value, alert.Since)).Order());
        _attention =
        [
            Scenarios.Do(owed, new JobCommand.AskRest(), Scenarios.Now.AddHours(4)),
            Scenarios.Do(back, new JobCommand.Refund(null, RefundReason.Goodwill, RefundBearer.Platform), Scenarios.Now.AddHours(4)),
        ];
        await _alerts.Look(default);
        Assert.Empty(_alerts.Current);
    }

    [Fact]
    public async Task Look_StoreThatCannotBeReached_KeepsTheListAndGoesOn()
    {
        _overdue = [(new JobId(Sample.Job(1)), Sample.Now.AddMinutes(-1))];
        await _alerts.Look(default);
        _outbox.Parked(default, default).ReturnsForAnyArgs<ValueTask<ImmutableArray<ParkedRow>>>(_ => throw new StoreUnavailableException("gone"));
        await _alerts.Look(default);
        Assert.Single(_alerts.Current);
    }

    private void Hear(JobView job, string name)
    {
        var happened = Sample.Changed(job, name);
        _board.Apply(happened, (PushMessage.JobChanged)happened.Message);
    }
}
