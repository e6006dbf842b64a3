using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Bookings;

public sealed class BookingBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly BookableResource Hall = new(
        Id(1),
        new MerchantId(Id(2)),
        new StoreId(Id(3)),
        "Hall",
        "UTC",
        new SlotPlan(TimeSpan.FromHours(1), 6, 1, 4, TimeSpan.FromMinutes(10), TimeSpan.FromDays(2), OpeningHours.Always),
        new DepositPolicy(Scenarios.Usd(500), TimeSpan.FromHours(1), new BasisPoints(5_000), BasisPoints.One),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(20));

    /// <summary>
    /// Whatever is said in whatever order, in batches of any size: what is counted of a slot is what its bookings take, and never above the capacity; states go legal ways, an end never changes, and what stays of a
    /// deposit is no more than was paid.
    /// </summary>
    [Fact]
    public void AnyHistory_SlotsAreWhatTheirBookingsTakeAndNeverOversold() => Law.HoldsForChoices(80, choices =>
    {
        var slots = new SortedDictionary<DateTimeOffset, SlotCount>();
        var entries = new SortedDictionary<BookingId, BookingEntry>();
        var now = Noon;
        var next = 100;
        while (!choices.Over)
        {
            now += TimeSpan.FromMinutes(choices.Of(0, 1, 9, 31));
            var commands = Enumerable.Range(0, 1 + choices.Next(4)).Select(_ => Command()).ToList();

            // As a store does it: the slots in question, the bookings that are named, and those slots' holds that have run out.
            var book = new BookingBook(Hall, now);
            var named = commands.Select(command => command.Booking).Distinct().Where(entries.ContainsKey).ToList();
            var begins = book.Asked(commands).Select(slot => slot.Begins).Concat(named.Select(id => entries[id].Booking.Slot.Begins)).ToHashSet();
            foreach (var count in slots.Values.Where(count => begins.Contains(count.Slot.Begins)))
            {
                book.Put(count);
            }

            foreach (var entry in entries.Values.Where(entry => named.Contains(entry.Booking.Id) || (begins.Contains(entry.Booking.Slot.Begins) && entry.Booking.Status == BookingStatus.Held && entry.Booking.HeldUntil <= now)))
            {
                book.Put(entry);
            }

            book.Lapse();
            foreach (var command in commands)
            {
                var first = book.Run(command);
                var again = book.Run(command);
                Assert.False(again.Changed, $"{command} changed something the second time.");
                Assert.True(first.After is null || again.After is null || first.After == again.After);
            }

            foreach (var entry in book.Changed)
            {
                if (entries.TryGetValue(entry.Booking.Id, out var before))
                {
                    // What stays of a no-show is taken back where the job says that nothing was left to take.
                    Assert.True(before.DueAt is not null || (before with { Kept = entry.Kept, ChangedAt = entry.ChangedAt } == entry && entry.Kept is { IsZero: true }));
                    Assert.Equal(before.Booking with { Status = entry.Booking.Status, HeldUntil = entry.Booking.HeldUntil }, entry.Booking);
                }

                entries[entry.Booking.Id] = entry;
            }

            foreach (var count in book.Counted)
            {
                slots[count.Slot.Begins] = count;
            }

            foreach (var group in entries.Values.GroupBy(entry => entry.Booking.Slot.Begins))
            {
                var taken = group.Where(entry => BookingTransitions.TakesPlace(entry.Booking.Status)).Sum(entry => entry.Booking.Party);
                Assert.Equal(taken, slots[group.Key].Taken);
                Assert.InRange(taken, 0, Hall.Plan.Capacity);
            }

            Assert.All(entries.Values, entry => Assert.True(entry.Kept is not { } kept || (!kept.IsNegative && (entry.Job is null ? kept.IsZero : kept <= entry.Deposit))));
            Assert.All(entries.Values, entry => Assert.Equal(entry.Booking.Status is BookingStatus.Canceled or BookingStatus.NoShow, entry.Kept is not null));
        }

        BookingCommand Command()
        {
            var id = entries.Count == 0 ? new BookingId(Id(99)) : entries.Keys.ElementAt(choices.Next(entries.Count));
            var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
            return choices.Next(12) switch
            {
                0 or 1 or 2 => new BookingCommand.Hold(
                    new BookingId(Id(++next)), hour.AddHours(choices.Of(1, 2)), choices.Of(0, 1, 3, 5), new CustomerId(Id(50)), now.AddMinutes(choices.Of(1, 10, 40)), choices.Of(0, 1, 2) == 0),
                3 => new BookingCommand.WalkIn(new BookingId(Id(++next)), hour, choices.Of(1, 2)),
                4 or 5 => new BookingCommand.Confirm(id, choices.Of(0, 1, 2) == 0 ? null : new JobId(Id(70))),
                6 => new BookingCommand.Cancel(id, choices.Of(0, 1) == 0),
                7 => new BookingCommand.Seat(id),
                8 => new BookingCommand.Finish(id),
                9 => new BookingCommand.Had(id, new JobId(Id(70))),
                10 => new BookingCommand.LetGo(id, new JobId(Id(70)), choices.Of(0, 1) == 0 ? null : now.AddMinutes(-10), choices.Of(0, 1) == 0, choices.Of(0, 1) == 0),
                _ => new BookingCommand.Sweep(id),
            };
        }
    });

    /// <summary>Whoever comes too late has lost the place to the next; what the job says was had in time is seated, whenever the news comes.</summary>
    [Fact]
    public void MissedAndHad_OfABookingWithAJob_AreAsTheJobSays()
    {
        var (job, missed) = (new JobId(Id(70)), Noon + TimeSpan.FromHours(2) + Hall.Grace);
        var confirmed = Confirmed(job);
        Assert.Equal(missed, confirmed.MissedAt);
        Assert.Equal(BookingRejection.TooLate, Run(confirmed, missed, new BookingCommand.Seat(confirmed.Booking.Id)).Rejection);
        Assert.Equal(BookingRejection.StateWrong, Run(confirmed, missed, new BookingCommand.Cancel(confirmed.Booking.Id, false)).Rejection);
        Assert.Equal(BookingRejection.StateWrong, Run(confirmed, missed, new BookingCommand.Had(confirmed.Booking.Id, new JobId(Id(71)))).Rejection);
        Assert.Equal(BookingStatus.Seated, Run(confirmed, missed, new BookingCommand.Had(confirmed.Booking.Id, job)).After!.Booking.Status);
        Assert.Equal(BookingStatus.Seated, Run(confirmed, Noon, new BookingCommand.Had(confirmed.Booking.Id, job)).After!.Booking.Status);

        // At the door the place is kept for as long.
        Assert.Null(Run(confirmed, missed - TimeSpan.FromTicks(1), new BookingCommand.Seat(confirmed.Booking.Id)).Rejection);
    }

    /// <summary>What stays is what the job took: by its instant, not by that of its news.</summary>
    [Fact]
    public void LetGo_ByItsJob_KeepsWhatTheJobTookAtItsInstant()
    {
        var job = new JobId(Id(70));
        var confirmed = Confirmed(job);
        var (free, late) = (Noon + TimeSpan.FromHours(1), Noon + TimeSpan.FromMinutes(61));
        Assert.Equal(Scenarios.Usd(0), Kept(free, false));
        Assert.Equal(Scenarios.Usd(1_000), Kept(late, false));
        Assert.Equal(Scenarios.Usd(0), Kept(late, true));
        Assert.Equal(BookingRejection.StateWrong, Run(confirmed, late, new BookingCommand.LetGo(confirmed.Booking.Id, new JobId(Id(71)), late, true)).Rejection);

        // A hold that ran out before the code did: nothing was left to take, whoever said it first.
        var missed = Run(confirmed, confirmed.MissedAt, new BookingCommand.Sweep(confirmed.Booking.Id)).After!;
        Assert.Equal(Scenarios.Usd(2_000), missed.Kept);
        var corrected = Run(missed, confirmed.MissedAt, new BookingCommand.LetGo(confirmed.Booking.Id, job, confirmed.MissedAt, true)).After!;
        Assert.Equal((BookingStatus.NoShow, Scenarios.Usd(0)), (corrected.Booking.Status, corrected.Kept!.Value));
        Assert.False(Run(missed, confirmed.MissedAt, new BookingCommand.LetGo(confirmed.Booking.Id, job, confirmed.MissedAt, false)).Changed);

        Money.Money Kept(DateTimeOffset at, bool nothing)
        {
            var after = Run(confirmed, confirmed.Booking.Slot.Ends, new BookingCommand.LetGo(confirmed.Booking.Id, job, at, nothing)).After!;
            Assert.Equal(BookingStatus.Canceled, after.Booking.Status);
            return after.Kept!.Value;
        }
    }

    /// <summary>Four places from two hours after noon on.</summary>
    private static BookingEntry Confirmed(JobId job) => new(
        new Booking(new BookingId(Id(60)), Hall.Id, new Slot(Noon.AddHours(2), Noon.AddHours(3)), 4, new CustomerId(Id(50)), BookingStatus.Confirmed, null), Hall.Terms(), job, Noon, Noon);

    private static BookingResult Run(BookingEntry entry, DateTimeOffset at, BookingCommand command)
    {
        var book = new BookingBook(Hall, at);
        book.Put(entry);
        book.Put(new SlotCount(entry.Booking.Slot, entry.Booking.Party));
        return book.Run(command);
    }

    private static Guid Id(int n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
}
