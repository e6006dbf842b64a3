using System.Collections.Immutable;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
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

    public AlertBoardTests()
    {
        _reader.Overdue(default, default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<(JobId, DateTimeOffset)>>(_overdue));
        _outbox.Parked(default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<ParkedRow>>(_parked));
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
    public void Hear_ADebtAndARefundThatCameBack_AreAlertsUntilTheyAreAskedForAgain()
    {
        var owed = Sample.View(1, JobState.Completed, 9, 1) with { FareMinorUnits = 900, CapturedMinorUnits = 500 };
        var paid = owed with { Job = Sample.Job(2), CapturedMinorUnits = 900 };
        Hear(owed, "rest_failed");
        Hear(paid, "refund_reversed");
        Hear(paid with { Job = Sample.Job(3) }, "payment_failed");
        Assert.Equal([("payment_owed", Sample.Job(1)), ("refund_reversed", Sample.Job(2))], _alerts.Current.Select(alert => (alert.Kind, alert.JobId!.Value)).Order());
        Hear(owed with { Version = 10 }, "rest_begun");
        Hear(paid with { Version = 10 }, "refund_begun");
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
