using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>What holds for every life of a chain: any legs, any commands to each, any order, number and delay of the news between them, and an order that dies between two legs.</summary>
public sealed class ChainLawTests
{
    private const int Length = 250;

    [Fact]
    public void Chain_AnyLife_BeginsNoLegBeforeItsForerunnerIsDoneAndTakesEachOnce() => Law.HoldsForChoices(Length, choices =>
    {
        var life = new Life(choices);
        life.Live();
        Assert.All(life.Captures.Values, captures => Assert.InRange(captures, 0, 1));
    });

    [Fact]
    public void Chain_AnyLife_ComesToItsEndAndWhatFollowsAnEndThatIsNoneIsFree() => Law.HoldsForChoices(Length, choices =>
    {
        var life = new Life(choices);
        life.Live();
        life.SleepToTheEnd();
        foreach (var job in life.Jobs.Values)
        {
            Assert.True(job.Status.IsEnd(), $"Leg {job.Order.Chain!.Number} is still {job.Status}.");
            if (job.Order.Chain!.Forerunner is { } before && (!life.Jobs.TryGetValue(before, out var forerunner) || forerunner.Status != JobStatus.Completed))
            {
                Assert.NotEqual(JobStatus.Completed, job.Status);
                Assert.Null(job.FinalFare);
                Assert.True(job.Payment.Captured.IsZero);
                Assert.Null(job.Assignment);
            }
        }
    });

    /// <summary>The runs above are worth something only when they come to all of this.</summary>
    [Fact]
    public void Lives_OfTheseLaws_ReachEveryWayAChainGoes()
    {
        var random = new System.Random(4);
        var reached = new HashSet<string>();
        for (var i = 0; i < 400; i++)
        {
            var life = new Life(new Choices([.. Enumerable.Range(0, Length).Select(_ => random.Next(10_000))]));
            life.Live();
            life.SleepToTheEnd();
            reached.UnionWith(life.Reasons.Select(reason => reason.ToString()));
            reached.UnionWith(life.Jobs.Values.Select(job => $"{job.Status} {job.Order.Chain!.Number}"));
        }

        Assert.Empty(new[] { "ChainNotMade", "ForerunnerEnded", "ForerunnerLate", "Completed 1", "Completed 2", "Completed 3", "Expired 2", "Failed 2" }.Except(reached));
    }

    private sealed class Life
    {
        private static readonly TimeSpan[] Steps = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(16), TimeSpan.FromHours(5), TimeSpan.FromHours(30), TimeSpan.FromDays(9)];
        private readonly Choices _choices;
        private readonly List<(JobId From, ChainNews News)> _news = [];
        private readonly List<JobOrder> _orders = [];
        private DateTimeOffset _now = Scenarios.Now;

        public Life(Choices choices)
        {
            _choices = choices;
            int[] follows = choices.Next(3) switch { 0 => [0, 1], 1 => [0, 1, 2], _ => [0, 1, 1, 2] };
            for (var number = follows.Length; number >= 1; number--)
            {
                DateTimeOffset? booked = choices.Next(3) == 2 ? _now + TimeSpan.FromHours(4) : null;
                var order = Scenarios.Order(Scenarios.Terms(patience: TimeSpan.FromMinutes(choices.Of(15, 60))), n: number, pickUpAt: booked);
                _orders.Add(order with { Chain = Scenarios.Chain(number, follows), PaymentMethod = choices.Next(6) == 5 ? JobOrder.Cash : order.PaymentMethod });
            }
        }

        public SortedDictionary<JobId, Job> Jobs { get; } = [];

        public Dictionary<JobId, int> Captures { get; } = [];

        public HashSet<CancelReason> Reasons { get; } = [];

        public void Live()
        {
            // The legs are ordered from the last to the first; who orders may die before any of them, and news may be faster than the rest.
            var dies = _choices.Next(4) == 3 ? _choices.Next(_orders.Count) : _orders.Count;
            var made = 0;
            while (!_choices.Over)
            {
                _now += _choices.Next(4) > 0 ? Steps[_choices.Next(2)] : Steps[_choices.Next(Steps.Length)];
                if (made < dies)
                {
                    Try(_orders[made].Id, new JobCommand.Request(_orders[made] with { RequestedAt = _now, PickUpAt = _orders[made].PickUpAt > _now ? _orders[made].PickUpAt : null }));
                    made++;
                }
                else if (_news.Count > 0 && _choices.Next(3) == 0)
                {
                    Deliver(_choices.Next(_news.Count), again: _choices.Next(4) == 3);
                }
                else if (Jobs.Count > 0)
                {
                    var job = Jobs.Values.ElementAt(_choices.Next(Jobs.Count));
                    Try(job.Id, Next(job));
                }
            }
        }

        /// <summary>Nobody calls any more: news arrives, and deadlines wake.</summary>
        public void SleepToTheEnd()
        {
            for (var looks = 0; ; looks++)
            {
                Assert.True(looks < 200, "The chain never comes to its end.");
                if (_news.Count > 0)
                {
                    Deliver(0, again: false);
                }
                else if (Jobs.Values.Where(job => !job.Status.IsEnd()).MinBy(job => job.Deadline) is { } next)
                {
                    _now = next.Deadline > _now ? next.Deadline.Value : _now;
                    Assert.True(Try(next.Id, new JobCommand.Wake()), $"Nothing is due of leg {next.Order.Chain!.Number} in {next.Status} at its own deadline.");
                }
                else
                {
                    return;
                }
            }
        }

        private void Deliver(int which, bool again)
        {
            var (from, (to, step)) = _news[which];
            if (!again)
            {
                _news.RemoveAt(which);
            }

            JobCommand hear = step == ChainStep.Made ? new JobCommand.HearChainMade() : new JobCommand.HearForerunner(from, step == ChainStep.Completed);
            if (JobDecisions.Decide(Jobs.GetValueOrDefault(to), hear, _now).Rejection == JobRejection.ChainBroken)
            {
                Try(from, new JobCommand.CancelByPlatform(CancelReason.ChainNotMade));
            }
            else
            {
                Try(to, hear);
            }
        }

        private JobCommand Next(Job job)
        {
            var provider = job.Assignment?.Provider ?? Scenarios.Provider();
            return (job.Payment.Status, job.Status) switch
            {
                (PaymentStatus.Authorizing, _) when _choices.Next(20) == 19 => new JobCommand.PaymentDeclined("card_declined"),
                (PaymentStatus.Authorizing, _) => new JobCommand.PaymentAuthorised($"pi_{job.Payment.Holds}", job.Payment.Asked ?? job.Order.Hold, _now + _choices.Of(TimeSpan.FromDays(7), TimeSpan.FromHours(1))),
                (PaymentStatus.Authorized, _) when job.Payment.HeldUntil <= _now => new JobCommand.HoldRanOut(job.Payment.Intent),
                (PaymentStatus.Capturing, _) => new JobCommand.PaymentCaptured(job.FinalFare!.Total, job.Payment.Intent),
                (_, JobStatus.Completed) => new JobCommand.PaymentCaptured(job.FinalFare!.Total, job.Payment.Intent),
                _ when _choices.Next(25) == 24 => new JobCommand.CancelByCustomer(CancelReason.ChangedMind),
                (_, JobStatus.Matching) => Scenarios.Accept(job),
                (_, JobStatus.Accepted) => new JobCommand.Arrive(provider),
                (_, JobStatus.ArrivedAtPickup) => _choices.Next(8) == 7 ? new JobCommand.ReportNoShow(provider) : new JobCommand.Start(provider, null),
                (_, JobStatus.InProgress) => new JobCommand.Complete(provider, null),
                _ => new JobCommand.Wake(),
            };
        }

        private bool Try(JobId id, JobCommand command)
        {
            var before = Jobs.GetValueOrDefault(id);
            var decision = JobDecisions.Decide(before, command, _now);
            if (decision.Rejection is not null)
            {
                return false;
            }

            var after = before;
            foreach (var happened in decision.Events)
            {
                after = after is null ? JobEvents.Begin(((JobCommand.Request)command).Order, (JobEvent.Requested)happened) : JobEvents.Evolve(after, happened);
                Note(after, happened);
            }

            Jobs[id] = after!;
            _news.AddRange(ChainNews.Of(before, after!).Select(news => (id, news)));
            return true;
        }

        private void Note(Job job, JobEvent happened)
        {
            switch (happened)
            {
                case JobEvent.PaymentCaptured:
                    Captures[job.Id] = Captures.GetValueOrDefault(job.Id) + 1;
                    break;
                case JobEvent.Canceled canceled:
                    Reasons.Add(canceled.Reason);
                    break;
                case JobEvent.MatchingBegun or JobEvent.Accepted or JobEvent.Started when job.Order.Chain!.Forerunner is { } forerunner:
                    Assert.Equal(JobStatus.Completed, Jobs[forerunner].Status);
                    break;
            }
        }
    }
}
