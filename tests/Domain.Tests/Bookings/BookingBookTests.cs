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
                    Assert.NotNull(before.DueAt);
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
            return choices.Next(10) switch
            {
                0 or 1 or 2 => new BookingCommand.Hold(
                    new BookingId(Id(++next)), hour.AddHours(choices.Of(1, 2)), choices.Of(0, 1, 3, 5), new CustomerId(Id(50)), now.AddMinutes(choices.Of(1, 10, 40)), choices.Of(0, 1, 2) == 0),
                3 => new BookingCommand.WalkIn(new BookingId(Id(++next)), hour, choices.Of(1, 2)),
                4 or 5 => new BookingCommand.Confirm(id, choices.Of(0, 1, 2) == 0 ? null : new JobId(Id(70))),
                6 => new BookingCommand.Cancel(id, choices.Of(0, 1) == 0),
                7 => new BookingCommand.Seat(id),
                8 => new BookingCommand.Finish(id),
                _ => new BookingCommand.Sweep(id),
            };
        }
    });

    private static Guid Id(int n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
}
