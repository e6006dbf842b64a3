using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of bookings promises: no slot is oversold, whoever asks at once, and nothing is done twice.</summary>
public abstract class BookingContract
{
    // 19:00 in New York, a slot of every day; booked five hours before.
    private static readonly DateTimeOffset Seven = new(2013, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Seven - TimeSpan.FromHours(5);
    private static readonly DateTimeOffset Soon = Now + TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Resource_WrittenChangedByTwo_ComesBackAndOneOfTheTwoIsStale()
    {
        using var store = Open();
        var fleet = new Fleet();
        var made = await Add(store, fleet);
        Assert.Equal(1, made.Version);
        Same(made, (await store.Bookings.Resource(made.Id, default))!);
        Same(made, (await Put(store, made with { Version = 0 })).Resource!);
        var other = await Add(store, fleet);
        var wide = (await Put(store, made with { Name = "Wide" })).Resource!;
        Assert.Equal((2, "Wide"), (wide.Version, wide.Name));
        Assert.Equal(ResourceRejection.Stale, (await Put(store, made with { Name = "Narrow" })).Rejection);
        Same(wide, (await Put(store, made with { Name = "Wide" })).Resource!);
        Assert.Equal(ResourceRejection.Unknown, (await Put(store, wide with { Merchant = new MerchantId(fleet.NextId()) })).Rejection);
        Assert.Equal(ResourceRejection.Unknown, (await Put(store, wide with { Id = fleet.NextId() })).Rejection);
        Assert.Null(await store.Bookings.Resource(fleet.NextId(), default));
        Assert.Equal(wide.Id, Assert.Single(await store.Bookings.OfMerchant(made.Merchant, null, 10, default)).Id);
        Assert.Empty(await store.Bookings.OfMerchant(made.Merchant, made.Id, 10, default));
        Assert.Equal(other.Id, Assert.Single(await store.Bookings.OfStore(other.Store, default)).Id);

        var all = Enumerable.Range(0, 10).Select(i => store.Bookings.Put(other with { Name = $"Editor {i}" }, Now, default).AsTask()).ToList();
        store.Flush();
        var results = await Task.WhenAll(all);
        Assert.Single(results, result => result.Resource is not null);
        Assert.Equal(9, results.Count(result => result.Rejection == ResourceRejection.Stale));
        if (store.IsDurable)
        {
            store.Reopen();
            Assert.Equal(2, (await store.Bookings.Resource(other.Id, default))!.Version);
        }
    }

    [ContractFact]
    public async Task Life_HeldConfirmedSeatedFinished_EachOnceAndComesBack()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (table, customer, job) = (await Add(store, fleet), Customer(fleet), new JobId(fleet.NextId()));
        var hold = Hold(fleet, customer, 4);
        Assert.Equal([true, false], (await Run(store, table, Now, hold, hold)).Select(result => result.Changed));
        Assert.Equal(BookingRejection.Unknown, (await Run(store, table, Now, hold with { Customer = Customer(fleet) }))[0].Rejection);
        await Expect(store, table, Now, 4);
        var confirm = new BookingCommand.Confirm(hold.Booking, job);
        Assert.Equal([true, false], (await Run(store, table, Now, confirm, confirm)).Select(result => result.Changed));
        Assert.Equal(BookingRejection.StateWrong, (await Run(store, table, Now, confirm with { Job = new JobId(fleet.NextId()) }))[0].Rejection);
        var seat = new BookingCommand.Seat(hold.Booking);
        Assert.Equal(BookingRejection.NotYet, (await Run(store, table, Now, seat))[0].Rejection);
        Assert.Equal([true, false, false], (await Run(store, table, Seven, seat, seat, confirm)).Select(result => result.Changed));
        Assert.Equal(BookingRejection.StateWrong, (await Run(store, table, Seven, new BookingCommand.Cancel(hold.Booking, false)))[0].Rejection);
        var finish = new BookingCommand.Finish(hold.Booking);
        Assert.Equal([true, false], (await Run(store, table, Seven, finish, finish)).Select(result => result.Changed));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        var stands = (await store.Bookings.Find(hold.Booking, default))!;
        Assert.Equal(
            new BookingEntry(new Booking(hold.Booking, table.Id, new Slot(Seven, Seven + Hour), 4, customer, BookingStatus.Done, null), table.Terms(), job, Now, Seven), stands);
        Assert.Equal(stands, Assert.Single(await store.Bookings.Of(customer, null, 10, default)));
        Assert.Empty(await store.Bookings.Of(customer, hold.Booking, 10, default));
        Assert.Empty(await store.Bookings.News(10, default));
        Assert.Null(await store.Bookings.Find(new BookingId(fleet.NextId()), default));
        Assert.Equal(BookingRejection.Unknown, (await store.Done(store.Bookings.Run(fleet.NextId(), [seat], Now, default)))[0].Rejection);
        Assert.Equal(BookingRejection.Unknown, (await Run(store, await Add(store, fleet), Now, seat))[0].Rejection);
    }

    /// <summary>A hot slot: ten times as many as it has places, in batches of many callers at once, all of them said twice, walk-ins among them.</summary>
    [ContractFact]
    public async Task Hold_HotSlotByManyAtOnceWithWalkIns_EndsExactlyAtItsCapacity()
    {
        using var store = Open();
        var fleet = new Fleet();
        var hall = await Add(store, fleet, capacity: 30);
        var next = Hold(fleet, Customer(fleet), 3) with { Begins = Seven + Hour };
        var commands = Enumerable.Range(0, 150).Select(i => i % 5 == 0 ? (BookingCommand)new BookingCommand.WalkIn(Id(fleet), Seven, 2) : Hold(fleet, Customer(fleet), 2)).ToList();

        // Walk-ins come while the slot is on; what is held for it was held before, so that its clock is that of each batch.
        var asked = commands.Concat(commands).Append(next).Chunk(7).Select(batch => store.Bookings.Run(hall.Id, [.. batch.Where(one => one is BookingCommand.Hold)], Now, default).AsTask()).ToList();
        store.Flush();
        var results = (await Task.WhenAll(asked)).SelectMany(result => result).ToList();
        Assert.Equal(16, results.Count(result => result.Changed));
        Assert.Equal([BookingRejection.SlotFull], results.Where(result => result.Rejection is not null).Select(result => result.Rejection!.Value).Distinct());
        await Expect(store, hall, Now, 30, 3);

        // Five are given up at the last moment: walk-ins have their places, and no more than those.
        var held = results.Where(result => result.Changed && result.After!.Booking.Slot.Begins == Seven).Select(result => result.After!.Booking.Id).ToList();
        await Run(store, hall, Now, [.. held.Select(id => new BookingCommand.Confirm(id, null))]);
        await Run(store, hall, Now, [.. held.Take(5).Select(id => new BookingCommand.Cancel(id, false))]);
        asked = [.. commands.Concat(commands).Chunk(11).Select(batch => store.Bookings.Run(hall.Id, [.. batch.Where(one => one is BookingCommand.WalkIn)], Seven, default).AsTask())];
        store.Flush();
        results = [.. (await Task.WhenAll(asked)).SelectMany(result => result)];
        Assert.Equal(5, results.Count(result => result.Changed));
        Assert.Contains(results, result => result.Rejection == BookingRejection.SlotFull);
        await Expect(store, hall, Seven, 30, 0);
        Assert.Equal(30, (await store.Bookings.Book(hall.Id, Seven, Seven + Hour, 100, default)).Sum(entry => entry.Booking.PlacesAt(Seven)));
        Assert.Equal(2, (await store.Bookings.Book(hall.Id, Seven, Seven + Hour, 2, default)).Length);
    }

    [ContractFact]
    public async Task Hold_ThatRanOut_FreesItsPlacesAtOnceAndIsTooLateToConfirm()
    {
        using var store = Open();
        var fleet = new Fleet();
        var table = await Add(store, fleet);
        var (first, second) = (Hold(fleet, Customer(fleet), 6), Hold(fleet, Customer(fleet), 6) with { Until = Soon + Hour });
        await Run(store, table, Now, first);
        Assert.Equal(BookingRejection.SlotFull, (await Run(store, table, Soon - TimeSpan.FromTicks(1), second))[0].Rejection);
        await Expect(store, table, Soon, 0);
        Assert.Equal(await store.Bookings.Find(first.Booking, default), Assert.Single(await store.Bookings.Due(Soon, 10, default)));
        Assert.Empty(await store.Bookings.Due(Soon - TimeSpan.FromTicks(1), 10, default));

        // Nobody has swept: who asks has the places, and who pays too late is told so, before and after somebody else has them.
        Assert.Equal(BookingRejection.HoldLapsed, (await Run(store, table, Soon, new BookingCommand.Confirm(first.Booking, null)))[0].Rejection);
        Assert.True((await Run(store, table, Soon, second))[0].Changed);
        Assert.Equal(BookingRejection.HoldLapsed, (await Run(store, table, Soon, new BookingCommand.Confirm(first.Booking, null)))[0].Rejection);
        Assert.False((await Run(store, table, Soon, new BookingCommand.Cancel(first.Booking, false)))[0].Changed);
        await Expect(store, table, Soon, 6);
        Assert.Equal(BookingStatus.Lapsed, (await store.Bookings.Find(first.Booking, default))!.Booking.Status);
    }

    [ContractFact]
    public async Task Confirm_BesideThePlacesNextTaker_OneOfTheTwoHasThem()
    {
        using var store = Open();
        var fleet = new Fleet();
        var table = await Add(store, fleet);
        for (var i = 0; i < 20; i++)
        {
            var begins = Seven + TimeSpan.FromDays(i / 4) + (Hour * (i % 4));
            var (first, second) = (Hold(fleet, Customer(fleet), 6) with { Begins = begins }, Hold(fleet, Customer(fleet), 6) with { Begins = begins, Until = Soon + Hour });
            await Run(store, table, Now - Hour, first with { Until = Soon });

            // One clock is a moment behind the other.
            var confirm = store.Bookings.Run(table.Id, [new BookingCommand.Confirm(first.Booking, null)], Soon - TimeSpan.FromMilliseconds(1), default).AsTask();
            var take = store.Bookings.Run(table.Id, [second], Soon, default).AsTask();
            store.Flush();
            Assert.NotEqual((await confirm)[0].Rejection is null, (await take)[0].Rejection is null);
        }
    }

    [ContractFact]
    public async Task Due_NoShowsAndThoseWhoSat_AreSweptOnceAndTheJobsAreTold()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (hall, job) = (await Add(store, fleet, capacity: 20), new JobId(fleet.NextId()));
        var holds = Enumerable.Range(0, 5).Select(_ => Hold(fleet, Customer(fleet), 2)).ToList();
        await Run(store, hall, Now, [.. holds]);
        await Run(store, hall, Now, [.. holds.Select((hold, i) => (BookingCommand)new BookingCommand.Confirm(hold.Booking, i == 3 ? null : job))]);
        await Run(store, hall, Now, new BookingCommand.Cancel(holds[1].Booking, true));
        await Run(store, hall, Seven - TimeSpan.FromMinutes(30), new BookingCommand.Cancel(holds[2].Booking, false));
        await Run(store, hall, Seven, new BookingCommand.Seat(holds[4].Booking), new BookingCommand.WalkIn(Id(fleet), Seven, 1));
        var grace = Seven + TimeSpan.FromMinutes(15);
        Assert.Empty(await store.Bookings.Due(grace - TimeSpan.FromTicks(1), 10, default));
        var due = await store.Bookings.Due(grace, 10, default);
        Assert.Equal(new[] { holds[0].Booking, holds[3].Booking }.Order(), due.Select(one => one.Booking.Id).Order());
        Assert.All(due, one => Assert.Equal(hall.Id, one.Booking.Resource));
        var sweeps = due.Concat(due).Select(one => (BookingCommand)new BookingCommand.Sweep(one.Booking.Id)).ToArray();
        Assert.Equal([true, true, false, false], (await Run(store, hall, grace, sweeps)).Select(result => result.Changed));
        await Expect(store, hall, grace, 3);
        var news = await store.Bookings.News(10, default);
        Assert.Equal(
            new (BookingId, BookingStatus, long?)[] { (holds[0].Booking, BookingStatus.NoShow, 2_000), (holds[1].Booking, BookingStatus.Canceled, 0), (holds[2].Booking, BookingStatus.Canceled, 1_000) }.Order(),
            news.Select(entry => (entry.Booking.Id, entry.Booking.Status, entry.Kept?.MinorUnits)).Order());
        Assert.Equal(0, (await store.Bookings.Find(holds[3].Booking, default))!.Kept!.Value.MinorUnits);
        await store.Done(store.Bookings.Told(news[0].Booking.Id, default));
        Assert.Equal(news.Skip(1).Select(entry => entry.Booking.Id), (await store.Bookings.News(10, default)).Select(entry => entry.Booking.Id));
        due = await store.Bookings.Due(Seven + Hour, 10, default);
        Assert.Equal(2, due.Length);
        await Run(store, hall, Seven + Hour, [.. due.Select(one => new BookingCommand.Sweep(one.Booking.Id))]);
        Assert.Equal(BookingStatus.Done, (await store.Bookings.Find(holds[4].Booking, default))!.Booking.Status);
        Assert.Empty(await store.Bookings.Due(Seven + Hour, 10, default));
    }

    [ContractFact]
    public async Task Plan_ChangedUnderBookings_KeepsTheirSlotsAndTheirTerms()
    {
        using var store = Open();
        var fleet = new Fleet();
        var table = await Add(store, fleet);
        var hold = Hold(fleet, Customer(fleet), 4);
        await Run(store, table, Now, hold);
        await Run(store, table, Now, new BookingCommand.Confirm(hold.Booking, new JobId(fleet.NextId())));
        Assert.Equal(ResourceRejection.Booked, (await Put(store, table with { Plan = table.Plan with { Length = TimeSpan.FromMinutes(90) } })).Rejection);
        var closed = table.Plan.Hours with { Exceptions = [new OpeningException(new DateOnly(2013, 1, 1), [])] };
        Assert.Equal(ResourceRejection.Booked, (await Put(store, table with { Plan = table.Plan with { Hours = closed } })).Rejection);

        // A smaller capacity than what is taken is no reason to throw anybody out, but nobody comes in.
        var small = (await Put(store, table with { Plan = table.Plan with { Capacity = 3, LargestParty = 3 }, Deposit = table.Deposit with { PerPerson = Fleet.Usd(9_000) } })).Resource!;
        Assert.Equal(BookingRejection.SlotFull, (await Run(store, small, Now, Hold(fleet, Customer(fleet), 1)))[0].Rejection);
        var paused = (await Put(store, small with { Paused = true })).Resource!;
        Assert.Equal(BookingRejection.Paused, (await Run(store, paused, Now, Hold(fleet, Customer(fleet), 1) with { Begins = Seven + Hour }))[0].Rejection);
        var canceled = (await Run(store, paused, Seven - TimeSpan.FromMinutes(30), new BookingCommand.Cancel(hold.Booking, false)))[0].After!;
        Assert.Equal(Fleet.Usd(2_000), canceled.Kept);
        Assert.NotNull((await Put(store, paused with { Plan = table.Plan with { Hours = closed } })).Resource);
        Assert.Equal(BookingRejection.NoSuchSlot, (await Run(store, table, Seven, new BookingCommand.WalkIn(Id(fleet), Seven, 1)))[0].Rejection);
    }

    [ContractFact]
    public async Task Database_AskedToOversell_Refuses()
    {
        using var store = Open();
        var fleet = new Fleet();
        var table = await Add(store, fleet);
        await Run(store, table, Now, Hold(fleet, Customer(fleet), 4));
        foreach (var sql in new[] { "UPDATE booking_slots SET taken = 7", "UPDATE booking_slots SET taken = -1", "UPDATE bookings SET status = 'confirmed'", "UPDATE bookings SET status = 'gone'", "UPDATE bookings SET party = 0" })
        {
            Assert.ThrowsAny<Exception>(() => store.Execute(sql));
        }
    }

    private static BookableResource Table(Fleet fleet, int capacity) => new(
        fleet.NextId(),
        new MerchantId(fleet.NextId()),
        new StoreId(fleet.NextId()),
        "Tables",
        "America/New_York",
        new SlotPlan(
            Hour, capacity, 1, 6, TimeSpan.FromMinutes(30), TimeSpan.FromDays(14), new OpeningHours([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(18, 0), new TimeOnly(23, 0)))], [])),
        new DepositPolicy(Fleet.Usd(1_000), TimeSpan.FromHours(2), new BasisPoints(5_000), BasisPoints.One),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(15));

    private static BookingId Id(Fleet fleet) => new(fleet.NextId());

    private static CustomerId Customer(Fleet fleet) => new(fleet.NextId());

    private static BookingCommand.Hold Hold(Fleet fleet, CustomerId customer, int party) => new(Id(fleet), Seven, party, customer, Soon);

    private static async Task<BookableResource> Add(StoreUnderTest store, Fleet fleet, int capacity = 6) => (await Put(store, Table(fleet, capacity))).Resource!;

    private static Task<ResourceResult> Put(StoreUnderTest store, BookableResource resource) => store.Done(store.Bookings.Put(resource, Now, default));

    private static Task<ImmutableArray<BookingResult>> Run(StoreUnderTest store, BookableResource resource, DateTimeOffset now, params BookingCommand[] commands) =>
        store.Done(store.Bookings.Run(resource.Id, [.. commands], now, default));

    private static void Same(BookableResource expected, BookableResource actual) =>
        Assert.Equal((BookingRows.Body(expected), expected.Version), (BookingRows.Body(actual), actual.Version));

    /// <summary>What is taken of the slots from seven, and of those that follow.</summary>
    private static async Task Expect(StoreUnderTest store, BookableResource resource, DateTimeOffset now, params int[] taken)
    {
        var counts = await store.Bookings.Taken(resource.Id, Seven, Seven + TimeSpan.FromDays(1), now, default);
        Assert.Equal(taken, counts.Select(count => count.Taken));
        Assert.Equal(Seven, counts[0].Slot.Begins);
        var free = resource.FreeOn(new DateOnly(2013, 1, 1), counts, now).Single(slot => slot.Slot.Begins == Seven);
        Assert.Equal(resource.Plan.Capacity - taken[0], free.Free);
    }
}
