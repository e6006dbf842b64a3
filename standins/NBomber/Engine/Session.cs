using System.Globalization;
using System.Runtime.InteropServices;
using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.Reports;

namespace NBomber.Engine;

/// <summary>One run: prepare, warm up, run, clean up, report.</summary>
internal sealed class Session
{
    private static readonly TimeSpan TimelinePeriod = TimeSpan.FromSeconds(1);

    private readonly NBomberContext _context;
    private readonly TimeProvider _time;
    private readonly List<(ScenarioProps Props, LoadPlan Plan)> _scenarios;
    private readonly List<ThresholdWatch>[] _watches;
    private readonly Lock _gate = new();
    private List<ScenarioRun> _runs = [];
    private string? _stoppedBecause;

    /// <summary>A run as it was set up.</summary>
    /// <exception cref="ArgumentException">It cannot be run.</exception>
    public Session(NBomberContext context, TimeProvider time)
    {
        (_context, _time) = (context, time);
        if (context.Scenarios.Count == 0)
        {
            throw new ArgumentException("There is no scenario to run.");
        }

        if (context.Scenarios.GroupBy(scenario => scenario.ScenarioName, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are {twice.Count()} scenarios '{twice.Key}'; a name stands for one.");
        }

        _scenarios = [.. context.Scenarios.Select(props => (props, new LoadPlan(props.ScenarioName, props.LoadSimulations)))];
        _watches = [.. context.Scenarios.Select(props => props.Thresholds.Select(threshold => new ThresholdWatch(props.ScenarioName, threshold)).ToList())];
        var now = time.GetUtcNow();
        TestInfo = new TestInfo(now.ToString("yyyy-MM-dd_HH.mm.ss_fff", CultureInfo.InvariantCulture), context.TestSuite, context.TestName, now.UtcDateTime);
    }

    /// <summary>Which run.</summary>
    public TestInfo TestInfo { get; }

    /// <summary>How long iterations that are under way at the end may still take.</summary>
    public TimeSpan CompletionTimeout => _context.CompletionTimeout;

    /// <summary>Whether it was told to end early.</summary>
    public bool Stopped
    {
        get
        {
            lock (_gate)
            {
                return _stoppedBecause is not null;
            }
        }
    }

    /// <summary>Ends it early.</summary>
    /// <param name="reason">Why; the first one counts.</param>
    public void Stop(string reason)
    {
        List<ScenarioRun> runs;
        lock (_gate)
        {
            _stoppedBecause ??= reason;
            runs = _runs;
        }

        runs.ForEach(run => run.Stop());
    }

    /// <summary>Ends a scenario early.</summary>
    public void StopScenario(string scenario, string reason)
    {
        List<ScenarioRun> runs;
        lock (_gate)
        {
            runs = _runs;
        }

        var named = runs.Find(run => run.Props.ScenarioName == scenario) ?? throw new ArgumentException($"No scenario '{scenario}' is running; to stop it because '{reason}' is too late or early.");
        named.Stop();
    }

    /// <summary>Runs it.</summary>
    public NodeStats Run()
    {
        // The first Ctrl+C ends the run and lets it report; the second ends the process.
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel |= !Stopped;
            Stop("somebody stopped it");
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        return Task.Run(RunAsync).GetAwaiter().GetResult();
    }

    private async Task<NodeStats> RunAsync()
    {
        var prepared = new List<(ScenarioProps Props, LoadPlan Plan)>();
        NodeStats stats;
        IReadOnlyList<IReadOnlyList<TimelinePoint>> timelines;
        try
        {
            foreach (var scenario in _scenarios)
            {
                prepared.Add(scenario);
                if (scenario.Props.Init is { } init && !Stopped)
                {
                    await init(new SetUpContext(TestInfo, scenario.Props.ScenarioName, scenario.Plan.Duration, ScenarioOperation.Init)).ConfigureAwait(false);
                }
            }

            await WarmUp().ConfigureAwait(false);
            var runs = await Bomb().ConfigureAwait(false);
            stats = Final(runs);
            timelines = [.. runs.Select(run => run.Meters.Timeline())];
        }
        finally
        {
            foreach (var (props, plan) in prepared)
            {
                await CleanUp(props, plan).ConfigureAwait(false);
            }
        }

        return stats with { ReportFiles = ReportWriter.Write(_context, stats, timelines) };
    }

    private async Task CleanUp(ScenarioProps props, LoadPlan plan)
    {
        try
        {
            await (props.Clean?.Invoke(new SetUpContext(TestInfo, props.ScenarioName, plan.Duration, ScenarioOperation.Clean)) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync($"Cleaning up '{props.ScenarioName}' failed: {fault.Message}").ConfigureAwait(false);
        }
    }

    private async Task WarmUp()
    {
        var runs = _scenarios.Where(scenario => scenario.Props is { Run: not null, WarmUp.Ticks: > 0 })
            .Select(scenario => new ScenarioRun(this, scenario.Props, scenario.Plan, ScenarioOperation.WarmUp, Shorter(scenario.Props.WarmUp, scenario.Plan.Duration), _time))
            .ToList();
        if (runs.Count > 0 && Take(runs))
        {
            await Task.WhenAll(runs.Select(run => run.Run())).ConfigureAwait(false);
        }
    }

    private async Task<List<ScenarioRun>> Bomb()
    {
        var runs = _scenarios.Where(scenario => scenario.Props.Run is not null)
            .Select(scenario => new ScenarioRun(this, scenario.Props, scenario.Plan, ScenarioOperation.Bombing, scenario.Plan.Duration, _time))
            .ToList();
        if (!Take(runs))
        {
            return runs;
        }

        using var over = new CancellationTokenSource();
        using var view = LiveView.Open(_context, TestInfo);
        var watching = Watch(runs, view, over.Token);
        try
        {
            await Task.WhenAll(runs.Select(run => run.Run())).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }

        return runs;
    }

    /// <summary>Makes these the ones that run; false when the run was stopped before.</summary>
    private bool Take(List<ScenarioRun> runs)
    {
        lock (_gate)
        {
            _runs = runs;
            return _stoppedBecause is null;
        }
    }

    private async Task Watch(List<ScenarioRun> runs, LiveView view, CancellationToken over)
    {
        var begin = _time.GetTimestamp();
        var (before, checkedAt) = (TimeSpan.Zero, TimeSpan.Zero);
        using var timer = new PeriodicTimer(TimelinePeriod, _time);
        for (var last = false; !last;)
        {
            try
            {
                await timer.WaitForNextTickAsync(over).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                last = true;
            }

            var now = _time.GetElapsedTime(begin);
            var seconds = (now - before).TotalSeconds;
            if (seconds <= 0 || (last && seconds < TimelinePeriod.TotalSeconds / 2))
            {
                continue;
            }

            foreach (var run in runs)
            {
                run.Meters.TakeInterval(now, seconds, run.UnderWay);
                if (!last)
                {
                    run.Tick();
                }
            }

            before = now;
            view.Show(now, runs);
            if (!last && now - checkedAt >= _context.ReportingInterval)
            {
                checkedAt = now;
                CheckThresholds(runs, atEnd: false);
            }
        }
    }

    private void CheckThresholds(List<ScenarioRun> runs, bool atEnd)
    {
        for (var i = 0; i < _scenarios.Count; i++)
        {
            if (_watches[i].Count == 0 || runs.Find(run => run.Props == _scenarios[i].Props) is not { } run)
            {
                continue;
            }

            var stats = run.Meters.Stats(run.Elapsed);
            foreach (var why in _watches[i].Select(watch => watch.Check(stats, atEnd)).OfType<string>().ToList())
            {
                Stop(why);
            }
        }
    }

    private NodeStats Final(List<ScenarioRun> runs)
    {
        CheckThresholds(runs, atEnd: true);
        var late = new LatencyHistogram();
        runs.ForEach(run => run.AddLateness(late));
        var planned = runs.Sum(run => run.Starts.Planned);
        var started = runs.Sum(run => run.Starts.Started);
        var lateness = Measure.LatencyOf(late);
        string? stopped;
        lock (_gate)
        {
            stopped = _stoppedBecause;
        }

        return new NodeStats(
            TestInfo,
            [.. runs.Select(run => run.Meters.Stats(run.Elapsed))],
            [.. _watches.SelectMany(watches => watches).Select(watch => watch.Result())],
            [],
            runs.Count == 0 ? TimeSpan.Zero : runs.Max(run => run.Elapsed),
            new GeneratorStats(planned, started, lateness, lateness.Percent99 > GeneratorLimits.LateMs || started < planned),
            stopped);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
