using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;
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
                Assert.Equal(end with { Version = state.Version, Payment = state.Payment }, state);
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
        Assert.Equal(history.Last, replayed with { Excluded = history.Last.Excluded });
    });

    [Fact]
    public void Deadline_AnyHistory_IsThereUntilTheEndAndLeadsToIt() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        Assert.All(history.States, state => Assert.Equal(state.Status.IsEnd(), state.Deadline is null));
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
                Assert.True(state.Status.IsEnd() || state.Status.HasProvider() == state.Assignment is not null, $"{state.Status} with {state.Assignment}");
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
        Assert.True(history.Events.Count(happened => happened is JobEvent.CaptureBegun) <= 1);
        Assert.True(history.Events.Count(happened => happened is JobEvent.PaymentCaptured) <= 1);
        foreach (var payment in history.States.Select(state => state.Payment))
        {
            Assert.True(payment.Captured + payment.Released <= payment.Authorised);
            if (payment.Status is PaymentStatus.Captured or PaymentStatus.Released)
            {
                Assert.Equal(payment.Authorised, payment.Captured + payment.Released);
            }
        }

        Assert.True(history.Last.FinalFare is null || history.Last.FinalFare.Total <= history.Last.Payment.Authorised);
    });

    [Fact]
    public void GatewayRequests_AnyHistory_OneOfAKindAndNeverBothCaptureAndRelease() => Law.HoldsForChoices(Length, choices =>
    {
        var history = JobHistory.Live(choices);
        history.SleepToTheEnd();
        var asked = history.Requests.ToLookup(request => request.Operation);
        Assert.Equal(history.Order.Hold.IsZero ? 0 : 1, asked[GatewayOperation.Authorize].Count());
        Assert.True(asked[GatewayOperation.Capture].Count() + asked[GatewayOperation.Release].Count() <= 1, string.Join(", ", history.Requests));
        Assert.Equal(history.Requests.Count(), history.Requests.Select(request => request.IdempotencyKey).Distinct().Count());

        // At the end no money stays held that nobody has asked the gateway to take or to let go.
        switch (history.Last.Payment.Status)
        {
            case PaymentStatus.Authorized or PaymentStatus.RequiresAction:
                Assert.Single(asked[GatewayOperation.Release]);
                break;
            case PaymentStatus.Capturing or PaymentStatus.Captured:
                Assert.Equal(history.Last.FinalFare!.Total, Assert.Single(asked[GatewayOperation.Capture]).Amount);
                break;
        }
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

        long Balance(AccountKind kind) => transfers.Sum(transfer =>
            (transfer.Debit.Kind == kind ? transfer.Amount.MinorUnits : 0) - (transfer.Credit.Kind == kind ? transfer.Amount.MinorUnits : 0));
        var owed = (history.Last.FinalFare?.Total.MinorUnits ?? 0) - history.Last.Payment.Captured.MinorUnits;
        Assert.Equal(owed, Balance(AccountKind.Customer));
        Assert.Equal(history.Last.Payment.Captured.MinorUnits, Balance(AccountKind.GatewayClearing));
        Assert.Equal(history.Last.Settlement?.ProviderNet.MinorUnits ?? 0, -Balance(AccountKind.ProviderPayable));
        Assert.Equal(history.Last.Settlement?.Tax.MinorUnits ?? 0, -Balance(AccountKind.Tax));
        if (history.Last.Payment.Status == PaymentStatus.Captured)
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
            PaymentStatus.Released, PaymentStatus.Failed,
        }.Except(payments));

        // Not from a decision: JobUnknown and OrderInvalid come before there is a job, OfferWithdrawn and OfferExpired from the offer,
        // PlanSlotTaken from the store's unique index, WrongPin from the grain that reports a refused PIN.
        JobRejection[] elsewhere =
        [
            JobRejection.JobUnknown, JobRejection.OrderInvalid, JobRejection.OfferWithdrawn, JobRejection.OfferExpired, JobRejection.PlanSlotTaken,
            JobRejection.WrongPin,
        ];
        Assert.Empty(Enum.GetValues<JobRejection>().Except(elsewhere).Except(rejections));
    }
}
