using System.Globalization;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Tests.Stores;

public sealed class OpeningHoursTests
{
    private const int Weekdays = 0b011_1110;

    // Monday to Friday 9 to 17, Friday also 22 to 2. The 25th, a Wednesday, is closed; on the 27th, a Friday, 10 to 12 alone.
    private static readonly OpeningHours Hours = new(
        [
            new DailyHours(Weekdays, new HourRange(new TimeOnly(9, 0), new TimeOnly(17, 0))),
            new DailyHours(1 << (int)DayOfWeek.Friday, new HourRange(new TimeOnly(22, 0), new TimeOnly(2, 0))),
        ],
        [
            new OpeningException(new DateOnly(2026, 11, 25), []),
            new OpeningException(new DateOnly(2026, 11, 27), [new HourRange(new TimeOnly(10, 0), new TimeOnly(12, 0))]),
        ]);

    [Theory]
    [InlineData("2026-11-23T08:59:59", false)]
    [InlineData("2026-11-23T09:00", true)]
    [InlineData("2026-11-23T17:00", false)]
    [InlineData("2026-11-20T23:00", true)]
    [InlineData("2026-11-21T01:59", true)]
    [InlineData("2026-11-21T02:00", false)]
    [InlineData("2026-11-22T10:00", false)]
    [InlineData("2026-11-25T10:00", false)]
    [InlineData("2026-11-27T09:30", false)]
    [InlineData("2026-11-27T11:59", true)]
    [InlineData("2026-11-28T01:00", false)]
    public void IsOpen_ByWeekAndException(string local, bool expected) => Assert.Equal(expected, Hours.IsOpen(Time(local)));

    [Theory]
    [InlineData("2026-11-23T08:00", "2026-11-23T09:00")]
    [InlineData("2026-11-23T09:30", "2026-11-23T09:30")]
    [InlineData("2026-11-24T17:00", "2026-11-26T09:00")]
    [InlineData("2026-11-27T12:00", "2026-11-30T09:00")]
    public void NextOpening_SkipsWhatIsClosed(string local, string expected) => Assert.Equal(Time(expected), Hours.NextOpening(Time(local)));

    [Fact]
    public void NextOpening_OfWhatNeverOpens_IsNone()
    {
        Assert.Null(new OpeningHours([], []).NextOpening(Time("2026-11-23T08:00")));
        Assert.True(OpeningHours.Always.IsOpen(Time("2026-11-23T00:00")));
        Assert.True(OpeningHours.Always.IsOpen(Time("2026-11-23T23:59:59")));
    }

    [Fact]
    public void Faults_AreNamed()
    {
        Assert.Empty(Hours.Faults());
        Assert.Single(new OpeningHours([new DailyHours(128, default)], []).Faults());
        Assert.Single(new OpeningHours([], [new OpeningException(default, []), new OpeningException(default, [])]).Faults());
    }

    [Theory]
    [InlineData("2026-03-08T01:59:59", "2026-03-08T06:59:59Z")]
    [InlineData("2026-03-08T02:00", "2026-03-08T07:00Z")] // left out: clocks go from 2 to 3
    [InlineData("2026-03-08T02:45", "2026-03-08T07:00Z")]
    [InlineData("2026-03-08T03:00", "2026-03-08T07:00Z")]
    [InlineData("2026-11-01T01:30", "2026-11-01T05:30Z")] // twice: the first
    [InlineData("2026-11-01T02:00", "2026-11-01T07:00Z")]
    public void WallClock_WhereClocksArePut_MeansOneInstant(string local, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), WallClock.InstantOf(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), Time(local)));

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
