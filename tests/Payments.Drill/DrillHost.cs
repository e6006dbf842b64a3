using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Grains.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Push;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>
/// The process that is killed: grains, store, outbox, webhooks in and the gateway over HTTP, all real, with customers and providers who write each answer they get to the standard output, which
/// outlives the process. Told by lines: <c>load ROUND</c> begins, <c>rest ROUND</c> brings everything to its end and tells every job of the round (0: of all).
/// </summary>
internal static class DrillHost
{
    private const int LivesAtOnce = 24;
    private const int Page = 500;
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(6);
    private static readonly Lock Gate = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static async Task<int> Run(HostArguments arguments)
    {
        var time = arguments.Clock();
        var point = new FailPoint(arguments.Point, arguments.Passes, TimeSpan.FromMilliseconds(arguments.Into));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(arguments.Verbose ? LogLevel.Information : LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, arguments.Port));
        builder.Services.AddSingleton(time);
        var settings = new SiloSettings();
        settings.QuoteKeys.Add([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        if (arguments.Postgres is { } server)
        {
            builder.Services.AddPostgresStorage(options => options.ConnectionString = server);
        }
        else
        {
            builder.Services.AddSqliteStorage(options => options.Path = arguments.Sqlite!);
        }

        using var gateway = OnlineGateway.Open("sk_test_drill", arguments.Gateway, TimeSpan.FromSeconds(30), 0, TimeProvider.System);
        builder.Services.AddSingleton<IGatewayRecords>(gateway);
        builder.AddDispatchSilo(settings);

        // What recovers is the outbox and the webhooks; a comparison may not do their work here.
        builder.Services.Configure<PaymentsOptions>(options =>
        {
            (options.Gateway, options.Key, options.WebhookSecret) = (PaymentsOptions.Online, "sk_test_drill", arguments.Secret);
            options.ReconcilePeriod = TimeSpan.FromDays(1);
        });
        builder.Services.Configure<OutboxOptions>(options => options.SweepPeriod = TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton(provider => new PaymentWebhooks(
            provider.GetRequiredService<IPaymentWebhookStore>(), time, provider.GetRequiredService<IOptionsMonitor<PaymentsOptions>>(), provider.GetRequiredService<IWebhookDelivery>()));
        Wrap(builder.Services, arguments, gateway, point);
        await using var app = builder.Build();
        app.MapPost("/webhooks/stripe", Take);
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        app.Services.GetRequiredService<MarketMaps>().Set(Rides.Market.Id, new MarketMap(StreetGrid.Roads, StreetGrid.Times, ServiceArea.Around(StreetGrid.Roads, new Metres(500))));
        if ((await grains.GetGrain<IMarketGrain>(Rides.Market.Id.Value).Define(MarketCodec.Write(Rides.Market), default)) is { Rejection: not null } refused)
        {
            throw new InvalidOperationException($"The market was refused: {refused}.");
        }

        app.Services.StartDispatch();
        Say("ready");
        using var customers = new BankCustomers(arguments.Gateway);
        await Obey(
            app.Services, new Rides(grains, app.Services.GetRequiredService<QuoteTokens>(), app.Services.GetRequiredService<IWalletStore>(), customers, time, Told), point, FailPoints.IsOfWallets(arguments.Point));
        await app.StopAsync();
        return 0;

        void Told(string line)
        {
            Say(line);
            if (line.StartsWith("ack ", StringComparison.Ordinal))
            {
                point.Acknowledged();
            }
        }
    }

    /// <summary>The ports between the steps, with the point in them.</summary>
    private static void Wrap(IServiceCollection services, HostArguments arguments, OnlineGateway gateway, FailPoint point)
    {
        services.AddSingleton<IJobStore>(provider => new FailingJobStore(arguments.Postgres is null ? provider.GetRequiredService<SqliteStore>().Jobs : provider.GetRequiredService<PostgresStore>().Jobs, point));
        services.AddSingleton<IOutboxStore>(provider => new FailingOutbox(arguments.Postgres is null ? provider.GetRequiredService<SqliteStore>().Outbox : provider.GetRequiredService<PostgresStore>().Outbox, point));
        services.AddSingleton<IPaymentWebhookStore>(provider => new FailingWebhooks(
            arguments.Postgres is null ? provider.GetRequiredService<SqliteStore>().PaymentWebhooks : provider.GetRequiredService<PostgresStore>().PaymentWebhooks, point));
        services.AddSingleton<IEventBus>(provider => new FailingBus(new MemoryEventBus(provider.GetService<ILogger<MemoryEventBus>>()), point));
        services.AddSingleton<IWalletStore>(provider => new FailingWallets(arguments.Postgres is null ? provider.GetRequiredService<SqliteStore>().Wallets : provider.GetRequiredService<PostgresStore>().Wallets, point));
        services.AddSingleton<IPaymentGateway>(new FailingGateway(gateway, point));
        services.AddSingleton<IPaymentEventSink>(provider => new FailingSink(new JobPaymentSink(provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<IJobStore>()), point));
    }

    private static async Task Take(HttpContext http, PaymentWebhooks webhooks)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        try
        {
            var receipt = await webhooks.Receive(body.ToArray(), http.Request.Headers["Stripe-Signature"].ToString(), http.RequestAborted);
            http.Response.StatusCode = receipt is WebhookReceipt.Stored or WebhookReceipt.Repeated ? 200 : 400;
        }
        catch (StoreUnavailableException)
        {
            http.Response.StatusCode = 503;
        }
    }

    private static async Task Obey(IServiceProvider services, Rides rides, FailPoint point, bool walletsAlone)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        CancellationTokenSource? stop = null;
        List<Task> lives = [];
        while (await input.ReadLineAsync() is { } line)
        {
            var round = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            if (line.StartsWith("load ", StringComparison.Ordinal))
            {
                point.Arm(atFirstAnswer: walletsAlone);
                stop = new CancellationTokenSource();
                var (stopping, next) = (stop.Token, walletsAlone ? Rides.Wallets - 1 : -1);
                lives = [.. Enumerable.Range(0, LivesAtOnce).Select(_ => Task.Run(async () =>
                {
                    while (!stopping.IsCancellationRequested)
                    {
                        await rides.Live(round, Interlocked.Increment(ref next), CancellationToken.None);
                    }
                }))];
            }
            else
            {
                await (stop?.CancelAsync() ?? Task.CompletedTask);
                await Task.WhenAll(lives);
                await Rest(services, rides, round);
            }
        }
    }

    /// <summary>Drives what is left to its end, waits until nothing is owed any more, and tells how every job stands.</summary>
    private static async Task Rest(IServiceProvider services, Rides rides, int round)
    {
        var after = round == 0 ? (JobId?)null : new JobId(Rides.Job(round, -1));
        var left = new List<Job>();
        await foreach (var job in All(services, after))
        {
            left.Add(job);
        }

        using var late = new CancellationTokenSource(SettlesWithin);
        await Task.WhenAll([.. left.Select(job => rides.Drive(job.Id.Value, late.Token)), .. round == 0 ? [] : (await Unordered(services, left, round)).Select(n => rides.Live(round, n, late.Token))]);
        if (late.IsCancellationRequested)
        {
            Say($"odd not all jobs came to their end within {SettlesWithin}: this machine is too busy, or they are stuck");
        }

        var outbox = services.GetRequiredService<IOutboxStore>();
        var webhooks = services.GetRequiredService<IPaymentWebhookStore>();
        var clock = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (waiting, parked) = await outbox.Count(default);
            if (parked > 0)
            {
                foreach (var row in await outbox.Parked(3, default))
                {
                    Say($"odd outbox row {row.Row.Id} is parked: {row.Error}");
                }

                break;
            }

            if (waiting == 0 && (await webhooks.Page(WebhookState.Received, null, 1, default)).IsEmpty)
            {
                break;
            }

            if (TimeProvider.System.GetElapsedTime(clock) > SettlesWithin)
            {
                Say($"odd {waiting} outbox rows and webhooks are left after {SettlesWithin}");
                break;
            }

            await Task.Delay(20);
        }

        await foreach (var job in All(services, after))
        {
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"job {job.Id} {job.Version} {job.Status} {job.Payment.Status} {job.FinalFare?.Total.MinorUnits ?? -1} {job.Payment.Captured.MinorUnits} {Refunded(job)} {(job.Payment.Tip is { Status: TipStatus.Paid } tip ? tip.Amount.MinorUnits : 0)}"));
        }

        // What is in the wallets of the jobs that are paid out of one.
        var wallets = services.GetRequiredService<IWalletStore>();
        await foreach (var job in All(services, after))
        {
            if (job.Order.IsWallet)
            {
                var stands = await wallets.Of(job.Order.Customer, default);
                var entries = await wallets.Entries(job.Order.Customer, null, Page, default);
                long Sum(WalletEntryKind kind) => entries.Where(entry => entry.Entry.Kind == kind).Sum(entry => entry.Entry.Amount.MinorUnits);
                Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"wallet {job.Id} {stands.Sum(wallet => wallet.Balance.MinorUnits)} {stands.Sum(wallet => wallet.Held.MinorUnits)} {Sum(WalletEntryKind.Credited)} {Sum(WalletEntryKind.ToppedUp)} {Sum(WalletEntryKind.Captured)} {Sum(WalletEntryKind.Charged)} {Sum(WalletEntryKind.Refunded)}"));
            }
        }

        Say("settled");
    }

    /// <summary>Jobs whose customer has something in a wallet already and did not come to the order: the process died between. They go on, as the customer would.</summary>
    private static async Task<List<int>> Unordered(IServiceProvider services, List<Job> left, int round)
    {
        var wallets = services.GetRequiredService<IWalletStore>();
        var known = left.Select(job => job.Id.Value).ToHashSet();
        var unordered = new List<int>();
        foreach (var first in (int[])[0, Rides.Wallets])
        {
            var last = known.Where(job => Rides.NumberOf(job) >= first && Rides.NumberOf(job) < first + Rides.Wallets).Select(Rides.NumberOf).DefaultIfEmpty(first).Max() + (3 * LivesAtOnce);
            for (var n = first; n <= last; n++)
            {
                var job = Rides.Job(round, n);
                var plan = Rides.Plan(job);
                if (plan.Method == JobOrder.Wallet && !known.Contains(job) && (!(await wallets.Of(Rides.Customer(job), default)).IsEmpty || await wallets.TopUp(Rides.TopUp(job), default) is not null))
                {
                    unordered.Add(n);
                }
            }
        }

        return unordered;
    }

    private static long Refunded(Job job) => JobViews.Of(job, job.Order.RequestedAt).RefundedMinorUnits;

    private static async IAsyncEnumerable<Job> All(IServiceProvider services, JobId? after)
    {
        var reader = services.GetRequiredService<IJobReader>();
        while (true)
        {
            var page = await reader.Page(after, Page, default);
            foreach (var job in page)
            {
                yield return job;
            }

            if (page.Length < Page)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>A line in one write: who dies leaves whole lines.</summary>
    private static void Say(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ") + "\n");
        lock (Gate)
        {
            Output.Write(bytes);
            Output.Flush();
        }
    }
}
