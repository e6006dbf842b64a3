using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The service as a process: a city that moves, goes on after a kill, tells its metrics and stops when it is told.</summary>
public sealed partial class ServiceTests
{
    // Long enough for a slow machine; nobody waits so long when all is well.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Town = ["--vehicles", "60", "--requests-per-hour", "1200", "--speed", "20"];

    [Fact]
    public async Task City_InMemory_MovesIsMeasuredAndStopsAtOnce()
    {
        var ops = RunningService.FreePort();
        using var service = await RunningService.Start(RunningService.FreePort(), [.. Town, "--memory", "--ops-port", $"{ops}"]);
        var (client, _) = await service.SignIn("ops");
        using (client)
        {
            var market = (await client.MarketsAsync())[0];
            Assert.Equal(["counter", "delivery", "manual", "ride", "sandbox", "visit"], market.ServiceClasses.Select(serviceClass => serviceClass.ServiceClass).Order());
            Assert.Equal(1_200, market.ServiceClasses.Single(serviceClass => serviceClass.Kind == "home_service").LeadSeconds);

            // Simulated people order, drive and pay.
            var figures = await Until(client, market.Market, figures => figures.JobsByState.GetValueOrDefault("completed") > 0 && figures.CapturedMinorUnits > 0);
            Assert.True(figures.Vehicles > 50, $"{figures.Vehicles} vehicles are seen.");
            Assert.Empty(await client.Ops.NotificationsAsync());

            // Four merchants have stores there, which customers find.
            var merchants = (await client.Ops.MerchantsAsync("city")).Items;
            Assert.Equal(["Bright Sparks", "Lantern Cinema", "Noodle House", "Petal & Stem"], merchants.Select(merchant => merchant.Name).Order(StringComparer.Ordinal));
            var bounds = market.Bounds!.Value;
            var (customer, _) = await service.SignIn("customer");
            using (customer)
            {
                var near = await customer.Stores.NearAsync(market.Market, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, "counter", text: "ramen");
                Assert.Equal(3, near.Items.Length);
                Assert.Equal(3, (await customer.Stores.StoreAsync(near.Items[0].StoreId)).Products.Length);
                Assert.Equal("Bright Sparks", (await customer.Stores.NearAsync(market.Market, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, "visit")).Items.Single().Merchant);
            }
        }

        using var http = new HttpClient();
        using var outside = await http.GetAsync(new Uri(service.Address, "metrics"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, outside.StatusCode);
        var metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{ops}/metrics"));
        Prometheus.Check(metrics);
        Assert.Matches(@"(?m)^dispatch_jobs_transitions_total\{state=""completed""\} [1-9]", metrics);
        Assert.Matches(@"(?m)^dispatch_offers_total\{outcome=""accepted""\} [1-9]", metrics);
        Assert.Matches(@"(?m)^dispatch_store_commit_duration_seconds_count\{result=""committed""\} [1-9]", metrics);
        var names = Prometheus.Names(metrics);
        Assert.Contains("dotnet_process_cpu_time_seconds_total", names);
        CheckDashboard(names);

        Assert.Equal(ExitCodes.Success, await service.Stop());
        Assert.Contains("Stopped.", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task City_EveryProduct_IsOrderedAndServedAPersonsOrderToo()
    {
        // Where a second of the city is too short for the machine, every offer has ended before it is answered: a slower city then.
        var told = await ServesEveryProduct(speed: 30, TimeSpan.FromMinutes(2)) is { } first && await ServesEveryProduct(speed: 8, TimeSpan.FromMinutes(8)) is { } second
            ? $"{first}\n{second}"
            : null;
        Assert.Null(told);
    }

    /// <summary>Null, or what was missing when the time was over.</summary>
    private static async Task<string?> ServesEveryProduct(int speed, TimeSpan within)
    {
        using var service = await RunningService.Start(
            RunningService.FreePort(), "--memory", "--ops-port", "0", "--vehicles", "150", "--requests-per-hour", "250", "--speed", $"{speed}", "--mix", "ride=25,delivery=35,home=20,store=20");
        var (client, _) = await service.SignIn("ops");
        var (customer, _) = await service.SignIn("customer");
        using (client)
        using (customer)
        {
            // A person orders a delivery: simulated staff and a simulated courier serve it.
            var market = (await client.MarketsAsync())[0].Market;
            var near = (await customer.Stores.NearAsync(market, 13.4, 52.52, "delivery", text: "dumplings")).Items[0];
            var dumplings = (await customer.Stores.StoreAsync(near.StoreId)).Products.Single(product => product.Name == "Dumplings");
            var before = await Date(service.Address);
            var quote = await customer.Customer.QuoteAsync(new QuoteBody(
                market, "delivery", [new WirePoint(near.Longitude, near.Latitude)], StoreId: near.StoreId, Items: [new BasketItemBody(dumplings.ProductId, 2)]));

            // Answers are dated by the clock that the city is played by.
            Assert.InRange(quote.ExpiresAt - QuoteDesk.Validity, before, await Date(service.Address) + TimeSpan.FromSeconds(1));
            var ordered = await customer.Customer.OrderAsync(new OrderBody(quote.Quote), "two-dumplings");
            var clock = Stopwatch.StartNew();
            while (true)
            {
                var job = await customer.Customer.JobAsync(ordered.JobId);
                var done = new HashSet<string>();
                await foreach (var one in client.Ops.AllJobsAsync())
                {
                    if (one.State == JobState.Completed || (one.Kind == "home_service" && one.ProviderId is not null))
                    {
                        done.Add(one.Kind ?? "ride");
                    }
                }

                if (job.State == JobState.Completed && done.Count == 4)
                {
                    break;
                }

                Assert.True(!job.Ended || job.State is JobState.Completed or JobState.NoProvidersAvailable, $"The order is {job.State}.\n{service.Output}");
                if (clock.Elapsed > within || job.State == JobState.NoProvidersAvailable)
                {
                    return $"At {speed} times the clock, after {clock.Elapsed}, the order is {job.State}, and served is {string.Join(", ", done)}.\n{service.Output}";
                }

                await Task.Delay(500);
            }

            Assert.Equal(0, (await client.Ops.LedgerAsync()).ImbalanceMinorUnits);
            return null;
        }
    }

    [Fact]
    public async Task City_Killed_GoesOnWithWhatItAcknowledged() => await GoesOn(null);

    [PostgresFact]
    public async Task CityOnPostgres_Killed_GoesOnWithWhatItAcknowledged() => await GoesOn(PostgresServer.Shared.Database());

    [Fact]
    public async Task Token_OfTheCommand_IsTakenByTheService()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        await CommandLine.AllInOneCommand.Run(["token", "--role", "ops", "--data-dir", folder.Path], output, TextWriter.Null);
        using var service = await RunningService.Start(RunningService.FreePort(), "--data-dir", folder.Path, "--no-simulation", "--ops-port", "0", "--dev-sign-in", "off");
        using var client = new DispatchClient(service.Address, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(output.ToString().Trim()) });
        var market = (await client.MarketsAsync())[0].Market;
        Assert.Equal(0, (await client.Ops.OverviewAsync(market)).Vehicles);
        await Assert.ThrowsAsync<Client.Problems.DispatchProblemException>(() => client.SignInAsync(new SignInBody("ops")));

        // The folder is this instance's.
        using var error = new StringWriter();
        var code = await CommandLine.AllInOneCommand.Run(["--data-dir", folder.Path, "--port", $"{RunningService.FreePort()}", "--ops-port", "0"], TextWriter.Null, error);
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("in use by another instance", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task GoesOn(string? postgres)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = [.. Town, "--data-dir", folder.Path, "--ops-port", "0", .. postgres is null ? (string[])[] : ["--postgres", postgres]];
        var port = RunningService.FreePort();
        Guid customer;
        JobResource ordered;
        string market;
        using (var first = await RunningService.Start(port, arguments))
        {
            var (client, id) = await first.SignIn("customer");
            using (client)
            {
                customer = id;
                market = (await client.MarketsAsync())[0].Market;
                var road = (await client.MapAsync(market)).Roads;
                ImmutableArray<WirePoint> stops = [new WirePoint(road[0][0], road[0][1]), new WirePoint(road[road.Length / 2][0], road[road.Length / 2][1])];
                var quote = await client.Customer.QuoteAsync(new QuoteBody(market, "ride", stops));
                ordered = await client.Customer.OrderAsync(new OrderBody(quote.Quote), "the-one-key");
            }

            first.Kill();
        }

        using var second = await RunningService.Start(port, arguments);
        var (again, _) = await second.SignIn("customer", customer);
        using (again)
        {
            var clock = Stopwatch.StartNew();
            JobResource job;
            do
            {
                job = await again.Customer.JobAsync(ordered.JobId);
                Assert.True(job.Version >= ordered.Version);
                await Task.Delay(100);
            }
            while (!job.Ended && clock.Elapsed < Patience);
            Assert.True(job.Ended, $"Job {job.JobId} is still {job.State} after {clock.Elapsed}.\n{second.Output}");
        }

        // Another city does not move in beside it.
        await second.Stop();
        using var error = new StringWriter();
        var code = await CommandLine.AllInOneCommand.Run(["--data-dir", folder.Path, "--seed", "9", "--port", $"{port}", "--ops-port", "0", .. postgres is null ? (string[])[] : ["--postgres", postgres]], TextWriter.Null, error);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains("--seed 1", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<DateTimeOffset> Date(Uri address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(address, "v1/markets"));
        return answer.Headers.Date!.Value;
    }

    private static async Task<OverviewResource> Until(DispatchClient client, string market, Func<OverviewResource, bool> holds)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var figures = await client.Ops.OverviewAsync(market);
            if (holds(figures))
            {
                return figures;
            }

            Assert.True(clock.Elapsed < Patience, $"After {Patience} it is still so: {figures}");
            await Task.Delay(200);
        }
    }

    /// <summary>The dashboard asks for metrics that are exported.</summary>
    private static void CheckDashboard(IReadOnlySet<string> names)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "O2O.Dispatch.sln")))
        {
            folder = folder.Parent;
        }

        var asked = Metric().Matches(File.ReadAllText(Path.Combine(folder.FullName, "ops", "grafana", "dispatch.json"))).Select(match => match.Value).ToHashSet();
        Assert.True(asked.Count > 10, $"{asked.Count} metrics are named.");
        Assert.All(asked, name => Assert.Contains(Regex.Replace(name, "_(bucket|sum|count)$", string.Empty), names));
    }

    [GeneratedRegex(@"\b(?:dispatch|dotnet|http_server|kestrel)_[a-z_]+\b")]
    private static partial Regex Metric();
}
