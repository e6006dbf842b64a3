using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Replay.Checks;
using O2O.Dispatch.Replay.CommandLine;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Replay.Run;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Simulation.People;
using O2O.Dispatch.Simulation.Stores;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Replay.Tests;

/// <summary>Every product played through the product itself: alone, mixed, in a rough city, after a kill.</summary>
public sealed class MixTests : IDisposable
{
    private static readonly ProductMix Mixed = new(40, 30, 15, 15);
    private static readonly ReplayOptions Small = new() { To = new ReplayOptions().From.AddMinutes(10), Vehicles = 60, RequestsPerHour = 600 };

    private readonly string _folder = Directory.CreateTempSubdirectory("mix").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 100, 0, 0, "delivery")]
    [InlineData(0, 0, 100, 0, "home_service")]
    [InlineData(0, 0, 0, 100, "redemption")]
    [InlineData(40, 30, 15, 15, "ride", "delivery", "home_service", "redemption")]
    public void Run_Mix_BringsEveryJobToItsEndTwiceAlikeAndTheBooksBalance(int ride, int delivery, int home, int store, params string[] products)
    {
        var options = Small with { Mix = new ProductMix(ride, delivery, home, store) };
        var first = Replays.Run(options);
        Holds(first);
        var report = first.Report;
        Assert.Equal(products, report.Products!.Select(product => product.Product));
        Assert.InRange(report.Requests + report.RefusedByReason.Values.Sum(), 60, 140);
        Assert.All(report.Products!, product => Assert.True(product.ServiceRate > 0.5, $"{product}"));
        Assert.All(report.Products!, product => Assert.True(product.CapturedMinorUnits >= 200 * product.Served, $"{product}"));
        Assert.Equal(delivery + store > 0, report.Sales!.MerchantsPaidMinorUnits > 0);
        Assert.Equal(delivery + store > 0, report.Sales.GoodsSold > 0);
        Assert.Equal(store > 0, report.Sales.CodesRedeemed > 0);
        Assert.Equal(delivery > 0, report.Sales.MeanCourierWaitSeconds > 0);
        Assert.Equal(Replays.Comparable(report), Replays.Comparable(Replays.Run(options).Report));
    }

    [Fact]
    public void Run_RidesAlone_IsTheRunWithoutAMix()
    {
        var plain = Replays.Run(Small).Report;
        Assert.Equal(Replays.Comparable(plain), Replays.Comparable(Replays.Run(Small with { Mix = ProductMix.Read("ride=100", out _)! }).Report));
        Assert.Null(plain.Products);
        Assert.DoesNotContain("products", ReportJson.Write(plain), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RoughCity_EndsEachProductInEveryWayAndTheBooksBalance()
    {
        var result = Replays.Run(Small with
        {
            Mix = Mixed,
            Seed = 7,
            RequestsPerHour = 1_500,
            Vehicles = 120,
            Staff = new StaffBehaviour { RejectProbability = 0.15, ForgetProbability = 0.1 },
            Providers = new ProviderBehaviour { AcceptProbability = 0.8, LapseProbability = 0.5, ThinkTime = TimeSpan.FromSeconds(5), CancelProbability = 0.1, SilentProbability = 0.05, ExtraProbability = 0.6 },
            Customers = new CustomerBehaviour
            {
                AbsentProbability = 0.3,
                NeverComesProbability = 0.3,
                InPartsProbability = 0.8,
                CancelProbability = 0.1,
                PaymentMethods = [new("pm_card_ok", 8), new("pm_card_declined", 1), new("pm_card_times_out_after_doing", 1), new("pm_card_needs_action", 1)],
            },
        });
        Holds(result, noted: true);
        var ends = result.Report.Products!.ToDictionary(product => product.Product, product => product.EndedByStatus);
        foreach (var (product, status) in new[]
        {
            ("delivery", "completed"), ("delivery", "no_show"), ("delivery", "canceled_by_platform"), ("delivery", "canceled_by_customer"), ("delivery", "failed"),
            ("home_service", "completed"), ("home_service", "canceled_by_customer"), ("redemption", "completed"), ("redemption", "expired"), ("redemption", "canceled_by_customer"),
        })
        {
            Assert.True(ends[product].GetValueOrDefault(status) > 0, $"No {product} ended {status}: {string.Join(", ", ends[product])}");
        }

        var sales = result.Report.Sales!;
        Assert.Equal(ends["delivery"]["no_show"], sales.ReturnedToStore);
        Assert.True(sales is { CodesRedeemed: > 0, CodesRedeemedInPart: > 0, CodesExpired: > 0, GoodsPutBack: > 0 }, $"{sales}");
    }

    [Theory]
    [InlineData(240)]
    [InlineData(700)]
    [InlineData(1_500)]
    public void Resume_FromTheFilesOfACrash_LosesNothing(int crashAfterSeconds)
    {
        var options = Small with { Mix = Mixed };
        var scene = Replays.Scene(options);
        var resumed = Replays.Killed(options, scene, _folder, crashAfterSeconds);
        var result = Replays.Run(resumed);
        Holds(result, noted: true);
        Assert.Equal(4, result.Report.Products!.Count);
        Assert.Equal(scene.Trips.Count, result.Report.Products.Sum(product => product.Requests) + result.Report.RefusedByReason.Values.Sum());
        using var verdict = new StringWriter();
        Assert.True(StoreCheck.Run(resumed.Store!, resumed.AckLog, verdict) == ExitCodes.Success, verdict.ToString());
        Assert.Throws<ReplayFault>(() => Replays.Run(resumed with { Mix = ProductMix.Rides }));
    }

    [Fact]
    public async Task StockCheck_ShelfThatHasTooMuch_IsNamed()
    {
        var options = Small with { Mix = new ProductMix(0, 60, 0, 40), Store = Path.Combine(_folder, "kept.db"), To = Small.From.AddMinutes(3) };
        Holds(Replays.Run(options));
        var merchants = GeneratedStores.Of(Replays.Scene(options).Roads, Replays.Scene(options).Market, "replay", options.Seed);
        var settings = new SqliteOptions();
        StoreFiles.Of(options.Store).Configure(settings);
        using var store = new SqliteStore(settings, TimeProvider.System);
        var jobs = FoundStore.Read(store.JobReader).Jobs;
        Assert.Null(await StockCheck.Fault(store.Merchants, merchants, jobs));

        var sold = jobs.First(job => !job.GivesStockBack && merchants.SelectMany(one => one.Stores).Single(place => place.Store.Id == job.Order.Sale!.Store).Shelf.Any(line => line.Product == job.Order.Sale!.Items[0].Product && line.Left is not null));
        await SimulatedMerchants.Fill(store.Merchants, merchants, options.To, CancellationToken.None);
        Assert.Contains("sold", await StockCheck.Fault(store.Merchants, merchants, jobs), StringComparison.Ordinal);
        Assert.All(
            await store.Merchants.Shelf(sold.Order.Sale!.Store, CancellationToken.None),
            line => Assert.Equal(merchants.SelectMany(one => one.Stores).Single(place => place.Store.Id == sold.Order.Sale.Store).Shelf.Single(full => (full.Channel, full.Product) == (line.Channel, line.Product)).Left, line.Left));
    }

    [Fact]
    public void Run_PersonWhoAcceptsFirst_HasTheOrder()
    {
        var options = Small with { Mix = new ProductMix(0, 100, 0, 0), AckLog = Path.Combine(_folder, "acks"), Staff = new StaffBehaviour { ForgetProbability = 0, RejectProbability = 0, ThinkTime = TimeSpan.FromSeconds(40) } };
        var persons = new HashSet<Guid>();
        using (var run = new ReplayRun(options, Replays.Scene(options), StoreFiles.Of(null), null))
        {
            // A person takes every second order at once, and does nothing more with it.
            var (grains, work, asked) = (run.Services.GetRequiredService<IGrainFactory>(), run.Services.GetRequiredService<IBackgroundWork>(), 0);
            run.Services.GetRequiredService<IEventBus>().Listen(happened =>
            {
                if (happened.Message is PushMessage.JobChanged { Event: "merchant_asked", Job: var job } && happened.Stream.StartsWith("job/", StringComparison.Ordinal) && asked++ % 2 == 0)
                {
                    persons.Add(job.Job);
                    work.Start("person", async token => Assert.True((await grains.GetGrain<IJobGrain>(job.Job.ToString("N")).Serve(
                        new ServeJob(CommandStamp.Of(CommandStamp.DeterministicId($"person {job.Job}")), job.Sale!.Merchant, StoreStep.Accept, TimeSpan.FromMinutes(1)), token)).Done));
                }
            });
            run.Begin();
            while (!run.Over)
            {
                run.Advance(ReplayRun.Slice);
            }

            Holds(run.Finish(new System.Diagnostics.Stopwatch(), new System.Diagnostics.Stopwatch(), TimeSpan.Zero));
        }

        var staff = File.ReadLines(options.AckLog).Select(AckLine.Read).Where(line => line.Command is "store_accept" or "prepared").Select(line => line.Job).ToHashSet();
        Assert.True(persons.Count > 10, $"The person took {persons.Count} orders.");
        Assert.True(staff.Count > 10, $"The staff took {staff.Count} orders.");
        Assert.Empty(staff.Intersect(persons));
    }

    [Fact]
    public void Run_MixOnTheCommandLine_IsReportedByProductInTableJsonAndPage()
    {
        var (json, html) = (Path.Combine(_folder, "out.json"), Path.Combine(_folder, "out.html"));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = ReplayCommand.Run(
            ["--mix", "ride=40,delivery=30,home=15,store=15", "--to", "2024-05-17T18:05", "--vehicles", "60", "--requests-per-hour", "600", "--report", json, "--html", html, "--quiet"], output, error);
        Assert.True(code == ExitCodes.Success, error.ToString());
        using var report = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal("ride=40,delivery=30,home=15,store=15", report.RootElement.GetProperty("mix").GetString());
        Assert.Equal(["ride", "delivery", "home_service", "redemption"], report.RootElement.GetProperty("products").EnumerateArray().Select(product => product.GetProperty("product").GetString()));
        Assert.True(report.RootElement.GetProperty("sales").GetProperty("merchants_paid_minor_units").GetInt64() > 0);
        foreach (var text in new[] { output.ToString(), File.ReadAllText(html) })
        {
            Assert.Contains("home_service", text, StringComparison.Ordinal);
            Assert.Contains("redemption", text, StringComparison.Ordinal);
        }
    }

    /// <summary>What holds of any run: no fault, every job at an end, the books balance, captures are the ledger's, and the shelves are what was sold (which are faults otherwise).</summary>
    private static void Holds(ReplayResult result, bool noted = false)
    {
        Assert.True(result.Faults.Count == 0, string.Join('\n', [.. result.Faults, .. result.Notes]));
        Assert.True(noted || result.Notes.Count == 0, string.Join('\n', result.Notes));
        var report = result.Report;
        Assert.Equal(0, report.LedgerImbalanceMinorUnits);
        Assert.Null(report.Sales!.StockFault);
        Assert.Equal(report.Requests, report.Products!.Sum(product => product.Requests));
        Assert.Equal(report.Requests, report.EndedByStatus.Values.Sum());
        Assert.Equal(report.CapturedMinorUnits, report.Products!.Sum(product => product.CapturedMinorUnits));
        Assert.DoesNotContain(report.EndedByStatus.Keys, status => status is "scheduled" or "matching" or "accepted" or "en_route_to_pickup" or "arrived_at_pickup" or "in_progress");
    }
}
