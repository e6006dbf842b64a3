using System.Collections.Concurrent;
using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.CSharp;
using NBomber.Engine;

namespace O2O.Dispatch.NBomber.Tests;

/// <summary>Whole runs. Bounds are on the side that a slow machine cannot break.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void OpenModel_ServerThatStalls_ShowsTheWaitOfEveryIterationThatWasDueMeanwhile()
    {
        // The first iteration to come makes the server stand still for 400 ms; some twenty more are due in that time, and each has waited for the rest of it.
        var stall = new Lazy<Task>(() => Task.Delay(400));
        var stats = Run(Scenario.Create("calls", async _ =>
        {
            await stall.Value;
            return Response.Ok();
        }).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(50, Second, Second)));
        var calls = stats.ScenarioStats.Get("calls");
        Assert.Equal(50, calls.AllOkCount);
        Assert.True(calls.Ok.Latency.MaxMs >= 380, $"{calls.Ok.Latency}");

        // A closed loop would have seen one slow call of fifty.
        Assert.True(calls.Ok.Latency.Percent75 >= 90, $"{calls.Ok.Latency}");
    }

    [Fact]
    public void OpenModel_GeneratorThatStandsStill_CountsFromThePlannedInstantsAndSaysThatItFellBehind()
    {
        var clock = new LeapingClock();
        var context = NBomberRunner.RegisterScenarios(Scenario.Create("calls", async context =>
        {
            if (context.ScenarioInfo.InstanceNumber == 5)
            {
                clock.Leap(TimeSpan.FromSeconds(2));
            }

            await Step.Run("first", context, () => Task.FromResult(Response.Ok()));
            return Response.Ok();
        }).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(20, Second, TimeSpan.FromSeconds(2)))).WithoutReports().DisplayConsoleMetrics(false);
        var stats = new Session(context, clock).Run();
        Assert.Equal((40, 40), (stats.Generator.Planned, stats.Generator.Started));
        Assert.True(stats.Generator.FellBehind, $"{stats.Generator}");
        var calls = stats.ScenarioStats.Get("calls");
        Assert.True(calls.Ok.Latency.MaxMs >= 1_000, $"{calls.Ok.Latency}");
        Assert.True(calls.StepStats.Get("first").Ok.Latency.MaxMs >= 1_000, "The first step is measured from the planned instant, too.");
    }

    [Fact]
    public void ClosedModel_Copies_RunAtATimeAsManyAsSaidAndKeepTheirOwnData()
    {
        var (running, most) = (0, 0);
        var copies = new ConcurrentDictionary<string, int>();
        var gate = new Lock();
        var stats = Run(Scenario.Create("loops", async context =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
            }

            Assert.Empty(context.Data);
            context.Data["mine"] = 1;
            var before = (int)context.ScenarioInstanceData.GetValueOrDefault("count", 0);
            Assert.Equal(before + 1, context.InvocationNumber);
            context.ScenarioInstanceData["count"] = before + 1;
            copies[context.ScenarioInfo.InstanceId] = before + 1;
            await Task.Delay(5);
            lock (gate)
            {
                running--;
            }

            return Response.Ok();
        }).WithoutWarmUp().WithLoadSimulations(Simulation.KeepConstant(3, Half)));
        Assert.Equal(3, most);
        Assert.Equal(["loops_0", "loops_1", "loops_2"], copies.Keys.Order(StringComparer.Ordinal));
        var loops = stats.ScenarioStats.Get("loops");
        Assert.Equal((copies.Values.Sum(), 0), (loops.AllOkCount, loops.AllFailCount));
        Assert.Equal((0, 0), (stats.Generator.Planned, stats.Generator.Started));
    }

    [Fact]
    public void WarmUp_Iterations_AreNotCounted()
    {
        var (warm, counted) = (0, 0);
        var stats = Run(Scenario.Create("calls", context =>
        {
            Interlocked.Increment(ref context.ScenarioInfo.ScenarioOperation == ScenarioOperation.WarmUp ? ref warm : ref counted);
            return Task.FromResult<IResponse>(Response.Ok());
        }).WithWarmUpDuration(Half).WithLoadSimulations(Simulation.Inject(20, Second, Second)));
        Assert.Equal(10, warm);
        Assert.Equal(20, counted);
        Assert.Equal(20, stats.ScenarioStats.Get("calls").AllOkCount);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 4)]
    public void Step_ThatFails_EndsTheIterationUnlessToldOtherwise(bool restart, int second)
    {
        var stats = Run(Four("calls", async context =>
        {
            await Step.Run("first", context, () => Task.FromResult(Response.Fail("503", "too busy")));
            await Step.Run("second", context, () => Task.FromResult(Response.Ok(sizeBytes: 100)));
            return Response.Ok();
        }).WithRestartIterationOnFail(restart));
        var calls = stats.ScenarioStats.Get("calls");
        Assert.Equal(restart ? 4 : 0, calls.AllFailCount);
        var code = Assert.Single(calls.StepStats.Get("first").Fail.StatusCodes);
        Assert.Equal(("503", "too busy", 4, 100), (code.StatusCode, code.Message, code.Count, code.Percent));
        Assert.Equal(second, calls.StepStats.Find("second")?.Ok.Request.Count ?? 0);
        Assert.Equal(second * 100, calls.StepStats.Find("second")?.Ok.DataTransfer.AllBytes ?? 0);
    }

    [Fact]
    public void Step_ThatThrows_IsAFailureWithItsMessage()
    {
        var stats = Run(Four("calls", async context => await Step.Run<object>("first", context, () => throw new InvalidOperationException("no such thing"))));
        var code = Assert.Single(stats.ScenarioStats.Get("calls").StepStats.Get("first").Fail.StatusCodes);
        Assert.Equal(("-101", "no such thing"), (code.StatusCode, code.Message));
        Assert.Equal(4, stats.ScenarioStats.Get("calls").AllFailCount);
    }

    [Fact]
    public void Iteration_ThatDoesNotEnd_IsCountedAsAFailureOnce()
    {
        var over = new TaskCompletionSource();
        var canceled = 0;
        var stats = Run(
            Four("calls", async context =>
            {
                context.ScenarioCancellationToken.Register(() => Interlocked.Increment(ref canceled));
                await over.Task.WaitAsync(context.ScenarioCancellationToken);
                return Response.Ok();
            }),
            run => run.WithScenarioCompletionTimeout(TimeSpan.FromMilliseconds(100)));
        var calls = stats.ScenarioStats.Get("calls");
        Assert.Equal((0, 4), (calls.AllOkCount, calls.AllFailCount));
        Assert.Equal("-100", Assert.Single(calls.Fail.StatusCodes).StatusCode);
        Assert.Equal(4, canceled);
    }

    [Fact]
    public void Rates_OfAnswersThatComeAfterTheEnd_AreOverTheWholeTime()
    {
        var stats = Run(Scenario.Create("calls", async _ =>
        {
            await Task.Delay(600);
            return Response.Ok();
        }).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(20, Second, Half)));
        Assert.True(stats.Duration >= TimeSpan.FromSeconds(1), $"{stats.Duration}");
        Assert.True(stats.ScenarioStats.Get("calls").Ok.Request.RPS <= 10, "Ten answers in more than a second are at most ten a second.");
    }

    [Fact]
    public void Thresholds_AtTheEnd_SayWhatHeldAndWhatDidNot()
    {
        var stats = Run(Four("calls", async context =>
        {
            await Step.Run("first", context, () => Task.FromResult(context.ScenarioInfo.InstanceNumber == 0 ? Response.Fail("500") : Response.Ok("200")));
            return Response.Ok();
        }).WithRestartIterationOnFail(false).WithThresholds(
            Threshold.Create(scenario => scenario.Fail.Request.Percent < 10),
            Threshold.Create("first", step => step.Fail.Request.Percent < 10),
            Threshold.Create("first", step => !step.Fail.StatusCodes.Exists("503")),
            Threshold.Create("never", step => step.Ok.Request.Count > 0)));
        Assert.Equal([false, true, false, true], stats.Thresholds.Select(one => one.IsFailed));
        Assert.Equal("(step.Fail.Request.Percent < 10)", stats.Thresholds[1].CheckExpression);
        Assert.Contains("never", stats.Thresholds[3].ExceptionMsg, StringComparison.Ordinal);
        Assert.Null(stats.StoppedBecause);
    }

    [Fact]
    public void Threshold_ThatFailsWhileItRuns_EndsTheRun()
    {
        var stats = Run(
            Scenario.Create("calls", _ => Task.FromResult<IResponse>(Response.Fail("500"))).WithoutWarmUp()
                .WithLoadSimulations(Simulation.Inject(10, Second, TimeSpan.FromMinutes(10)))
                .WithThresholds(Threshold.Create(scenario => scenario.Fail.Request.Percent < 10, abortWhenErrorCount: 2)),
            run => run.WithReportingInterval(TimeSpan.FromMilliseconds(500)));
        Assert.True(stats.Thresholds[0].IsFailed);
        Assert.Contains("failed 2 times", stats.StoppedBecause, StringComparison.Ordinal);
        Assert.True(stats.Generator.Planned < 6_000, "The planned starts are those up to the stop.");
    }

    [Fact]
    public void MaxFailCount_Reached_EndsTheRunAndCleansUp()
    {
        var cleaned = false;
        var stats = Run(Scenario.Create("calls", _ => Task.FromResult<IResponse>(Response.Fail())).WithoutWarmUp().WithMaxFailCount(3)
            .WithLoadSimulations(Simulation.Inject(20, Second, TimeSpan.FromMinutes(10)))
            .WithClean(_ =>
            {
                cleaned = true;
                return Task.CompletedTask;
            }));
        Assert.InRange(stats.ScenarioStats.Get("calls").AllFailCount, 3, 6_000);
        Assert.Contains("failed 3 times", stats.StoppedBecause, StringComparison.Ordinal);
        Assert.True(cleaned);
    }

    [Fact]
    public void StopCurrentTest_WhileIterationsWait_EndsWithoutCountingThemAsFailures()
    {
        var stats = Run(Scenario.Create("calls", async context =>
        {
            if (context.ScenarioInfo.InstanceNumber == 3)
            {
                context.StopCurrentTest("enough");
            }

            await Task.Delay(Timeout.Infinite, context.ScenarioCancellationToken);
            return Response.Ok();
        }).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(20, Second, TimeSpan.FromMinutes(10))));
        Assert.Equal("enough", stats.StoppedBecause);
        Assert.Equal((0, 0), (stats.AllOkCount, stats.AllFailCount));
    }

    [Fact]
    public void Init_ThatThrows_EndsTheRunAndWhatWasPreparedIsCleanedUp()
    {
        var cleaned = new List<string>();
        ScenarioProps Named(string name, bool throws) => Four(name, _ => Task.FromResult<IResponse>(Response.Ok()))
            .WithInit(context => throws ? throw new InvalidOperationException($"{context.ScenarioInfo.ScenarioName} cannot begin") : Task.CompletedTask)
            .WithClean(context =>
            {
                cleaned.Add(context.ScenarioInfo.ScenarioName);
                return Task.CompletedTask;
            });
        var fault = Assert.Throws<InvalidOperationException>(() => Run([Named("one", false), Named("two", true), Named("three", false)]));
        Assert.Equal("two cannot begin", fault.Message);
        Assert.Equal(["one", "two"], cleaned);
    }

    [Fact]
    public void Register_SameNameTwice_IsRefused()
    {
        var one = Four("calls", _ => Task.FromResult<IResponse>(Response.Ok()));
        Assert.Contains("'calls'", Assert.Throws<ArgumentException>(() => Run([one, one])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scenarios_Together_RunAtTheSameTime()
    {
        var (left, right) = (new TaskCompletionSource(), new TaskCompletionSource());
        ScenarioProps Meeting(string name, TaskCompletionSource mine, TaskCompletionSource other) => Scenario.Create(name, async _ =>
        {
            mine.TrySetResult();
            await other.Task;
            return Response.Ok();
        }).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(2, Second, Half));
        var stats = Run([Meeting("left", left, right), Meeting("right", right, left)]);
        Assert.Equal([1, 1], stats.ScenarioStats.Select(scenario => scenario.AllOkCount));
    }

    private static ScenarioProps Four(string name, Func<IScenarioContext, Task<IResponse>> run) =>
        Scenario.Create(name, run).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(20, Second, TimeSpan.FromMilliseconds(200)));

    private static NodeStats Run(ScenarioProps scenario, Func<NBomberContext, NBomberContext>? more = null) => Run([scenario], more);

    private static NodeStats Run(ScenarioProps[] scenarios, Func<NBomberContext, NBomberContext>? more = null)
    {
        var context = NBomberRunner.RegisterScenarios(scenarios).WithoutReports().DisplayConsoleMetrics(false);
        return (more?.Invoke(context) ?? context).Run();
    }

    /// <summary>The system's clock, which now and then is suddenly later: a machine that stood still.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _leapt;

        public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _leapt);

        public void Leap(TimeSpan by) => Interlocked.Add(ref _leapt, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
