using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using O2O.Dispatch.Embedded;
using Orleans.Hosting;

namespace O2O.Dispatch.Orleans.Tests;

/// <summary>An engine with only the grain classes a test names.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2013, 1, 1, 0, 30, 0, TimeSpan.Zero);

    private readonly ServiceProvider _provider;

    private TestEngine(ServiceProvider provider)
    {
        _provider = provider;
        Engine = provider.GetRequiredService<EmbeddedEngine>();
    }

    public EmbeddedEngine Engine { get; }

    public IGrainFactory Grains => Engine;

    public IServiceProvider Services => _provider;

    public DeterministicEngine Loop => Engine.Deterministic!;

    public Journal Journal => _provider.GetRequiredService<Journal>();

    public static TestEngine Build(Type[] classes, Action<ISiloBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Journal>();
        services.AddOrleans(silo =>
        {
            silo.AddGrainClasses(classes).AddMemoryGrainStorageAsDefault();
            configure?.Invoke(silo);
        });
        return new TestEngine(services.BuildServiceProvider());
    }

    public static async Task<TestEngine> Wall(Type[] classes, Action<ISiloBuilder>? configure = null)
    {
        var engine = Build(classes, configure);
        await engine.Engine.StartAsync();
        return engine;
    }

    public static TestEngine Deterministic(ulong seed, Type[] classes, Action<ISiloBuilder>? configure = null)
    {
        var engine = Build(classes, silo =>
        {
            silo.UseDeterministicMode(seed, Start);
            configure?.Invoke(silo);
        });
        engine.Loop.Start();
        return engine;
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}

/// <summary>What grains tell a test, in order.</summary>
internal sealed class Journal
{
    private readonly List<string> _lines = [];
    private readonly List<(Func<List<string>, bool> Wanted, TaskCompletionSource Reached)> _waits = [];

    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
            foreach (var wait in _waits.Where(wait => wait.Wanted(_lines)))
                wait.Reached.TrySetResult();
        }
    }

    public int Count(string line) => Lines.Count(one => one == line);

    /// <summary>Waits until the line was written so many times; a signal, not a poll.</summary>
    public Task Until(string line, int times = 1)
    {
        lock (_lines)
        {
            bool Wanted(List<string> lines) => lines.Count(one => one == line) >= times;
            if (Wanted(_lines))
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((Wanted, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}

/// <summary>Gates that tests open and grains wait at, by name.</summary>
internal static class Gates
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource> All = new();

    public static Task Wait(string name) => Of(name).Task;

    public static void Open(string name) => Of(name).TrySetResult();

    private static TaskCompletionSource Of(string name) =>
        All.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
