using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every search for jobs promises: the same answer as looking at each of them.</summary>
public abstract class JobSearchContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public void Search_RandomConditions_GivesWhatLookingAtEachJobGives() =>
        Law.HoldsForChoices(200, choices => Check(choices).GetAwaiter().GetResult(), cases: FullCount.Of(6, otherwise: 3));

    [ContractFact]
    public async Task Search_PageByPage_GivesEachJobOnceAlsoWhereInstantsAreEqual()
    {
        using var store = Open();
        var fleet = new Fleet();
        var all = new List<Job>();
        for (var i = 0; i < 11; i++)
        {
            all.Add(await store.Bring(fleet, JobStatus.Scheduled, fleet.Order(Fleet.Start + TimeSpan.FromMinutes(i / 4))));
        }

        var paged = new List<Job>();
        var search = new JobSearch();
        for (var page = await store.Reader.Search(search, 3, default); !page.IsEmpty; page = await store.Reader.Search(search, 3, default))
        {
            Assert.InRange(page.Length, 1, 3);
            paged.AddRange(page);
            search = search with { After = new JobSearchCursor(page[^1].Order.RequestedAt, page[^1].Id) };
        }

        Assert.Equal(LatestFirst(all), paged.Select(job => job.Id));
        Assert.All(paged, job => Same.Job(all.Single(of => of.Id == job.Id), job));
    }

    [ContractFact]
    public async Task Search_ByProvider_KeepsAJobThatEndedWithItAndLosesOneThatWasReassigned()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (mine, other) = (fleet.Provider(), fleet.Provider());
        var done = await store.Bring(fleet, JobStatus.Completed, provider: mine);
        var moved = await store.Bring(fleet, JobStatus.Accepted, fleet.Order(Fleet.Start + TimeSpan.FromHours(1)), mine);
        var search = new JobSearch { Provider = mine };
        Assert.Equal([moved.Id, done.Id], (await store.Reader.Search(search, 10, default)).Select(job => job.Id));
        await store.Commit(fleet.Commit(
            moved, new JobCommand.Reassign(mine, other, new VehicleId(fleet.NextId()), new Domain.Offers.OfferId(fleet.NextId()), 0, Fleet.Start), Fleet.Start + TimeSpan.FromHours(1)));
        Assert.Equal([done.Id], (await store.Reader.Search(search, 10, default)).Select(job => job.Id));
    }

    [ContractFact]
    public async Task Search_BoundsOfTimeAndPlace_AreHalfOpenAndInclusive()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var (at, place) = (job.Order.RequestedAt, job.Order.Stops[0].Place);
        Assert.Single(await store.Reader.Search(new JobSearch { From = at, To = at + TimeSpan.FromTicks(1) }, 10, default));
        Assert.Empty(await store.Reader.Search(new JobSearch { To = at }, 10, default));
        Assert.Empty(await store.Reader.Search(new JobSearch { From = at + TimeSpan.FromTicks(1) }, 10, default));
        var point = new PlaceBounds(place.Longitude, place.Latitude, place.Longitude, place.Latitude);
        Assert.Single(await store.Reader.Search(new JobSearch { PickUpWithin = point }, 10, default));
        Assert.Empty(await store.Reader.Search(new JobSearch { PickUpWithin = point with { West = Math.BitIncrement(place.Longitude), East = 180 } }, 10, default));

        // The pick-up counts, not the drop-off.
        var end = job.Order.Stops[1].Place;
        Assert.Empty(await store.Reader.Search(new JobSearch { PickUpWithin = new PlaceBounds(end.Longitude, end.Latitude, end.Longitude, end.Latitude) }, 10, default));
    }

    [ContractFact]
    public async Task Overdue_Deadlines_ComeEarliestFirstOfEveryShardAndNeverOfAnEndedJob()
    {
        using var store = Open();
        var fleet = new Fleet();
        var late = fleet.Commit(null, new JobCommand.Request(fleet.Order(Fleet.Start + TimeSpan.FromMinutes(2))), Fleet.Start + TimeSpan.FromMinutes(2)) with { Shard = "paris:ride" };
        var early = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await store.Commit(late);
        await store.Commit(early);
        await store.Bring(fleet, JobStatus.Completed);
        var (first, second) = (early.After.Deadline!.Value, late.After.Deadline!.Value);
        Assert.Empty(await store.Reader.Overdue(first, 10, default));
        Assert.Equal([(early.After.Id, first)], (await store.Reader.Overdue(first + TimeSpan.FromTicks(1), 10, default)).ToArray());
        Assert.Equal([(early.After.Id, first), (late.After.Id, second)], (await store.Reader.Overdue(DateTimeOffset.MaxValue, 10, default)).ToArray());
        Assert.Equal([(early.After.Id, first)], (await store.Reader.Overdue(DateTimeOffset.MaxValue, 1, default)).ToArray());
    }

    private static IEnumerable<JobId> LatestFirst(IEnumerable<Job> jobs) =>
        jobs.OrderByDescending(job => job.Order.RequestedAt).ThenByDescending(job => job.Id).Select(job => job.Id);

    private async Task Check(Choices choices)
    {
        using var store = Open();
        var fleet = new Fleet(choices.Next(1_000));
        ProviderId[] providers = [fleet.Provider(), fleet.Provider()];
        CustomerId[] customers = [new(fleet.NextId()), new(fleet.NextId())];
        JobStatus[] states = [JobStatus.Scheduled, JobStatus.Matching, JobStatus.InProgress, JobStatus.Completed];
        var jobs = new List<Job>();
        for (var i = 0; i < 10; i++)
        {
            var order = fleet.Order(Fleet.Start + TimeSpan.FromMinutes(choices.Next(6)), choices.Next(2) == 0 ? "nyc" : "paris") with { Customer = customers[choices.Next(2)] };
            var state = states[choices.Next(states.Length)];

            // One job at a time is in progress with each provider: their plans have one slot here.
            var provider = providers[choices.Next(2)];
            if (state == JobStatus.InProgress && jobs.Exists(job => job.Status == state && job.Assignment!.Provider == provider))
            {
                state = JobStatus.Matching;
            }

            jobs.Add(jobs.Exists(job => job.Status == JobStatus.InProgress && job.Assignment!.Provider == provider) && state == JobStatus.Completed
                ? await store.Bring(fleet, JobStatus.Matching, order, provider)
                : await store.Bring(fleet, state, order, provider));
        }

        while (!choices.Over)
        {
            var search = new JobSearch
            {
                Customer = Maybe(choices) ? customers[choices.Next(2)] : null,
                Provider = Maybe(choices) ? providers[choices.Next(2)] : null,
                Market = Maybe(choices) ? new MarketId(choices.Next(3) switch { 0 => "nyc", 1 => "paris", _ => "atlantis" }) : null,
                From = Maybe(choices) ? Fleet.Start + TimeSpan.FromMinutes(choices.Next(6)) : null,
                To = Maybe(choices) ? Fleet.Start + TimeSpan.FromMinutes(choices.Next(8)) : null,
                Statuses = Maybe(choices) ? [states[choices.Next(4)], states[choices.Next(4)]] : [],
                PickUpWithin = Maybe(choices) ? Around(jobs[choices.Next(jobs.Count)].Order.Stops[0].Place, 0.004) : null,
                After = Maybe(choices) ? Cursor(jobs[choices.Next(jobs.Count)]) : null,
            };
            var limit = 1 + choices.Next(12);
            var expected = LatestFirst(jobs.Where(job => Meets(job, search))).Take(limit).ToList();
            Assert.Equal(expected, (await store.Reader.Search(search, limit, default)).Select(job => job.Id));
        }
    }

    private static bool Maybe(Choices choices) => choices.Next(3) == 0;

    private static JobSearchCursor Cursor(Job job) => new(job.Order.RequestedAt, job.Id);

    private static PlaceBounds Around(Domain.Places.GeoPoint at, double degrees) => new(at.Longitude - degrees, at.Latitude - degrees, at.Longitude + degrees, at.Latitude + degrees);

    private static bool Meets(Job job, JobSearch search)
    {
        var place = job.Order.Stops[0].Place;
        return (search.Customer is null || search.Customer == job.Order.Customer)
            && (search.Provider is null || search.Provider == job.Assignment?.Provider)
            && (search.Market is null || search.Market == job.Order.Market)
            && (search.From is not { } from || job.Order.RequestedAt >= from)
            && (search.To is not { } to || job.Order.RequestedAt < to)
            && (search.Statuses.IsEmpty || search.Statuses.Contains(job.Status))
            && (search.PickUpWithin is not { } box
                || (place.Longitude >= box.West && place.Longitude <= box.East && place.Latitude >= box.South && place.Latitude <= box.North))
            && (search.After is not { } after
                || job.Order.RequestedAt < after.RequestedAt || (job.Order.RequestedAt == after.RequestedAt && job.Id.CompareTo(after.Job) < 0));
    }
}
