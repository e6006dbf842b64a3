using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Grains.Bookings;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Bookings through the grain of their resource: many at once, and what happens by itself.</summary>
public sealed class BookingTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    private IBookingStore Store => Host.Services.GetRequiredService<IBookingStore>();

    private DateTimeOffset Now => Host.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    [PostgresFact]
    public Task Slot_OnPostgresAskedForByManyAtOnce_IsHadByAsManyAsItHasPlaces() => silo.OnPostgres(Slot_AskedForByManyAtOnce_IsHadByAsManyAsItHasPlaces);

    [Fact]
    public async Task Slot_AskedForByManyAtOnce_IsHadByAsManyAsItHasPlaces()
    {
        var (hall, begins) = await Hall(capacity: 25);
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Hold(hall, begins, 2)));
        Assert.Equal(12, replies.Count(reply => reply.Changed));
        Assert.Equal(["slot_full"], replies.Where(reply => reply.Refusal is not null).Select(reply => reply.Refusal).Distinct());
        var booking = replies.First(reply => reply.Changed).Booking!.Value;
        var grain = Grain(hall);
        var job = Guid.NewGuid();
        var confirmed = await grain.Confirm(booking, job, default);
        Assert.Equal(("confirmed", true, 2_000, null), (confirmed.Status, confirmed.Changed, confirmed.DepositMinorUnits, confirmed.KeptMinorUnits));
        Assert.False((await grain.Confirm(booking, job, default)).Changed);
        Assert.Equal("not_yet", (await grain.Seat(booking, default)).Refusal);
        Assert.Equal("not_yet", (await grain.WalkIn(Guid.NewGuid(), begins, 1, default)).Refusal);
        Assert.Equal("state_wrong", (await grain.Finish(booking, default)).Refusal);
        var canceled = await grain.Cancel(booking, false, default);
        Assert.Equal(("canceled", 0), (canceled.Status, canceled.KeptMinorUnits));
        Assert.Equal("unknown", (await Host.Grains.GetGrain<IBookingGrain>(Guid.NewGuid().ToString("N")).Cancel(booking, false, default)).Refusal);
    }

    [Fact]
    public async Task Sweep_WhatIsDue_HappensOnceAndIsToldUntilItIsHeard()
    {
        var (hall, begins) = await Hall(capacity: 10);
        var (lapses, missed) = ((await Hold(hall, begins, 1)).Booking!.Value, (await Hold(hall, begins, 1)).Booking!.Value);
        var job = Guid.NewGuid();
        await Grain(hall).Confirm(missed, job, default);
        var news = new Heard();
        var later = new ManualClock(begins + TimeSpan.FromSeconds(30));
        var sweep = new BookingSweep(Store, Host.Grains, news, Host.Services.GetRequiredService<IBackgroundWork>(), later, NullLogger<BookingSweep>.Instance);

        // The grain's own clock decides, and says that nothing is due: a sweep that runs ahead does no harm.
        Assert.Equal(0, await sweep.Round(default));
        await Host.Until(() => Task.FromResult(Now >= later.GetUtcNow()), "the grace is over", step: TimeSpan.FromSeconds(10));
        news.Deaf = true;
        Assert.True(await sweep.Round(default) >= 1);

        // What a job pays for, the job decides first: while it cannot be reached the place is nobody else's.
        Assert.Equal(BookingStatus.Confirmed, (await Store.Find(new BookingId(missed), default))!.Booking.Status);
        news.Deaf = false;
        await sweep.Round(default);
        await sweep.Round(default);
        var told = Assert.Single(news.Of(hall));
        Assert.Equal((missed, BookingStatus.NoShow, new JobId(job), 1_000), (told.Booking.Id.Value, told.Booking.Status, told.Job!.Value, told.Kept!.Value.MinorUnits));
        Assert.Equal(BookingStatus.Lapsed, (await Store.Find(new BookingId(lapses), default))!.Booking.Status);
    }

    /// <summary>The counter gave it in time, and the news of that comes late, or was lost: the place is not another's.</summary>
    [Theory]
    [InlineData(JobState.Completed, BookingStatus.Seated)]
    [InlineData(JobState.CanceledByCustomer, BookingStatus.Confirmed)]
    [InlineData(JobState.Expired, BookingStatus.NoShow)]
    public async Task Sweep_OfWhatAJobPaysFor_FollowsTheJob(JobState state, BookingStatus expected)
    {
        var (hall, begins) = await Hall(capacity: 4);
        var booking = (await Hold(hall, begins, 4)).Booking!.Value;
        var job = Guid.NewGuid();
        await Grain(hall).Confirm(booking, job, default);
        var view = await (await (await Host.Market()).Request(1, 0)).View();
        var sweep = new BookingSweep(
            Store, Host.Grains, new Heard { Job = view with { State = state } }, Host.Services.GetRequiredService<IBackgroundWork>(), new ManualClock(begins + TimeSpan.FromSeconds(30)), NullLogger<BookingSweep>.Instance);
        await Host.Until(() => Task.FromResult(Now >= begins + TimeSpan.FromSeconds(30)), "the grace is over", step: TimeSpan.FromSeconds(10));
        await sweep.Round(default);
        Assert.Equal(expected, (await Store.Find(new BookingId(booking), default))!.Booking.Status);
        if (expected == BookingStatus.Confirmed)
        {
            // The news of the job that ended before says for how much.
            var gone = await Grain(hall).LetGo(new LetBookingGo(booking, job, begins - TimeSpan.FromMinutes(1), false, false), default);
            Assert.Equal(("canceled", 0), (gone.Status, gone.KeptMinorUnits));
        }
    }

    private async Task<(BookableResource Hall, DateTimeOffset Begins)> Hall(int capacity)
    {
        var hall = new BookableResource(
            Guid.NewGuid(),
            new MerchantId(Guid.NewGuid()),
            new StoreId(Guid.NewGuid()),
            "Hall",
            "UTC",
            new SlotPlan(TimeSpan.FromMinutes(1), capacity, 1, 6, TimeSpan.Zero, TimeSpan.FromDays(14), OpeningHours.Always),
            new DepositPolicy(Scenarios.Usd(1_000), TimeSpan.Zero, BasisPoints.One, BasisPoints.One),
            TimeSpan.FromMinutes(1),
            TimeSpan.Zero,
            TimeSpan.FromSeconds(30));
        hall = (await Store.Put(hall, Now, default)).Resource!;
        var minute = Now.UtcTicks / TimeSpan.TicksPerMinute;
        return (hall, new DateTimeOffset((minute + 2) * TimeSpan.TicksPerMinute, TimeSpan.Zero));
    }

    private Task<BookingReply> Hold(BookableResource hall, DateTimeOffset begins, int party) =>
        Grain(hall).Hold(new HoldBooking(Guid.NewGuid(), begins, party, Guid.NewGuid(), Now + hall.HoldFor, false), default);

    private IBookingGrain Grain(BookableResource hall) => Host.Grains.GetGrain<IBookingGrain>(hall.Id.ToString("N"));

    private sealed class Heard : IBookingNews
    {
        private readonly ConcurrentQueue<BookingEntry> _heard = new();

        public bool Deaf { get; set; }

        /// <summary>How the jobs stand that pay; null for jobs that nobody knows.</summary>
        public JobView? Job { get; set; }

        public ValueTask<JobView?> Ask(JobId job, CancellationToken cancellationToken) => Deaf ? throw new InvalidOperationException("Not to be reached.") : ValueTask.FromResult(Job);

        public IEnumerable<BookingEntry> Of(BookableResource hall) => _heard.Where(entry => entry.Booking.Resource == hall.Id);

        public ValueTask Ended(BookingEntry booking, CancellationToken cancellationToken)
        {
            if (Deaf)
            {
                throw new InvalidOperationException("Not heard.");
            }

            _heard.Enqueue(booking);
            return default;
        }
    }
}
