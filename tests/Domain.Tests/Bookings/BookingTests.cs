using System.Globalization;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Bookings;

public sealed class BookingTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly Guid Hall = new(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static readonly CustomerId Customer = new(new Guid(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    private static readonly SlotPlan Plan = new(
        TimeSpan.FromHours(1),
        10,
        1,
        6,
        TimeSpan.FromMinutes(30),
        TimeSpan.FromDays(14),
        new OpeningHours([new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(18, 0), new TimeOnly(22, 0)))], []));

    private static readonly DateTimeOffset Seven = Instant("2026-11-23T00:00Z");
    private static readonly DateTimeOffset Now = Seven - TimeSpan.FromHours(5);
    private static readonly DateTimeOffset Until = Now + TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(20);

    [Fact]
    public void Slots_OfADay_AreItsHours()
    {
        var slots = Plan.SlotsOf(NewYork, new DateOnly(2026, 11, 22));
        Assert.Equal([Seven - TimeSpan.FromHours(1), Seven, Seven + TimeSpan.FromHours(1), Seven + TimeSpan.FromHours(2)], slots.Select(slot => slot.Begins).ToArray());
        Assert.Equal(Seven, Plan.SlotAt(NewYork, Seven)!.Value.Begins);
        Assert.Null(Plan.SlotAt(NewYork, Seven + TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("2026-03-08", 23)]
    [InlineData("2026-11-01", 25)]
    [InlineData("2026-11-02", 24)]
    public void Slots_WhereClocksArePut_LastAnHourEachAndNeverOverlap(string day, int expected)
    {
        var slots = (Plan with { Hours = OpeningHours.Always }).SlotsOf(NewYork, DateOnly.Parse(day, CultureInfo.InvariantCulture));
        Assert.Equal(expected, slots.Length);
        for (var i = 1; i < slots.Length; i++)
        {
            Assert.Equal(slots[i - 1].Ends, slots[i].Begins);
        }

        Assert.All(slots, slot => Assert.Equal(slot, (Plan with { Hours = OpeningHours.Always }).SlotAt(NewYork, slot.Begins)));
    }

    [Fact]
    public void Hold_WhatCannotBeBooked_SaysWhy()
    {
        Assert.Null(Hold(1, 4).Rejection);
        Assert.Equal(BookingRejection.NoSuchSlot, Hold(1, 4, begins: Seven + TimeSpan.FromMinutes(30)).Rejection);
        Assert.Equal(BookingRejection.NoSuchSlot, Hold(1, 4, begins: Seven + TimeSpan.FromHours(3)).Rejection);
        Assert.Equal(BookingRejection.TooLate, Hold(1, 4, now: Seven - TimeSpan.FromMinutes(29)).Rejection);
        Assert.Equal(BookingRejection.TooEarly, Hold(1, 4, now: Seven - TimeSpan.FromDays(15)).Rejection);
        Assert.Equal(BookingRejection.PartySizeWrong, Hold(1, 7).Rejection);
        Assert.Equal(BookingRejection.PartySizeWrong, Hold(1, 0).Rejection);
        Assert.Equal(BookingRejection.SlotFull, Hold(3, 5, taken: [Hold(1, 6).After!]).Rejection);
    }

    [Fact]
    public void Hold_SaidAgain_GivesWhatStands()
    {
        var held = Hold(1, 6).After!;
        Assert.Equal(held, Hold(1, 6, taken: [held, Hold(2, 4).After!]).After);
    }

    [Fact]
    public void Hold_ThatRanOut_LeavesItsPlaceAndCannotBeConfirmed()
    {
        var held = Hold(1, 6).After!;
        Assert.Equal(BookingRejection.HoldLapsed, BookingDecisions.Confirm(held, Until).Rejection);
        Assert.Null(Hold(2, 6, taken: [held], now: Until).Rejection);
        Assert.Equal(BookingStatus.Lapsed, BookingDecisions.Sweep(held, TimeSpan.Zero, Until).Status);
        Assert.Equal(held, BookingDecisions.Sweep(held, TimeSpan.Zero, Until - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Life_BookedSeatedDone_AndNoShow()
    {
        var confirmed = BookingDecisions.Confirm(Hold(1, 4).After!, Now).After!;
        Assert.Equal(BookingRejection.NotYet, BookingDecisions.Seat(confirmed, TimeSpan.FromMinutes(15), Grace, Seven - TimeSpan.FromMinutes(16)).Rejection);
        Assert.Equal(BookingRejection.TooLate, BookingDecisions.Seat(confirmed, TimeSpan.Zero, TimeSpan.FromHours(2), confirmed.Slot.Ends).Rejection);
        var seated = BookingDecisions.Seat(confirmed, TimeSpan.FromMinutes(15), Grace, Seven - TimeSpan.FromMinutes(15)).After!;
        Assert.Equal(seated, BookingDecisions.Seat(seated, TimeSpan.Zero, Grace, Seven).After);
        Assert.Equal(BookingRejection.StateWrong, BookingDecisions.Cancel(seated).Rejection);
        Assert.Equal(BookingStatus.Done, BookingDecisions.Finish(seated).After!.Status);
        Assert.Equal(BookingStatus.Done, BookingDecisions.Sweep(seated, TimeSpan.Zero, seated.Slot.Ends).Status);
        Assert.Equal(confirmed, BookingDecisions.Sweep(confirmed, TimeSpan.FromMinutes(20), Seven + TimeSpan.FromMinutes(19)));
        Assert.Equal(BookingStatus.NoShow, BookingDecisions.Sweep(confirmed, TimeSpan.FromMinutes(20), Seven + TimeSpan.FromMinutes(20)).Status);
    }

    /// <summary>Nobody is seated any more from the instant on in which it is a no-show, whether or not anybody has swept.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(500)]
    public void Seat_FromTheInstantOnThatItIsMissed_IsTooLate(int grace)
    {
        var confirmed = BookingDecisions.Confirm(Hold(1, 4).After!, Now).After!;
        var missed = confirmed.Slot.MissedAt(TimeSpan.FromMinutes(grace));
        Assert.Equal(grace == 500 ? confirmed.Slot.Ends : Seven + TimeSpan.FromMinutes(grace), missed);
        foreach (var (at, sits) in new[] { (missed - TimeSpan.FromTicks(1), true), (missed, false) })
        {
            Assert.Equal(sits ? null : BookingRejection.TooLate, BookingDecisions.Seat(confirmed, Grace, TimeSpan.FromMinutes(grace), at).Rejection);
            Assert.Equal(sits ? BookingStatus.Confirmed : BookingStatus.NoShow, BookingDecisions.Sweep(confirmed, TimeSpan.FromMinutes(grace), at).Status);
        }
    }

    [Fact]
    public void Deposit_StaysByHowItEnds()
    {
        var policy = new DepositPolicy(Scenarios.Usd(500), TimeSpan.FromHours(2), new BasisPoints(5_000), BasisPoints.One);
        var confirmed = BookingDecisions.Confirm(Hold(1, 4).After!, Now).After!;
        var canceled = BookingDecisions.Cancel(confirmed).After!;
        Assert.Equal(Scenarios.Usd(2_000), policy.Of(4));
        Assert.Equal(Scenarios.Usd(0), policy.Kept(canceled, Seven - TimeSpan.FromHours(2)));
        Assert.Equal(Scenarios.Usd(1_000), policy.Kept(canceled, Seven - TimeSpan.FromHours(2) + TimeSpan.FromTicks(1)));
        Assert.Equal(Scenarios.Usd(2_000), policy.Kept(confirmed with { Status = BookingStatus.NoShow }, Seven));
        Assert.Equal(Scenarios.Usd(0), policy.Kept(confirmed with { Status = BookingStatus.Done }, Seven));
    }

    [Fact]
    public void AnyHistory_IsNeverOversold() => Law.HoldsForChoices(80, choices =>
    {
        var now = Seven - TimeSpan.FromHours(2);
        var slot = Plan.SlotAt(NewYork, Seven)!.Value;
        var bookings = new List<Booking>();
        for (var n = 1; !choices.Over; n++)
        {
            now += TimeSpan.FromMinutes(choices.Of(0, 1, 5, 20));
            var one = bookings.Count == 0 ? -1 : choices.Next(bookings.Count);
            var outcome = choices.Next(7) switch
            {
                0 or 1 => Hold(n, 1 + choices.Next(6), bookings, now: now, until: now + TimeSpan.FromMinutes(10)),
                2 => BookingDecisions.WalkIn(Plan, bookings, Id(n), Hall, slot, 1 + choices.Next(6), now),
                _ when one < 0 => default,
                3 => BookingDecisions.Confirm(bookings[one], now),
                4 => BookingDecisions.Seat(bookings[one], TimeSpan.FromMinutes(15), Grace, now),
                5 => BookingDecisions.Cancel(bookings[one]),
                _ => new BookingOutcome(BookingDecisions.Sweep(bookings[one], TimeSpan.FromMinutes(20), now), null),
            };
            if (outcome.After is { } after)
            {
                var at = bookings.FindIndex(booking => booking.Id == after.Id);
                if (at < 0)
                {
                    bookings.Add(after);
                }
                else
                {
                    Assert.True(after.Status == bookings[at].Status || Enum.GetValues<BookingTrigger>().Any(on => BookingTransitions.Next(bookings[at].Status, on) == after.Status));
                    bookings[at] = after;
                }
            }

            Assert.InRange(bookings.Sum(booking => booking.PlacesAt(now)), 0, Plan.Capacity);
        }
    });

    private static BookingOutcome Hold(int n, int party, IReadOnlyCollection<Booking>? taken = null, DateTimeOffset? begins = null, DateTimeOffset? now = null, DateTimeOffset? until = null) =>
        BookingDecisions.Hold(Plan, NewYork, taken ?? [], Id(n), Hall, begins ?? Seven, party, Customer, until ?? Until, now ?? Now);

    private static BookingId Id(int n) => new(new Guid(n, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
