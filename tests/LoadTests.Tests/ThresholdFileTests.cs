using NBomber.Contracts.Stats;
using NBomber.CSharp;
using O2O.Dispatch.LoadTests.Profiles;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>What must hold, as files say it.</summary>
public sealed class ThresholdFileTests
{
    private static readonly KnownNames Known = new(new Dictionary<string, string[]> { ["calls"] = ["first", "never"], ["looks"] = [] }, ["events_missed", "events_doubled"]);

    [Fact]
    public void Parse_EveryProfilesFile_IsSoundAndNamesWhatThereIs()
    {
        foreach (var profile in Profile.All)
        {
            var file = ThresholdFile.Read(Path.Combine(AppContext.BaseDirectory, "thresholds", $"{profile.Name}.json"), profile.Names);
            Assert.NotEmpty(file.Lines);
        }
    }

    [Theory]
    [InlineData("no json", "is no JSON")]
    [InlineData("[]", "is not {\"thresholds\": [...]}")]
    [InlineData("""{"thresholds": [7]}""", "threshold 1: it is no object")]
    [InlineData("""{"thresholds": []}""", "has no threshold")]
    [InlineData("""{"thresholds": [{"fact": "events_missed", "check": "<= 0"}], "threshold": []}""", "has threshold; there is thresholds alone")]
    [InlineData("""{"thresholds": [{"check": "Ok.Request.RPS > 1"}]}""", "names neither a scenario nor a fact")]
    [InlineData("""{"thresholds": [{"fact": "events_missed", "step": "first", "check": "> 1"}]}""", "a fact has no scenario and no step")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "check": "> 1"}]}""", "is no check")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "check": "Ok.Latency.Percent98 < 1"}]}""", "is no figure")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "check": "Ok.Latency < 1"}]}""", "is no figure")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "check": "StepName.Length < 1"}]}""", "'StepName.Length' is no figure")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "check": "Ok.StatusCodes.Length < 1"}]}""", "'Ok.StatusCodes.Length' is no figure")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "step": 5, "check": "Ok.Request.RPS > 1"}]}""", "its step is no text")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "step": "", "check": "Ok.Request.RPS > 1"}]}""", "its step is no text, or an empty one")]
    [InlineData("""{"thresholds": [{"scenario": "call", "check": "Ok.Request.RPS > 1"}]}""", "'call' is no scenario of this profile; there are calls, looks")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "step": "second", "check": "Ok.Request.RPS > 1"}]}""", "'second' is no step of calls; there are first, never")]
    [InlineData("""{"thresholds": [{"scenario": "looks", "step": "first", "check": "Ok.Request.RPS > 1"}]}""", "'looks' has no steps")]
    [InlineData("""{"thresholds": [{"fact": "events_mised", "check": "<= 0"}]}""", "'events_mised' is no fact of this profile; there are events_missed, events_doubled")]
    [InlineData("""{"thresholds": [{"scenario": "calls", "check": "Ok.Request.RPS == 1"}]}""", "is no check")]
    [InlineData("""{"thresholds": [{"fact": "events_missed", "check": "> 1", "checks": "> 2"}]}""", "it has checks; there are")]
    public void Parse_WhatIsNotSound_IsRefusedWithTheReason(string text, string reason)
    {
        var fault = Assert.Throws<LoadTestFault>(() => ThresholdFile.Parse(text, "limits.json", Known));
        Assert.Equal(ExitCodes.BadInput, fault.ExitCode);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("limits.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_AreAllNamed()
    {
        var fault = Assert.Throws<LoadTestFault>(() => ThresholdFile.Parse("""{"thresholds": [{"fact": "events_missed"}, {"fact": "events_doubled", "check": ">= 1"}, {"check": "> 1"}]}""", "limits.json", Known));
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
                { "fact": "events_doubled", "check": "<= 0" },
              ]
            }
            """,
            "limits.json",
            Known);
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
