using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of statistics promises: each figure is what the jobs' events and the ledger come to when somebody else adds them up.</summary>
public abstract class StatisticsContract
{
    private static readonly DateTimeOffset Ever = DateTimeOffset.MaxValue;

    protected abstract StoreUnderTest Open();

    /// <summary>The migration that made the table.</summary>
    protected abstract string Migration { get; }

    [ContractFact]
    public void Tally_OfRandomHistories_IsWhatEventsAndLedgerComeTo() => Law.HoldsForChoices(700, choices => Check(choices).GetAwaiter().GetResult(), cases: FullCount.Of(12, otherwise: 5));

    [ContractFact]
    public async Task Tally_OfHistoriesOfBeforeTheTable_IsFilledByTheMigration()
    {
        // What the histories do not reach proves nothing: there are as many as that takes.
        string[] wanted = [.. Enum.GetNames<SaleFactKind>(), "completed", "canceled", "no_show", "expired", "refunded", "held anew"];
        var reached = new HashSet<string>();
        for (var seed = 1; seed <= FullCount.Of(5, otherwise: 1) || (seed <= 40 && wanted.Except(reached).Any()); seed++)
        {
            using var store = Open();
            var history = await Lived(store, seed);
            var before = await All(store, history);
            reached.UnionWith(before.SelectMany(tally => tally.Counts.Select(count => count.Kind.ToString()).Concat(tally.Moves.Select(move => move.Move.Cause))));
            reached.UnionWith(history.Jobs.Where(job => job.Order.Sale is not null && job.Payment is { Holds: > 1, Status: not PaymentStatus.Authorizing }).Select(_ => "held anew"));
            store.Execute("DELETE FROM sale_facts");
            Assert.All(await All(store, history), tally => Assert.Empty(tally.Counts));
            store.Execute(Migration[Migration.IndexOf("-- What was sold before", StringComparison.Ordinal)..]);
            foreach (var (expected, actual) in before.Zip(await All(store, history)))
            {
                Assert.Equal(expected.Counts.Order(Comparer<SaleCount>.Create(Compare)), actual.Counts.Order(Comparer<SaleCount>.Create(Compare)));
                Assert.Equal(Sorted(expected), Sorted(actual));
            }
        }

        Assert.Empty(wanted.Except(reached));

        static int Compare(SaleCount one, SaleCount other) => string.CompareOrdinal(one.ToString(), other.ToString());
        static IEnumerable<string> Sorted(SaleTally tally) => tally.Times.Select(one => one.ToString())
            .Concat(tally.Moves.Select(one => one.ToString())).Concat(tally.Customers.Select(one => one.ToString())).Order(StringComparer.Ordinal);
    }

    [ContractFact]
    public async Task Commit_OfRides_CountsNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var ride = await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true));
        var tally = await store.Statistics.Tally(ride.Order.Merchant!.Value, null, Fleet.Start, Ever, Ever, default);
        Assert.Empty(tally.Counts);
        Assert.Empty(tally.Moves);

        // The table itself is empty: the row that is put where there is none is found.
        store.Execute("INSERT INTO sale_facts SELECT merchant_id, 0, job_id, 1, 'ordered', job_id, customer_id, NULL FROM jobs WHERE NOT EXISTS (SELECT 1 FROM sale_facts)");
        Assert.Single((await store.Statistics.Tally(ride.Order.Merchant!.Value, null, DateTimeOffset.MinValue, Ever, Ever, default)).Counts);
    }

    [ContractFact]
    public async Task Ratings_AreCountedOnceTheyAreShown()
    {
        using var store = Open();
        SaleHistory? history = null;
        for (var seed = 1; history is null; seed++)
        {
            var lived = await Lived(store, seed);
            history = lived.Jobs.Any(IsDone) ? lived : null;
        }

        var job = history.Jobs.First(IsDone);
        var (merchant, completed, provider) = (job.Order.Merchant!.Value, job.EndedAt!.Value, job.Assignment!.Provider);
        var answered = history.Ratings.Any(rating => rating.Job == job.Id && rating.By == RatingSide.Provider);
        var rating = new JobRating(job.Id, job.Order.Customer, provider, 2, null, completed, RatingSide.Customer, [], completed);
        var kept = await store.Done(store.Ratings.Add(rating, default));
        Assert.Equal(answered ? kept.Stars : 0, await Stars(completed + TimeSpan.FromDays(1)));
        Assert.Equal(kept.Stars, await Stars(completed + RatingPair.Window));
        await store.Done(store.Ratings.Add(rating with { By = RatingSide.Provider }, default));
        Assert.Equal(kept.Stars, await Stars(completed + TimeSpan.FromDays(1)));

        static bool IsDone(Job job) => job is { Status: JobStatus.Completed, Order.IsDelivery: true, Order.Sale: not null };

        async Task<long> Stars(DateTimeOffset now) =>
            (await store.Statistics.Tally(merchant, null, completed, completed + TimeSpan.FromTicks(1), now, default)).Stars.Sum(one => one.Stars * one.Count);
    }

    private static async Task<SaleHistory> Lived(StoreUnderTest store, int seed)
    {
        var random = new Random(seed);
        return await SaleHistory.Live(store, new Choices([.. Enumerable.Range(0, 900).Select(_ => random.Next(10_000))]));
    }

    private static async Task<List<SaleTally>> All(StoreUnderTest store, SaleHistory history)
    {
        var tallies = new List<SaleTally>();
        foreach (var merchant in history.Merchants)
        {
            tallies.Add(await store.Statistics.Tally(merchant, null, Fleet.Start, Ever, Ever, default));
        }

        return tallies;
    }

    private async Task Check(Choices choices)
    {
        using var store = Open();
        var tape = new Choices([.. Enumerable.Range(0, 600).Select(_ => choices.Next(10_000))]);
        var history = await SaleHistory.Live(store, tape);
        var told = new List<(Job Job, List<JobEvent> Events, List<LedgerTransfer> Transfers)>();
        foreach (var job in history.Jobs)
        {
            told.Add((job, [.. (await store.Reader.Timeline(job.Id, default)).Select(entry => entry.Event)], [.. await store.Ledger.OfJob(job.Id, default)]));
        }

        var lasted = (history.Now - Fleet.Start).Ticks;
        for (var i = 0; i < 6; i++)
        {
            var merchant = choices.Of(history.Merchants);
            var stores = history.Stores.Where(one => one.Merchant == merchant).Select(one => one.Store).ToArray();
            StoreId? only = choices.Next(2) == 0 ? null : choices.Of(stores);
            var from = Fleet.Start + TimeSpan.FromTicks(i == 0 ? 0 : lasted / 10 * choices.Next(6));
            var to = i == 0 ? history.Now + TimeSpan.FromTicks(1) : from + TimeSpan.FromTicks(lasted / 10 * choices.Next(6));
            var now = history.Now + TimeSpan.FromDays(choices.Of(0, 5, 30));
            var expected = Added(told, history.Ratings, merchant, only, from, to, now);
            var tally = await store.Statistics.Tally(merchant, only, from, to, now, default);
            Equal(expected, SaleFigures.Of(tally, merchant));

            // One store of all is the same as that store alone.
            var whole = await store.Statistics.Tally(merchant, null, from, to, now, default);
            Equal(expected, SaleFigures.Of(only is { } one ? whole.ByStore()(one) : whole.Of(stores.Contains), merchant));

            // A quarter of an hour holds what happened in it.
            Assert.All(tally.Counts, count => Assert.True(count.Quarter + SaleQuarter.Length > from && count.Quarter < to, $"{count} of {from} to {to}"));
        }
    }

    private static void Equal(SaleFigures expected, SaleFigures actual)
    {
        Assert.Equal(expected.Discounts.ToArray(), actual.Discounts.ToArray());
        Assert.Equal(expected with { Discounts = [] }, actual with { Discounts = [] });
    }

    /// <summary>Adds the figures up anew, by other ways than the store and the rules do.</summary>
    private static SaleFigures Added(
        List<(Job Job, List<JobEvent> Events, List<LedgerTransfer> Transfers)> told, IReadOnlyList<JobRating> ratings, MerchantId merchant, StoreId? only, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var sold = told.Where(one => one.Job.Order.Merchant == merchant && one.Job.Order.Sale is not null).ToList();
        var own = sold.Where(one => only is null || one.Job.Order.Sale!.Store == only).ToList();
        var events = own.SelectMany(one => one.Events.Where(In).Select(happened => (one.Job, one.Events, Event: happened))).ToList();
        var had = sold.SelectMany(one => one.Events).OfType<JobEvent.Redeemed>().Where(one => In(one) && (only is null || one.Part.Store == only)).ToList();
        var moved = own.SelectMany(one => one.Transfers).Where(one => one.At >= from && one.At < to).ToList();
        string[] sales = ["completed", "canceled", "no_show", "expired"];
        var payable = new LedgerAccount(AccountKind.MerchantPayable, merchant.ToString());

        // First orders at the merchant, wherever; who ordered here.
        var firsts = sold.Where(one => one.Events.Any(IsHeld)).GroupBy(one => one.Job.Order.Customer)
            .ToDictionary(group => group.Key, group => group.OrderBy(one => Held(one.Events)).ThenBy(one => one.Job.Id.ToString(), StringComparer.Ordinal).First().Job.Id);
        var ordered = own.Where(one => one.Events.Any(IsHeld) && Held(one.Events) is var at && at >= from && at < to).Select(one => one.Job).ToList();
        var customers = ordered.Select(job => job.Order.Customer).ToHashSet();
        var isNew = customers.Count(customer => ordered.Any(job => job.Id == firsts[customer]));

        var shown = ratings.Where(rating => rating.By == RatingSide.Customer).DistinctBy(rating => rating.Job)
            .Where(rating => events.Any(one => one.Job.Id == rating.Job && one.Event is JobEvent.Completed)
                && (ratings.Any(other => other.Job == rating.Job && other.By == RatingSide.Provider) || rating.CompletedAt + RatingPair.Window <= now)).ToList();
        return new SaleFigures(
            ordered.Count,
            Count<JobEvent.MerchantAsked>(),
            Count<JobEvent.MerchantAccepted>(),
            events.Count(one => one.Event is JobEvent.Canceled { Reason: CancelReason.MerchantRejected }),
            events.Count(one => one.Event is JobEvent.Canceled { Reason: CancelReason.MerchantSilent }),
            Count<JobEvent.Completed>(),
            had.Count,
            had.Sum(one => one.Part.Units),
            Times(one => one.Event is JobEvent.MerchantAccepted ? one.Events.OfType<JobEvent.MerchantAsked>().FirstOrDefault()?.At : null),
            Times(one => one.Event is JobEvent.GoodsPrepared || (one.Event is JobEvent.Started && one.Job.Order.IsDelivery && !one.Events.Any(other => other is JobEvent.GoodsPrepared))
                ? one.Events.OfType<JobEvent.MerchantAccepted>().First().At : null),
            Times(one => one.Event is JobEvent.Started && one.Job.Order.IsDelivery ? one.Events.TakeWhile(other => other != one.Event).OfType<JobEvent.Arrived>().Last().At : null),
            Times(one => one.Event is JobEvent.Completed && one.Job.Order is { IsDelivery: true, PickUpAt: null } ? one.Job.Order.RequestedAt : null),
            moved.Where(one => sales.Contains(one.Cause) && one.Debit.Kind == AccountKind.Customer).Sum(one => one.Amount.MinorUnits),
            moved.Where(one => one.Credit == payable).Sum(one => one.Amount.MinorUnits) - moved.Where(one => one.Debit == payable).Sum(one => one.Amount.MinorUnits),
            moved.Where(one => one.Cause == "refunded" && one.Credit.Kind is AccountKind.GatewayClearing or AccountKind.CustomerWallet).Sum(one => one.Amount.MinorUnits),
            [.. moved.Where(one => one.Debit.Kind == AccountKind.PromotionFunder).GroupBy(one => one.Debit.Owner).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new FundedAmount(group.Key, group.Sum(one => one.Amount.MinorUnits)))],
            shown.Count,
            shown.Count == 0 ? null : shown.Sum(rating => rating.Stars) / (double)shown.Count,
            isNew,
            customers.Count - isNew);

        bool In(JobEvent happened) => happened.At >= from && happened.At < to;

        long Count<T>()
            where T : JobEvent => events.Count(one => one.Event is T);

        static bool IsHeld(JobEvent happened) => happened is JobEvent.PaymentAuthorised;

        static DateTimeOffset Held(List<JobEvent> events) => events.First(IsHeld).At;

        DurationFigures Times(Func<(Job Job, List<JobEvent> Events, JobEvent Event), DateTimeOffset?> begun)
        {
            var times = events.Select(one => (one.Event.At, Begun: begun(one))).Where(one => one.Begun is not null)
                .Select(one => Math.Floor((one.At - one.Begun!.Value).TotalMilliseconds)).Order().ToList();
            return times.Count == 0 ? new DurationFigures(0, null, null, null) : new DurationFigures(
                times.Count,
                TimeSpan.FromMilliseconds(times.Sum() / times.Count),
                TimeSpan.FromMilliseconds(times[(int)Math.Ceiling(times.Count * 0.5) - 1]),
                TimeSpan.FromMilliseconds(times[(int)Math.Ceiling(times.Count * 0.95) - 1]));
        }
    }
}
