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
const int MeasureSeconds = 4;

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {CollectorName()}");

var mailboxes = Enumerable.Range(0, Grains).Select(static _ => new BareMailbox()).ToArray();
await using var wall = await Start(null);
var pings = Enumerable.Range(0, Grains).Select(i => wall.Engine.GetGrain<IPingGrain>($"p{i}")).ToArray();
var meters = Enumerable.Range(0, Grains).Select(i => wall.Engine.GetGrain<IMeterGrain>($"m{i}")).ToArray();
var fare = new Fare("job-1", 1250, 2);

var bare = await Measure(mailboxes, static mailbox => mailbox.Ping());
var ping = await Measure(pings, static grain => grain.Ping());
var state = await Measure(meters, grain => grain.Add(fare));
var fetched = await Measure(Enumerable.Range(0, Grains).Select(static i => $"p{i}").ToArray(), key => wall.Engine.GetGrain<IPingGrain>(key).Ping());
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

static void PrintMemory((double HeapMiB, double ResidentMiB, double Seconds) figures) =>
    Console.WriteLine(string.Create(
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

static string CollectorName() => System.Runtime.GCSettings.IsServerGC ? "server GC" : "workstation GC";

static void Print(string what, double perSecond, double bare) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-55}{perSecond,12:N0}/s   {perSecond / bare,6:0.00} of a bare mailbox"));

static async Task<double> Measure<TTarget, TAnswer>(TTarget[] targets, Func<TTarget, Task<TAnswer>> call)
{
    foreach (var target in targets)
        await call(target);
    await Round(targets, call, TimeSpan.FromSeconds(2));
    return await Round(targets, call, TimeSpan.FromSeconds(MeasureSeconds));
}

static async Task<double> Round<TTarget, TAnswer>(TTarget[] targets, Func<TTarget, Task<TAnswer>> call, TimeSpan length)
{
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
    return counts.Sum() / clock.Elapsed.TotalSeconds;
}

static double MeasureDeterministic(DeterministicEngine loop, IPingGrain[] grains)
{
    const int CallsPerCaller = 20_000;
    var rate = 0.0;
    for (var round = 0; round < 2; round++)
    {
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
        rate = Callers * CallsPerCaller / clock.Elapsed.TotalSeconds;
    }

    return rate;
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
