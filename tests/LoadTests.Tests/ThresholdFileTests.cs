using NBomber.Contracts.Stats;
using NBomber.CSharp;
using O2O.Dispatch.LoadTests.Profiles;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>What must hold, as files say it.</summary>
public sealed class ThresholdFileTests
{
    [Fact]
    public void Parse_EveryProfilesFile_IsSoundAndNamesWhatThereIs()
    {
        foreach (var profile in Profile.All)
        {
            var file = ThresholdFile.Read(Path.Combine(AppContext.BaseDirectory, "thresholds", $"{profile.Name}.json"));
            Assert.NotEmpty(file.Lines);
        }
    }

    [Theory]
    [InlineData("no json", "is no JSON")]
    [InlineData("[]", "is not {\"thresholds\": [...]}")]
    [InlineData("""{"thresholds": [7]}""", "threshold 1: it is no object")]
    [InlineData("""{"thresholds": [{"check": "Ok.Request.RPS > 1"}]}""", "names neither a scenario nor a fact")]
    [InlineData("""{"thresholds": [{"fact": "a", "step": "b", "check": "> 1"}]}""", "a fact has no scenario and no step")]
    [InlineData("""{"thresholds": [{"scenario": "a", "check": "> 1"}]}""", "is no check")]
    [InlineData("""{"thresholds": [{"scenario": "a", "check": "Ok.Latency.Percent98 < 1"}]}""", "is no figure")]
    [InlineData("""{"thresholds": [{"scenario": "a", "check": "Ok.Latency < 1"}]}""", "is no figure")]
    [InlineData("""{"thresholds": [{"scenario": "a", "check": "Ok.Request.RPS == 1"}]}""", "is no check")]
    [InlineData("""{"thresholds": [{"fact": "a", "check": "> 1", "checks": "> 2"}]}""", "it has checks; there are")]
    public void Parse_WhatIsNotSound_IsRefusedWithTheReason(string text, string reason)
    {
        var fault = Assert.Throws<LoadTestFault>(() => ThresholdFile.Parse(text, "limits.json"));
        Assert.Equal(ExitCodes.BadInput, fault.ExitCode);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("limits.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_AreAllNamed()
    {
        var fault = Assert.Throws<LoadTestFault>(() => ThresholdFile.Parse("""{"thresholds": [{"fact": "a"}, {"fact": "b", "check": ">= 1"}, {"check": "> 1"}]}""", "limits.json"));
        Assert.Equal(2, fault.Message.Split(Environment.NewLine).Length);
        Assert.Contains("threshold 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_HeldAgainstARun_SayWhatTheThresholdsOfTheRunSay()
    {
        var file = ThresholdFile.Parse(
            """
            {
              // Two hold and two do not.
              "thresholds": [
                { "scenario": "calls", "check": "Fail.Request.Percent <= 50" },
                { "scenario": "calls", "step": "first", "check": "Fail.Request.Count < 5" },
                { "scenario": "calls", "step": "first", "check": "Ok.Latency.Percent99 >= 0" },
                { "scenario": "calls", "step": "never", "check": "Ok.Request.Count >= 0" },
                { "fact": "events_missed", "check": "<= 0" },
                { "fact": "unknown", "check": "<= 0" },
              ]
            }
            """,
            "limits.json");
        var stats = Run(file);
        Assert.Equal([false, true, false, true], stats.Thresholds.Select(one => one.IsFailed));
        Assert.Equal("(step.Ok.Latency.Percent99 >= 0)", stats.Thresholds[2].CheckExpression);
        (string, double)[] facts = [("events_missed", 1)];
        double?[] values = [.. file.Lines.Select(line => line.ValueIn(stats, facts))];
        Assert.Equal([50, 5, values[2], null, 1, null], values);
        Assert.Equal([true, false, true, false, false, false], file.Lines.Select((line, i) => values[i] is { } value && line.Holds(value)));
    }

    private static NodeStats Run(ThresholdFile file)
    {
        var scenario = Scenario.Create("calls", async context =>
            await Step.Run("first", context, () => Task.FromResult(context.ScenarioInfo.InstanceNumber % 2 == 0 ? Response.Ok() : Response.Fail("500"))))
            .WithoutWarmUp().WithRestartIterationOnFail(false).WithLoadSimulations(Simulation.Inject(20, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500)));
        return NBomberRunner.RegisterScenarios(file.Apply(scenario)).WithoutReports().DisplayConsoleMetrics(false).Run();
    }
}
