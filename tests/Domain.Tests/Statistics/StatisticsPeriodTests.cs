using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Statistics;

public sealed class StatisticsPeriodTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Of_Today_IsHeldAgainstTheSameWeekdayUpToTheSameTime()
    {
        // Wednesday, 14:30 in Berlin.
        var now = new DateTimeOffset(2026, 7, 15, 12, 30, 0, TimeSpan.Zero);
        var period = StatisticsPeriod.Of(Berlin, new DateOnly(2026, 7, 15), new DateOnly(2026, 7, 16), now);
        Assert.Equal(Local(2026, 7, 15), period.Begins);
        Assert.Equal(now, period.Ends);
        Assert.Equal(Local(2026, 7, 16), period.DaysEnd);
        Assert.Equal((Local(2026, 7, 8), now.AddDays(-7)), (period.BeforeBegins, period.BeforeEnds));
    }

    [Fact]
    public void Of_TodayWhenTheClockWasChangedSince_IsUpToTheSameTimeOfTheClock()
    {
        // The clock was put back on October 25: 14:30 is an hour later in UTC than a week before.
        var now = new DateTimeOffset(2026, 10, 28, 13, 30, 0, TimeSpan.Zero);
        var period = StatisticsPeriod.Of(Berlin, new DateOnly(2026, 10, 28), new DateOnly(2026, 10, 29), now);
        Assert.Equal(new DateTimeOffset(2026, 10, 21, 12, 30, 0, TimeSpan.Zero), period.BeforeEnds);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(7, 7)]
    [InlineData(8, 14)]
    [InlineData(31, 35)]
    public void Of_SomeDays_GoesBackWholeWeeksWithoutOverlap(int days, int back)
    {
        var from = new DateOnly(2026, 5, 4);
        var period = StatisticsPeriod.Of(TimeZoneInfo.Utc, from, from.AddDays(days), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(period.DaysEnd, period.Ends);
        Assert.Equal(TimeSpan.FromDays(back), period.Begins - period.BeforeBegins);
        Assert.Equal(TimeSpan.FromDays(back), period.Ends - period.BeforeEnds);
        Assert.True(period.BeforeEnds <= period.Begins);
    }

    [Fact]
    public void Of_DaysToCome_IsEmpty()
    {
        var period = StatisticsPeriod.Of(Berlin, new DateOnly(2026, 7, 15), new DateOnly(2026, 7, 16), Local(2026, 7, 1));
        Assert.Equal((period.Begins, period.BeforeBegins), (period.Ends, period.BeforeEnds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(93)]
    public void Of_NoOrTooManyDays_IsRefused(int days) =>
        Assert.Throws<ArgumentOutOfRangeException>("to", () => StatisticsPeriod.Of(Berlin, new DateOnly(2026, 7, 15), new DateOnly(2026, 7, 15).AddDays(days), default));

    [Theory]
    [InlineData(2026, 3, 29, 23)]
    [InlineData(2026, 10, 25, 25)]
    [InlineData(2026, 7, 15, 24)]
    public void Within_ADay_HasTheHoursThatItsClockShows(int year, int month, int day, int hours)
    {
        var found = ClockHour.Within(Berlin, Local(year, month, day), Local(year, month, day + 1));
        Assert.Equal(hours, found.Count);
        Assert.Equal(found.Order(), found);
        Assert.Equal(hours == 23 ? [2] : [], Enumerable.Range(0, 24).Except(found.Select(hour => hour.Hour)));
        Assert.Equal(hours == 25 ? [new ClockHour(2, true)] : [], found.Where(hour => hour.Repeated));
    }

    [Fact]
    public void Of_EveryQuarterOfEveryZone_LiesInOneHour() => Law.Holds(
        FsCheck.Fluent.Gen.Choose(0, 400 * 24 * 4),
        quarter =>
        {
            var begins = new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero) + (quarter * SaleQuarter.Length);
            foreach (var name in new[] { "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham", "Europe/Berlin", "Pacific/Apia" })
            {
                var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
                Assert.Equal(WallClock.At(zone, begins).Hour, WallClock.At(zone, begins + SaleQuarter.Length - TimeSpan.FromTicks(1)).Hour);
                Assert.Equal(begins, SaleQuarter.At(begins.UtcTicks / SaleQuarter.Length.Ticks));
            }
        });

    private static DateTimeOffset Local(int year, int month, int day) => WallClock.InstantOf(Berlin, new DateTime(year, month, day));
}
