using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Embedded;

namespace O2O.Dispatch.Orleans.Tests;

public sealed class VirtualTimeTests
{
    /// <summary>The heap against the plainest model: a list looked through for what is due next.</summary>
    [Fact]
    public void Timers_SetChangedAndDisposedAtRandom_FireAsTheModelSays()
    {
        var operations = Gen.Zip(Gen.Choose(0, 2), Gen.Zip(Gen.Choose(0, 30), Gen.Choose(0, 50))).ListOf(60);
        Prop.ForAll(operations.ToArbitrary(), static given =>
        {
            var time = new VirtualTime(DateTimeOffset.UnixEpoch);
            var timers = new List<ITimer>();
            var model = new Dictionary<int, long>();
            var fired = new List<(int Timer, long At)>();
            var expected = new List<(int Timer, long At)>();
            foreach (var (kind, (which, due)) in given)
            {
                if (kind == 0 || timers.Count == 0)
                {
                    var number = timers.Count;
                    timers.Add(time.CreateTimer(_ => fired.Add((number, time.GetTimestamp())), null, TimeSpan.FromTicks(due), Timeout.InfiniteTimeSpan));
                    model[number] = time.GetTimestamp() + due;
                }
                else if (kind == 1)
                {
                    timers[which % timers.Count].Change(TimeSpan.FromTicks(due), Timeout.InfiniteTimeSpan);
                    model[which % timers.Count] = time.GetTimestamp() + due;
                }
                else
                {
                    timers[which % timers.Count].Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                    model.Remove(which % timers.Count);
                }

                if (due % 5 == 0)
                    Advance(time, model, expected, time.GetTimestamp() + due);
            }

            Advance(time, model, expected, time.GetTimestamp() + 1000);
            return fired.OrderBy(static one => one.At).ThenBy(static one => one.Timer).SequenceEqual(expected.OrderBy(static one => one.At).ThenBy(static one => one.Timer))
                && fired.Select(static one => one.At).SequenceEqual(fired.Select(static one => one.At).Order());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void PeriodicTimer_FiresOnItsGridUntilDisposed()
    {
        var time = new VirtualTime(DateTimeOffset.UnixEpoch);
        var fired = new List<long>();
        var timer = time.CreateTimer(_ => fired.Add(time.GetTimestamp()), null, TimeSpan.FromTicks(3), TimeSpan.FromTicks(5));
        Move(time, 14);
        timer.Dispose();
        Move(time, 100);
        Assert.Equal([3, 8, 13], fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Timer_WithANegativeSpan_IsRefused()
    {
        var time = new VirtualTime(DateTimeOffset.UnixEpoch);
        Assert.Throws<ArgumentOutOfRangeException>(() => time.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(-5), Timeout.InfiniteTimeSpan));
        Assert.Throws<ArgumentOutOfRangeException>(() => time.CreateTimer(static _ => { }, null, TimeSpan.Zero, TimeSpan.FromSeconds(-5)));
    }

    private static void Advance(VirtualTime time, Dictionary<int, long> model, List<(int Timer, long At)> expected, long to)
    {
        foreach (var (timer, due) in model.Where(one => one.Value <= to).ToList())
        {
            expected.Add((timer, Math.Max(due, time.GetTimestamp())));
            model.Remove(timer);
        }

        Move(time, to);
    }

    private static void Move(VirtualTime time, long to)
    {
        var origin = DateTimeOffset.UnixEpoch.UtcTicks;
        while (time.NextDue() <= origin + to)
        {
            time.MoveTo(time.NextDue());
            time.FireDue();
        }

        time.MoveTo(origin + to);
    }
}
