using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Storage.Journals;

namespace O2O.Dispatch.Drill;

/// <summary>Kills the service under load, starts it again, and checks from outside what must hold: what it acknowledged is there, every job comes to an end, no money is taken twice, the books balance, and who was connected comes back by itself.</summary>
public sealed class LiveDrill(DrillSettings settings, string? postgres)
{
    private const int Customers = 20;
    private const double Load = 800;
    private static readonly TimeSpan ReconnectWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan CountAlone = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(6);

    private readonly Random _random = new(settings.Seed);
    private readonly List<string> _faults = [];

    /// <summary>Runs it.</summary>
    /// <returns>What did not hold, a line each.</returns>
    public async Task<IReadOnlyList<string>> Run()
    {
        Directory.CreateDirectory(settings.Folder);
        using var service = new Service(settings, postgres);
        await service.Start(Load, 10);
        using var stop = new CancellationTokenSource();
        var customers = new List<DrillCustomer>();
        MapResource map;
        using (var anybody = new DispatchClient(service.Address))
        {
            map = await anybody.MapAsync((await anybody.MarketsAsync())[0].Market);
        }

        for (var i = 0; i < Customers; i++)
        {
            customers.Add(await DrillCustomer.Join(service.Address, map, settings.Seed * 1_000 + i));
        }

        var lives = customers.ConvertAll(customer => customer.Live(stop.Token));
        for (var round = 1; round <= settings.Rounds; round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(2_000, 6_000)));
            var before = customers.Sum(customer => customer.Acknowledged.Count);
            service.Kill();
            var outage = Stopwatch.StartNew();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 1_000)));
            await service.Start(Load, 10);
            var down = outage.Elapsed;
            await Reconnected(customers, round);
            foreach (var customer in customers)
            {
                _faults.AddRange(await customer.Look());
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"round {round}: killed after {before} acknowledged orders, back after {down.TotalSeconds:0.0} s, {customers.Count(customer => customer.IsConnected)} of {Customers} clients reconnected, {_faults.Count} faults"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(lives);
        var stopped = await service.Stop();
        if (stopped > StopWithin)
        {
            _faults.Add($"It took {stopped.TotalSeconds:0.0} s to stop.");
        }

        // The same people drive on; next to nobody orders any more.
        await service.Start(1, 20);
        await Settle(service, map.Market, customers);
        foreach (var customer in customers)
        {
            _faults.AddRange(await customer.Look());
            await customer.DisposeAsync();
        }

        await service.Stop();
        return _faults;
    }

    /// <summary>Paid for and not had yet: who was on the way to the counter went with the process, and the code is good for days.</summary>
    private static bool IsToBeHad(JobResource job) => job is { State: JobState.Scheduled, Payment: PaymentState.Authorized, Sale.GoodUntil: not null };

    private static bool IsSettled(JobResource job) => job.Ended && job.Payment is not (PaymentState.Authorizing or PaymentState.Authorized or PaymentState.RequiresAction or PaymentState.Capturing);

    private async Task Reconnected(List<DrillCustomer> customers, int round)
    {
        var clock = Stopwatch.StartNew();
        while (customers.Exists(customer => !customer.IsConnected || customer.Resumed < round))
        {
            if (clock.Elapsed > ReconnectWithin)
            {
                _faults.Add($"Round {round}: {customers.Count(customer => !customer.IsConnected || customer.Resumed < round)} clients did not come back within {ReconnectWithin.TotalSeconds:0} s.");
                return;
            }

            await Task.Delay(100);
        }
    }

    private async Task Settle(Service service, string market, List<DrillCustomer> customers)
    {
        using var anybody = new DispatchClient(service.Address);
        var token = await anybody.SignInAsync(new SignInBody("ops"));
        using var ops = new DispatchClient(service.Address, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken), RetryLimit = 10 });
        var acknowledged = customers.SelectMany(customer => customer.Acknowledged.Keys).ToHashSet();
        var all = new List<JobResource>();
        List<JobResource> open = [];
        var clock = Stopwatch.StartNew();
        do
        {
            await Task.Delay(1_000);
            if ((await ops.Ops.OverviewAsync(market)).OpenJobs > 2 && clock.Elapsed < CountAlone)
            {
                // Reading every job is for when it is worth it; after a while some may be left that wait for nothing but their customers.
                continue;
            }

            all.Clear();
            await foreach (var job in ops.Ops.AllJobsAsync())
            {
                all.Add(job);
            }

            open = all.FindAll(job => !IsSettled(job) && !IsToBeHad(job));
            if (open.Count == 0)
            {
                break;
            }
        }
        while (clock.Elapsed < SettleWithin);

        foreach (var job in open.Take(5))
        {
            _faults.Add($"Job {job.JobId:N} is {job.State} with payment {job.Payment}, not at an end.");
        }

        var captures = await Captures(service, all);
        LedgerResource ledger;
        do
        {
            await Task.Delay(1_000);
            ledger = await ops.Ops.LedgerAsync();
        }
        while (ledger.CheckedAt is null && clock.Elapsed < SettleWithin);
        if (ledger.ImbalanceMinorUnits != 0)
        {
            _faults.Add($"The books do not balance: {ledger.ImbalanceMinorUnits} minor units. {ledger.FirstFault}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"settled after {clock.Elapsed.TotalSeconds:0} s: {all.Count} jobs, {acknowledged.Count} of them acknowledged to clients, {captures} captures, ledger imbalance {ledger.ImbalanceMinorUnits}"));
    }

    /// <summary>The bank's own journal against what the jobs say: one capture a payment, of the same amount.</summary>
    private async Task<int> Captures(Service service, List<JobResource> jobs)
    {
        var captured = new Dictionary<Guid, long>();
        await foreach (var (job, amount) in Taken(service.Data))
        {
            if (!captured.TryAdd(job, amount))
            {
                _faults.Add($"Double capture: job {job:N} was captured twice.");
            }
        }

        foreach (var job in jobs.Where(IsSettled))
        {
            var bank = captured.GetValueOrDefault(job.JobId);
            if (bank != job.CapturedMinorUnits)
            {
                _faults.Add($"Job {job.JobId:N}: the bank captured {bank} minor units, the job says {job.CapturedMinorUnits}.");
            }
        }

        return captured.Count;
    }

    /// <summary>Every capture, as the bank's journal has it: that of the sandbox, done again in a sandbox of our own, or that of the in-process gateway.</summary>
    private static async IAsyncEnumerable<(Guid Job, long MinorUnits)> Taken(string data)
    {
        var journal = Path.Combine(data, "sandbox.jsonl");
        if (!File.Exists(journal))
        {
            foreach (var (request, answer) in BankJournal.Read(Path.Combine(data, "bank.jsonl")))
            {
                if (request.Operation.ToString() == "Capture" && answer.Outcome == GatewayOutcome.Done)
                {
                    yield return (request.Job.Value, request.Amount.MinorUnits);
                }
            }

            yield break;
        }

        using var nowhere = new HttpClient();
        var bank = new PaymentSandbox(new SandboxSettings(), TimeProvider.System, new SequentialSandboxIds("sandbox"), nowhere);
        bank.Restore(LineJournal.Read(journal).Select(SandboxLine.Read));
        for (string? after = null; ;)
        {
            List<KeyValuePair<string, string>> page = [new("limit", "100")];
            if (after is not null)
            {
                page.Add(new("starting_after", after));
            }

            var answer = await bank.Send("", "GET", "/v1/payment_intents", page, null, SandboxFault.None, CancellationToken.None);
            var list = JsonNode.Parse(answer.Body)!;
            foreach (var intent in list["data"]!.AsArray())
            {
                after = (string)intent!["id"]!;
                if ((string)intent["status"]! == "succeeded")
                {
                    yield return (Guid.Parse((string)intent["metadata"]!["job"]!), (long)intent["amount_received"]!);
                }
            }

            if (!(bool)list["has_more"]!)
            {
                yield break;
            }
        }
    }
}
