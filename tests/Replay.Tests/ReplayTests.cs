using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Replay.Checks;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Replay.Run;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Replay.Tests;

public sealed class ReplayTests : IDisposable
{
    private static readonly ReplayOptions Small = new() { To = new ReplayOptions().From.AddMinutes(10), Vehicles = 40, RequestsPerHour = 600 };

    private static readonly ReplayOptions Rough = Small with
    {
        Vehicles = 60,
        Seed = 7,
        Providers = new ProviderBehaviour
        {
            AcceptProbability = 0.7, LapseProbability = 0.5, ThinkTime = TimeSpan.FromSeconds(8), CancelProbability = 0.1, SilentProbability = 0.1,
        },
        Customers = new CustomerBehaviour
        {
            CancelProbability = 0.15,
            PaymentMethods =
            [
                new PaymentShare("pm_card_ok", 6), new PaymentShare("pm_card_declined", 1), new PaymentShare("pm_card_needs_action", 1),
                new PaymentShare("pm_card_times_out_after_doing", 1), new PaymentShare("pm_card_answers_late", 1),
            ],
        },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("replay").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_GeneratedCity_BringsEveryJobToItsEndAndTheBooksBalance()
    {
        var result = Run(Small);
        Assert.Empty(result.Faults);
        Assert.Empty(result.Notes);
        var report = result.Report;
        Assert.InRange(report.Requests, 60, 140);
        Assert.Equal(report.Requests, report.EndedByStatus.Values.Sum());
        Assert.All(report.EndedByStatus.Keys, status => Assert.Contains(status, new[] { "completed", "no_providers_available" }));
        Assert.Equal(report.Served, report.EndedByStatus["completed"]);
        Assert.Equal(0, report.LedgerImbalanceMinorUnits);
        Assert.True(report.CapturedMinorUnits >= 500 * report.Served, "Every ride costs at least the minimum.");
        Assert.InRange(report.MaxWaitSeconds, 1, 301);
        Assert.InRange(report.MeanWaitSeconds, report.P50WaitSeconds / 3, report.P95WaitSeconds);
    }

    [Fact]
    public void Run_PaymentSandboxOverHttp_TakesWhatTheCompletedRidesCostAndTheBooksBalance()
    {
        var options = Small with
        {
            Gateway = ReplayOptions.SandboxGateway,
            Store = Path.Combine(_folder, "sandbox.db"),
            Customers = new CustomerBehaviour { PaymentMethods = [new PaymentShare("pm_card_visa", 8), new PaymentShare("pm_card_declined", 1), new PaymentShare("pm_card_times_out_after_doing", 1)] },
        };
        Assert.Empty(options.Faults());
        var result = Run(options);
        Assert.Empty(result.Faults);
        var report = result.Report;
        Assert.Equal(0, report.LedgerImbalanceMinorUnits);
        Assert.Equal(report.Served, report.EndedByStatus["completed"]);
        Assert.True(report.EndedByStatus["failed"] > 0, "No card was declined.");

        // The sandbox's own list of charges is what the imbalance holds the ledger against.
        Assert.True(report.CapturedMinorUnits >= 500 * report.Served, "Every ride costs at least the minimum.");

        // What it left can be proved afterwards, and not gone on with: its bank is gone.
        using var verdict = new StringWriter();
        Assert.True(StoreCheck.Run(options.Store, null, verdict) == ExitCodes.Success, verdict.ToString());
        Assert.Contains("--resume", Assert.Single((options with { Resume = true }).Faults()), StringComparison.Ordinal);
        Assert.Contains("other options", Assert.Throws<ReplayFault>(() => Run(options with { Resume = true, Gateway = ReplayOptions.ProcessGateway })).Message, StringComparison.Ordinal);
        var files = StoreFiles.Of(options.Store);
        var sqlite = new SqliteOptions();
        files.Configure(sqlite);
        using var store = new SqliteStore(sqlite, TimeProvider.System);
        var proof = FoundStore.Now(store.Books.Prove(fault => throw new InvalidOperationException(fault.Detail), null, default));
        Assert.Equal((report.EndedByStatus.Values.Sum(), 0L), (proof.Jobs, proof.Faults));
        var jobs = FoundStore.Read(store.JobReader).Jobs;
        Assert.Equal(report.CapturedMinorUnits, jobs.Where(job => job.Status == JobStatus.Completed).Sum(job => job.FinalFare!.Total.MinorUnits));
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    public void Run_SameSeed_HasTheSameHashAndAnotherSeedAnother(string policy)
    {
        var options = Small with { Policy = policy, Window = TimeSpan.FromSeconds(policy == "batched" ? 5 : 1) };
        var first = Run(options).Report;
        var second = Run(options).Report;
        var other = Run(options with { Seed = 2 }).Report;
        Assert.Equal(Comparable(first), Comparable(second));
        Assert.NotEqual(first.EventHash, other.EventHash);
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Run_PoolingPolicy_IsRepeatableAndBringsEveryJobToItsEnd(string policy)
    {
        var options = Small with { Policy = policy, Vehicles = 25 };
        var first = Run(options);
        Assert.Empty(first.Faults);
        Assert.Empty(first.Notes);
        Assert.Equal(Comparable(first.Report), Comparable(Run(options).Report));
        Assert.Equal(first.Report.Requests, first.Report.EndedByStatus.Values.Sum());
        Assert.True(first.Report.ChainedJobs + first.Report.Reassignments > 0, "Neither a chained nor a reassigned job.");
        Assert.True(policy != "forward" || first.Report.Reassignments == 0, "Only a policy that repools reassigns.");
        Assert.True(policy == "reposition" == first.Report.AdvisedMoves > 0, "A policy that repositions, and no other, advises.");
        Assert.InRange(first.Report.MaxWaitSeconds, 1, 301);
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public void Run_PoolingPolicyInARoughCity_StillBringsEveryJobToItsEndAndTheBooksBalance(string policy)
    {
        var result = Run(Rough with { Policy = policy });
        Assert.Empty(result.Faults);
        Assert.Equal(0, result.Report.LedgerImbalanceMinorUnits);
        Assert.Equal(result.Report.Requests, result.Report.EndedByStatus.Values.Sum());
    }

    [Fact]
    public void Run_RoughCity_StillBringsEveryJobToItsEndAndTheBooksBalance()
    {
        var result = Run(Rough);
        Assert.Empty(result.Faults);
        var ends = result.Report.EndedByStatus;
        Assert.Equal(0, result.Report.LedgerImbalanceMinorUnits);
        Assert.Equal(result.Report.Requests, ends.Values.Sum());
        foreach (var status in new[] { "completed", "canceled_by_customer", "failed", "expired" })
        {
            Assert.True(ends.GetValueOrDefault(status) > 0, $"No job ended {status}: {string.Join(", ", ends)}");
        }

        Assert.DoesNotContain(ends.Keys, status => status is "scheduled" or "matching" or "accepted" or "en_route_to_pickup" or "arrived_at_pickup" or "in_progress");
    }

    [Fact]
    public void Run_NobodyAccepts_LosesEveryRequestAndReleasesTheMoney()
    {
        var report = Run(Small with { Providers = new ProviderBehaviour { AcceptProbability = 0 } }).Report;
        Assert.Equal(report.Requests, report.EndedByStatus["no_providers_available"]);
        Assert.Equal((0, 0), (report.CapturedMinorUnits, report.LedgerImbalanceMinorUnits));
    }

    [Fact]
    public void Run_KeptStore_GivesTheFiguresOfTheOneInMemory()
    {
        var kept = Run(Small with { Store = Path.Combine(_folder, "kept.db") }).Report;
        var memory = Run(Small).Report;
        Assert.Equal(Comparable(memory).Figures, Comparable(kept).Figures);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(420)]
    [InlineData(700)]
    public void Resume_FromTheFilesOfACrash_LosesNothing(int crashAfterSeconds)
    {
        var scene = Replays.Scene(Small);
        var resumed = Replays.Killed(Small, scene, _folder, crashAfterSeconds);
        var result = Run(resumed);
        Assert.True(result.Faults.Count == 0, string.Join('\n', [.. result.Faults, .. result.Notes]));
        Assert.Equal(scene.Trips.Count, result.Report.Requests);
        Assert.Equal(scene.Trips.Count, result.Report.EndedByStatus.Values.Sum());
        Assert.Equal(0, result.Report.LedgerImbalanceMinorUnits);
        using var verdict = new StringWriter();
        Assert.True(StoreCheck.Run(resumed.Store!, resumed.AckLog, verdict) == ExitCodes.Success, verdict.ToString());
    }

    [Fact]
    public void Resume_WithOtherOptions_IsRefused()
    {
        var options = Small with { Store = Path.Combine(_folder, "other.db"), To = Small.From.AddMinutes(1) };
        Run(options);
        var fault = Assert.Throws<ReplayFault>(() => Run(options with { Resume = true, Seed = 9 }));
        Assert.Equal(ExitCodes.BadOption, fault.ExitCode);
        Assert.Contains("other options", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_StoreThatLostAnAcknowledgedCommandOrCapturedTwice_Fails()
    {
        var options = Small with { Store = Path.Combine(_folder, "checked.db"), AckLog = Path.Combine(_folder, "acks"), To = Small.From.AddMinutes(2) };
        Run(options);
        using var verdict = new StringWriter();
        Assert.True(StoreCheck.Run(options.Store, options.AckLog, verdict) == ExitCodes.Success, verdict.ToString());
        var line = File.ReadLines(options.AckLog).First();
        var job = AckLine.Read(line).Job;
        File.AppendAllText(options.AckLog, line.Replace(job.ToString("N"), new string('a', 32), StringComparison.Ordinal) + "\n");
        File.AppendAllText(options.AckLog, System.Text.Encoding.UTF8.GetString(AckLine.Write(AckLine.Read(line) with { Version = 999 })) + "\n");
        var capture = File.ReadLines(options.Store + ".bank").First(entry => entry.Contains("\"capture\"", StringComparison.Ordinal));
        File.AppendAllText(options.Store + ".bank", capture + "\n");
        using var found = new StringWriter();
        Assert.Equal(ExitCodes.Failed, StoreCheck.Run(options.Store, options.AckLog, found));
        Assert.Contains("and there is no such job", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("acknowledged at version 999", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("Double capture", found.ToString(), StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Run_FiveRealMinutes_ServesThem()
    {
        var options = new ReplayOptions
        {
            Rides = SharedData.File("nyc_rides_20130101_0000_0145.csv.gz"),
            Nodes = SharedData.File("manhattan_nodes.csv.gz"),
            Edges = SharedData.File("manhattan_edges.csv.gz"),
            From = new DateTimeOffset(2013, 1, 1, 0, 30, 0, TimeSpan.Zero),
            To = new DateTimeOffset(2013, 1, 1, 0, 33, 0, TimeSpan.Zero),
            Vehicles = 1_500,
            TimeFactor = 1.65,
        };
        var result = Run(options);
        Assert.Empty(result.Faults);
        Assert.InRange(result.Report.Requests, 1_200, 1_400);
        Assert.True(result.Report.ServiceRate > 0.9, $"{result.Report.ServiceRate}");
        Assert.InRange(result.Report.MeanWaitSeconds, 10, 120);
    }

    private static ReplayResult Run(ReplayOptions options) => Replays.Run(options);

    private static (string EventHash, string Figures) Comparable(ReplayReport report) => Replays.Comparable(report);
}
