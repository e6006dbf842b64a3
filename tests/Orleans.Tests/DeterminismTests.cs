using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;
using Orleans.Hosting;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.IBusy")]
internal interface IBusyGrain : IGrainWithStringKey
{
    [Alias("Note")]
    Task Note(int number);

    [Alias("Roam")]
    Task<int> Roam(int hops, int salt);

    [Alias("Heard")]
    Task<System.Collections.Immutable.ImmutableArray<int>> Heard();
}

internal sealed class BusyGrain([PersistentState("busy")] IPersistentState<PurseState> state, TimeProvider time) : Grain, IBusyGrain
{
    private readonly List<int> _heard = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            async () =>
            {
                state.State.MinorUnits++;
                await state.WriteStateAsync();
            },
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public Task Note(int number)
    {
        _heard.Add(number);
        return Task.CompletedTask;
    }

    public async Task<int> Roam(int hops, int salt)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(salt % 7), time);
        state.State.Last = hops.ToString(CultureInfo.InvariantCulture);
        await state.WriteStateAsync();
        if (hops == 0)
            return salt;
        var here = int.Parse(this.GetPrimaryKeyString(), CultureInfo.InvariantCulture);
        return await GrainFactory.GetGrain<IBusyGrain>((here + 1).ToString(CultureInfo.InvariantCulture)).Roam(hops - 1, salt + hops);
    }

    public Task<System.Collections.Immutable.ImmutableArray<int>> Heard() => Task.FromResult<System.Collections.Immutable.ImmutableArray<int>>([.. _heard]);
}

public sealed class DeterminismTests
{
    [Fact]
    public void SameSeed_SameHash_OtherSeed_OtherHash()
    {
        var hashes = Enumerable.Range(0, 20).Select(static seed => City((ulong)seed)).ToList();
        Assert.Equal(hashes, Enumerable.Range(0, 20).Select(static seed => City((ulong)seed)));
        Assert.Equal(20, hashes.Distinct().Count());
    }

    [Fact]
    public void EventHash_OfAKnownRun_IsTheSameEverywhere()
    {
        // A literal: it must not depend on the process, the machine or the number of cores. It changes only with the engine's order or hash.
        Assert.Equal(KnownHash, City(2013).ToString("x16", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void CallsNotAwaited_ToAColdGrain_ArriveInAnOrderOfTheSeed()
    {
        var orders = Enumerable.Range(0, 20).Select(static seed =>
        {
            var engine = TestEngine.Deterministic((ulong)seed, [typeof(BusyGrain)]);
            return engine.Loop.Run(async () =>
            {
                var grain = engine.Grains.GetGrain<IBusyGrain>("1");
                await Task.WhenAll(Enumerable.Range(0, 8).Select(grain.Note));
                return string.Join(',', await grain.Heard());
            });
        }).ToList();
        Assert.All(orders, static order => Assert.Equal("0,1,2,3,4,5,6,7", string.Join(',', order.Split(',').Order(StringComparer.Ordinal))));
        Assert.True(orders.Count(static order => order != "0,1,2,3,4,5,6,7") >= 18);
        Assert.InRange(orders.Distinct().Count(), 15, 20);
    }

    [Fact]
    public void AwaitedCalls_KeepTheirOrder()
    {
        var engine = TestEngine.Deterministic(9, [typeof(BusyGrain)]);
        var heard = engine.Loop.Run(async () =>
        {
            var grain = engine.Grains.GetGrain<IBusyGrain>("1");
            for (var i = 0; i < 8; i++)
                await grain.Note(i);
            return await grain.Heard();
        });
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], heard.ToArray());
    }

    [Fact]
    public void Turns_RunOnTheCallersThread()
    {
        var engine = TestEngine.Deterministic(1, [typeof(BusyGrain)]);
        var work = engine.Services.GetRequiredService<IEngineWork>();
        var threads = new HashSet<int>();
        engine.Loop.Run(async () =>
        {
            await work.Run("walker", async _ =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await engine.Grains.GetGrain<IBusyGrain>("1").Roam(3, i);
                    threads.Add(Environment.CurrentManagedThreadId);
                }
            });
        });
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void Run_RootThrows_ItsExceptionComesOut()
    {
        var engine = TestEngine.Deterministic(1, [typeof(BusyGrain)]);
        Assert.Throws<PinWrongException>(() => engine.Loop.Run(async () =>
        {
            await Task.Yield();
            throw new PinWrongException(1);
        }));
        Assert.Equal(4, engine.Loop.Run(() => Task.FromResult(4)));
    }

    [Fact]
    public void RunUntil_LeavesTheClockThere_RunUntilIdle_DoesNotMoveIt()
    {
        var engine = TestEngine.Deterministic(1, [typeof(BusyGrain)]);
        engine.Loop.RunUntil(TestEngine.Start.AddSeconds(90));
        Assert.Equal(TestEngine.Start.AddSeconds(90), engine.Loop.Time.GetUtcNow());
        var work = engine.Services.GetRequiredService<IEngineWork>();
        var done = work.Run("sleeper", _ => Task.Delay(TimeSpan.FromSeconds(5), engine.Loop.Time, CancellationToken.None));
        engine.Loop.RunUntilIdle();
        Assert.Equal(TestEngine.Start.AddSeconds(90), engine.Loop.Time.GetUtcNow());
        Assert.False(done.IsCompleted);
        engine.Loop.RunUntil(TestEngine.Start.AddSeconds(95));
        Assert.True(done.IsCompletedSuccessfully);
    }

    [Fact]
    public void ResponseTimeout_RunsOnVirtualTime()
    {
        var engine = TestEngine.Deterministic(1, [typeof(TimerGrain)]);
        engine.Loop.Run(async () =>
        {
            await Assert.ThrowsAsync<TimeoutException>(() => engine.Grains.GetGrain<ITimerGrain>("slow").Sleep(TimeSpan.FromMinutes(2)));
            Assert.Equal(TestEngine.Start.AddSeconds(30), engine.Loop.Time.GetUtcNow());
        });
    }

    [Fact]
    public void QuiescenceHook_RunsWhenNothingIsReady_BeforeTimeMoves()
    {
        var engine = TestEngine.Deterministic(4, [typeof(BusyGrain)]);
        var group = new List<TaskCompletionSource>();
        var groups = new List<(int Size, DateTimeOffset At)>();
        using var hook = engine.Loop.OnQuiescent(() =>
        {
            if (group.Count == 0)
                return false;
            var commit = group.ToArray();
            group.Clear();
            groups.Add((commit.Length, engine.Loop.Time.GetUtcNow()));
            foreach (var one in commit)
                one.SetResult();
            return true;
        });
        engine.Loop.Run(() => Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await Task.Yield();
            var acknowledged = new TaskCompletionSource();
            group.Add(acknowledged);
            await acknowledged.Task;
        })));
        Assert.Equal([(20, TestEngine.Start)], groups);
    }

    [Fact]
    public void QuiescenceHook_ThatAlwaysSaysYes_IsFoundOut()
    {
        var engine = TestEngine.Deterministic(4, [typeof(BusyGrain)]);
        using var hook = engine.Loop.OnQuiescent(static () => true);
        Assert.Throws<InvalidOperationException>(engine.Loop.RunUntilIdle);
    }

    [Fact]
    public void ExternalWork_InFlight_TimeStandsStillAndOrderIsOfIssue()
    {
        var engine = TestEngine.Deterministic(2, [typeof(BusyGrain)]);
        var work = engine.Services.GetRequiredService<IEngineWork>();
        var second = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<string>();
        engine.Loop.Run(async () =>
        {
            var slow = Note(work.External(async () =>
            {
                await second.Task;
                return "first issued";
            }));
            var fast = Note(work.External(async () =>
            {
                await Task.Yield();
                second.SetResult("");
                return "second issued";
            }));
            var timer = Note(Timed());
            await Task.WhenAll(slow, fast, timer);
        });
        Assert.Equal(["first issued at 0", "second issued at 0", "timer at 1"], seen);

        async Task<string> Timed()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), engine.Loop.Time);
            return "timer";
        }

        async Task Note(Task<string> task) =>
            seen.Add($"{await task} at {(engine.Loop.Time.GetUtcNow() - TestEngine.Start).TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}");
    }

    [Fact]
    public void ExternalWork_ThatFails_BringsItsException()
    {
        var engine = TestEngine.Deterministic(2, [typeof(BusyGrain)]);
        var work = engine.Services.GetRequiredService<IEngineWork>();
        engine.Loop.Run(async () =>
        {
            await Assert.ThrowsAsync<PinWrongException>(() => work.External(static () => Task.FromException<int>(new PinWrongException(1))));
            await Assert.ThrowsAsync<PinWrongException>(() => work.External(Task.Run(async () =>
            {
                await Task.Yield();
                throw new PinWrongException(1);
            })));
        });
    }

    [Fact]
    public async Task Offload_RunsInLine()
    {
        var engine = TestEngine.Deterministic(2, [typeof(BusyGrain)]);
        var offload = engine.Services.GetRequiredService<IOffload>();
        var here = Environment.CurrentManagedThreadId;
        var result = offload.Run(static () => Environment.CurrentManagedThreadId);
        Assert.True(result.IsCompletedSuccessfully);
        Assert.Equal(here, await result);
        Assert.True(offload.Run<int>(() => throw new PinWrongException(1)).IsFaulted);
    }

    [Fact]
    public void StandardWaits_OnVirtualTime_StayOnTheLoop()
    {
        var engine = TestEngine.Deterministic(2, [typeof(BusyGrain)]);
        var time = engine.Loop.Time;
        var here = Environment.CurrentManagedThreadId;
        var seen = new List<string>();
        engine.Loop.Run(async () =>
        {
            using var periodic = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
            await periodic.WaitForNextTickAsync();
            Say("periodic");
            var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
            var reader = Read(channel.Reader);
            await channel.Writer.WriteAsync(1);
            channel.Writer.Complete();
            await reader;
            using var door = new SemaphoreSlim(0);
            var waiter = Pass(door);
            door.Release();
            await waiter;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromHours(1), time, limit.Token));
            Say("limit");
            var never = new TaskCompletionSource();
            await Assert.ThrowsAsync<TimeoutException>(() => never.Task.WaitAsync(TimeSpan.FromSeconds(1), time));
            Say("wait");
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), time), Task.Delay(TimeSpan.FromSeconds(9), time));
            Say("any");
            await Task.WhenAll(Enumerable.Range(0, 5).Select(i => engine.Grains.GetGrain<IBusyGrain>($"{i}").Note(i)));
            Say("all");
        });
        Assert.Equal(["periodic 1", "channel 1", "door 1", "limit 2", "wait 3", "any 4", "all 4"], seen);

        void Say(string what)
        {
            Assert.Equal(here, Environment.CurrentManagedThreadId);
            seen.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {(time.GetUtcNow() - TestEngine.Start).TotalSeconds}"));
        }

        async Task Read(System.Threading.Channels.ChannelReader<int> reader)
        {
            // ReadAllAsync would leave the loop: it awaits with ConfigureAwait(false).
            while (await reader.WaitToReadAsync())
            {
                while (reader.TryRead(out _))
                    Say("channel");
            }
        }

        async Task Pass(SemaphoreSlim door)
        {
            await door.WaitAsync();
            Say("door");
        }
    }

    [Fact]
    public async Task WallMode_WorkAndTrace_AreThereToo()
    {
        await using var engine = await TestEngine.Wall([typeof(BusyGrain)]);
        var work = engine.Services.GetRequiredService<IEngineWork>();
        var trace = engine.Services.GetRequiredService<IEngineTrace>();
        Assert.False(work.IsDeterministic);
        Assert.False(trace.IsRecording);
        trace.Record("nothing", 1);
        await work.Run("pool", async token =>
        {
            Assert.True(Thread.CurrentThread.IsThreadPoolThread);
            await engine.Grains.GetGrain<IBusyGrain>("1").Note(1);
        });
        Assert.Equal(5, await work.External(() => Task.FromResult(5)));
        Assert.Equal(6, await engine.Services.GetRequiredService<IOffload>().Run(static () => 6));
    }

    [Fact]
    public void Record_ChangesTheHash_InOrder()
    {
        ulong Hash(Action<DeterministicEngine> record)
        {
            var engine = TestEngine.Deterministic(2, [typeof(BusyGrain)]);
            record(engine.Loop);
            return engine.Loop.EventHash;
        }

        var ab = Hash(static loop =>
        {
            loop.Record("a", 1);
            loop.Record("b", [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        });
        var ba = Hash(static loop =>
        {
            loop.Record("b", [1, 2, 3, 4, 5, 6, 7, 8, 9]);
            loop.Record("a", 1);
        });
        Assert.NotEqual(ab, ba);
        Assert.NotEqual(Hash(static loop => loop.Record("b", [1, 0])), Hash(static loop => loop.Record("b", [1])));
    }

    [Fact]
    public async Task Engine_StoppedOnTheLoop_DeactivatesEveryGrain()
    {
        var engine = TestEngine.Deterministic(2, [typeof(LifeGrain)]);
        engine.Loop.Run(engine.Grains.GetGrain<ILifeGrain>("z").Touch);
        await engine.Engine.StopAsync();
        Assert.Equal(["on z", "off z ShuttingDown"], engine.Journal.Lines);
    }

    private const string KnownHash = "41ada229d4c828e1";

    /// <summary>Forty walks over shared grains with delays, timers and state: enough to differ by order.</summary>
    private static ulong City(ulong seed)
    {
        var engine = TestEngine.Deterministic(seed, [typeof(BusyGrain)]);
        engine.Loop.Run(() => Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            engine.Grains.GetGrain<IBusyGrain>((i % 10).ToString(CultureInfo.InvariantCulture)).Roam(3, i))));
        engine.Loop.RunUntil(TestEngine.Start.AddSeconds(5));
        var counters = engine.Loop.Counters;
        Assert.Equal(160, counters.GrainCalls);
        Assert.True(counters.StateWrites > 160);
        return engine.Loop.EventHash;
    }
}
