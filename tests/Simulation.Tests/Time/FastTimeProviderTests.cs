using O2O.Dispatch.Simulation.Time;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Simulation.Tests.Time;

/// <summary>A clock that runs faster, and whose timers follow it.</summary>
public sealed class FastTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void GetUtcNow_TenTimesAsFast_RunsSoFromItsStart()
    {
        var wall = new ManualClock();
        var clock = new FastTimeProvider(Start, 10, wall);
        var stamp = clock.GetTimestamp();
        Assert.Equal(Start, clock.GetUtcNow());
        wall.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Start + TimeSpan.FromMinutes(1), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(1), clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void CreateTimer_OfTheFastClock_IsDueThenAndNeverEarlier()
    {
        var wall = new ManualClock();
        var clock = new FastTimeProvider(Start, 7, wall);
        DateTimeOffset? rang = null;
        using var timer = clock.CreateTimer(_ => rang ??= clock.GetUtcNow(), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        wall.Advance(TimeSpan.FromMilliseconds(1_428));
        Assert.Null(rang);
        wall.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotNull(rang);
        Assert.InRange(rang.Value, Start + TimeSpan.FromSeconds(10), Start + TimeSpan.FromSeconds(10.01));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    [InlineData(double.NaN)]
    public void New_SpeedOutOfRange_IsRefused(double speed) => Assert.ThrowsAny<ArgumentException>(() => new FastTimeProvider(Start, speed));
}
