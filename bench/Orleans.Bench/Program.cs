using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Orleans.Bench;
using Orleans.Hosting;

// 100 callers, each with one call under way at a time, over 10,000 grains; beside a bare mailbox in the same run.
const int Callers = 100;
const int Grains = 10_000;
const int MeasureSeconds = 2;
const int Rounds = 3;

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {CollectorName()}");
Console.WriteLine($"{"",-50}{"per second",14}{"per 2 core-s",14}{"of a bare mailbox",20}");

var mailboxes = Enumerable.Range(0, Grains).Select(static _ => new BareMailbox()).ToArray();
await using var wall = await Start(null);
var pings = Enumerable.Range(0, Grains).Select(i => wall.Engine.GetGrain<IPingGrain>($"p{i}")).ToArray();
var meters = Enumerable.Range(0, Grains).Select(i => wall.Engine.GetGrain<IMeterGrain>($"m{i}")).ToArray();
var keys = Enumerable.Range(0, Grains).Select(static i => $"p{i}").ToArray();
var fare = new Fare("job-1", 1250, 2);
Rate bare = default, ping = default, fetched = default, state = default;
for (var round = 0; round <= Rounds; round++)
{
    // Round 0 warms up. The machine may be shared, so each figure is the best of the others, and the four take turns.
    bare = bare.Best(await Measure(mailboxes, static mailbox => mailbox.Ping(), round));
    ping = ping.Best(await Measure(pings, static grain => grain.Ping(), round));
    fetched = fetched.Best(await Measure(keys, key => wall.Engine.GetGrain<IPingGrain>(key).Ping(), round));
    state = state.Best(await Measure(meters, grain => grain.Add(fare), round));
}

Print("bare mailbox", bare, bare);
Print("no-argument call", ping, bare);
Print("no-argument call through GetGrain", fetched, bare);
Print("record argument and memory state write", state, bare);

await using var virtualTime = await Start(1);
var loop = virtualTime.Engine.Deterministic!;
pings = Enumerable.Range(0, Grains).Select(i => virtualTime.Engine.GetGrain<IPingGrain>($"p{i}")).ToArray();
Print("deterministic mode, no-argument call, one thread", MeasureDeterministic(loop, pings), bare);
PrintMemory(await MeasureMemory());
return 0;

static string CollectorName() => System.Runtime.GCSettings.IsServerGC ? "server GC" : "workstation GC";

static void Print(string what, Rate rate, Rate bare) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{what,-50}{rate.PerSecond,14:N0}{rate.PerTwoCoreSeconds,14:N0}{rate.PerTwoCoreSeconds / bare.PerTwoCoreSeconds,20:0.00}"));

static void PrintMemory((double HeapMiB, double ResidentMiB, double Seconds) figures) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"100,000 activations with state and timer: {figures.HeapMiB:0} MiB of heap, {figures.ResidentMiB:0} MiB resident more than before, made in {figures.Seconds:0.0} s"));

static async Task<(double HeapMiB, double ResidentMiB, double Seconds)> MeasureMemory()
{
    await using var running = await Start(null);
    var heap = GC.GetTotalMemory(forceFullCollection: true);
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    var resident = Environment.WorkingSet;
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < 100_000; i++)
        await running.Engine.GetGrain<IWatchGrain>($"w{i}").Begin(i);
    var seconds = clock.Elapsed.TotalSeconds;
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    return ((GC.GetTotalMemory(forceFullCollection: true) - heap) / 1048576.0, (Environment.WorkingSet - resident) / 1048576.0, seconds);
}

static async Task<Rate> Measure<TTarget, TAnswer>(TTarget[] targets, Func<TTarget, Task<TAnswer>> call, int round)
{
    if (round == 0)
    {
        foreach (var target in targets)
            await call(target);
    }

    var length = TimeSpan.FromSeconds(MeasureSeconds);
    var busy = Environment.CpuUsage.TotalTime;
    var clock = Stopwatch.StartNew();
    var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
    {
        var next = (uint)caller * 7919;
        var done = 0L;
        while (clock.Elapsed < length)
        {
            for (var i = 0; i < 64; i++, done++)
            {
                await call(targets[next % (uint)targets.Length]);
                next = unchecked((next * 1664525) + 1013904223);
            }
        }

        return done;
    })));
    return round == 0 ? default : Rate.Of(counts.Sum(), clock.Elapsed, Environment.CpuUsage.TotalTime - busy);
}

static Rate MeasureDeterministic(DeterministicEngine loop, IPingGrain[] grains)
{
    const int CallsPerCaller = 20_000;
    var best = default(Rate);
    for (var round = 0; round < 3; round++)
    {
        var busy = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        loop.Run(() => Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var next = (uint)caller * 7919;
            for (var i = 0; i < CallsPerCaller; i++)
            {
                await grains[next % (uint)grains.Length].Ping();
                next = unchecked((next * 1664525) + 1013904223);
            }
        })));
        best = best.Best(Rate.Of(Callers * CallsPerCaller, clock.Elapsed, Environment.CpuUsage.TotalTime - busy));
    }

    return best;
}

static async Task<Running> Start(ulong? seed)
{
    var services = new ServiceCollection();
    services.AddOrleans(silo =>
    {
        silo.AddGrainClasses(typeof(PingGrain), typeof(MeterGrain), typeof(WatchGrain)).AddMemoryGrainStorageAsDefault();
        if (seed is { } given)
            silo.UseDeterministicMode(given, new DateTimeOffset(2013, 1, 1, 0, 0, 0, TimeSpan.Zero));
    });
    var provider = services.BuildServiceProvider();
    var engine = provider.GetRequiredService<EmbeddedEngine>();
    await engine.StartAsync();
    return new Running(provider, engine);
}

internal sealed record Running(ServiceProvider Provider, EmbeddedEngine Engine) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}

/// <summary>Calls per second of the wall clock, and per two seconds of processor time: what two undisturbed cores would do.</summary>
internal readonly record struct Rate(double PerSecond, double PerTwoCoreSeconds)
{
    public static Rate Of(long calls, TimeSpan elapsed, TimeSpan busy) => new(calls / elapsed.TotalSeconds, 2 * calls / busy.TotalSeconds);

    public Rate Best(Rate other) => new(Math.Max(PerSecond, other.PerSecond), Math.Max(PerTwoCoreSeconds, other.PerTwoCoreSeconds));
}
