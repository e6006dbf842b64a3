using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>All rounds of one point: a store, a gateway, and one process of the service after the other.</summary>
internal sealed class Cell(string point, int most, DrillOptions options, PostgresServer? server, string folder)
{
    // Waits are shorter by it, time limits too: a busy machine must not meet those.
    private const double Speed = 4;
    private const string Secret = "whsec_of_the_drill";
    private static readonly TimeSpan DiesWithin = TimeSpan.FromMinutes(6);

    private readonly Random _random = new(unchecked((options.Seed * 1_000_003) + point.Sum(letter => letter * 31)));
    private readonly List<string> _faults = [];
    private int _told;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Captured, int Captures, int Tips, long Tipped, int Held)> _paid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Amount, int Count)> _toppedUp = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Received, int Intents)> _transferred = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sentBack = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, (bool Credited, bool PaidIn)> _promised = [];
    private readonly Dictionary<string, (long Amount, int Count)> _refunded = new(StringComparer.Ordinal);
    private readonly string? _postgres = server?.Database();
    private readonly int _port = FreePort();
    private readonly DateTimeOffset _origin = TimeProvider.System.GetUtcNow();
    private Bank _bank = null!;

    /// <summary>Runs them.</summary>
    public async Task<CellReport> Run()
    {
        Directory.CreateDirectory(folder);
        var clock = Stopwatch.StartNew();
        var report = new CellReport(point, options.Rounds);
        await using (_bank = await Bank.Start(HostArguments.ClockFrom(_origin, Speed), $"http://127.0.0.1:{_port}/webhooks/stripe", Secret))
        {
            ServiceProcess? service = null;
            try
            {
                service = await Start();
                for (var round = 1; round <= options.Rounds && _faults.Count < 20; round++)
                {
                    await service.Say(FormattableString.Invariant($"load {round}"));
                    var disturbed = point == FailPoints.ServerRestart ? await Restarted(service) : await Killed(service);
                    if (disturbed)
                    {
                        report.Disturbed++;
                    }

                    var acknowledged = service.Acknowledged.Where(answer => Rides.RoundOf(answer.Key) == round).ToDictionary();
                    report.Answers += acknowledged.Count;
                    if (point != FailPoints.ServerRestart)
                    {
                        Take(service);
                        service.Dispose();
                        service = null;
                        service = await Start();
                    }

                    var settling = Stopwatch.StartNew();
                    await service.Say(FormattableString.Invariant($"rest {round}"));
                    var lines = await service.Line("settled");
                    Take(service);
                    report.Longest = settling.Elapsed > report.Longest ? settling.Elapsed : report.Longest;
                    await Check(round, lines, acknowledged, report);
                    foreach (var fault in _faults.Skip(_told).Take(5))
                    {
                        Console.WriteLine($"  FAILED: {fault}");
                    }

                    _told = _faults.Count;
                    if (options.Verbose || round % 10 == 0 || round == options.Rounds)
                    {
                        Console.WriteLine(string.Create(
                            CultureInfo.InvariantCulture, $"  {point} {round}/{options.Rounds}: {report.Disturbed} {(point == FailPoints.ServerRestart ? "restarts" : "kills")}, {report.Jobs} jobs, {report.Captures} captures, {_faults.Count} faults, {clock.Elapsed.TotalSeconds:0} s"));
                    }
                }

                // Once more all of them, the gateway's list from its first line.
                _seen.Clear();
                _paid.Clear();
                _refunded.Clear();
                _toppedUp.Clear();
                _transferred.Clear();
                _sentBack.Clear();
                await service.Say("rest 0");
                var whole = new CellReport(point, 0);
                await Check(0, await service.Line("settled"), [], whole);
                report.Away = service.Away;
                if (whole.Jobs != report.Jobs || whole.Captures != report.Captures)
                {
                    _faults.Add($"Round by round there were {report.Jobs} jobs and {report.Captures} captures, in the end {whole.Jobs} and {whole.Captures}.");
                }
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                _faults.Add($"{point}: {fault.GetType().Name}: {fault.Message}");
            }
            finally
            {
                service?.Dispose();
            }
        }

        if (report.Jobs < report.Disturbed)
        {
            _faults.Add($"{point}: {report.Jobs} jobs in {report.Disturbed} rounds: that shows nothing.");
        }

        if (report.Disturbed < options.Rounds && _faults.Count == 0)
        {
            _faults.Add($"{point}: only {report.Disturbed} of {options.Rounds} rounds came to it.");
        }

        report.Faults.AddRange(_faults);
        report.Seconds = clock.Elapsed.TotalSeconds;
        if (_postgres is not null)
        {
            Npgsql.NpgsqlConnection.ClearAllPools();
            server!.Drop(_postgres);
        }

        return report;
    }

    private Task<ServiceProcess> Start()
    {
        var (name, passes) = point is FailPoints.ServerRestart or FailPoints.AnyMoment ? (null, 1) : (point, _random.Next(most / 4, most + 1));
        var arguments = new HostArguments(
            _postgres is null ? Path.Combine(folder, "jobs.db") : null, _postgres, _bank.Address, _port, Secret, name, passes, _random.NextDouble() * 3, _origin, Speed, options.Verbose);
        return ServiceProcess.Start(arguments, Path.Combine(folder, "service.log"));
    }

    private async Task<bool> Killed(ServiceProcess service)
    {
        if (point == FailPoints.AnyMoment)
        {
            // Counted in answers and not in time: a kill before the first order shows nothing.
            await Answered(service, service.Answers + _random.Next(10, 200));
            await Task.Delay(_random.Next(0, 40));
            service.Kill();
        }

        switch (await service.End(DiesWithin))
        {
            case ServiceProcess.Killed:
                return true;
            case null:
                service.Kill();
                _faults.Add($"{point}: the service did not come to it within {DiesWithin.TotalSeconds:0} s.");
                return false;
            case var code:
                _faults.Add($"{point}: the service ended by itself with {code}.");
                return false;
        }
    }

    /// <summary>The server goes down in the middle of it all, and comes back: the service goes on by itself.</summary>
    private async Task<bool> Restarted(ServiceProcess service)
    {
        await Answered(service, service.Answers + _random.Next(40, 200));
        var before = service.Away;
        server!.Kill();
        await Task.Delay(_random.Next(0, 400));
        server.Start();
        await Answered(service, service.Answers + 100);
        return service.Away > before;
    }

    private static async Task Answered(ServiceProcess service, int answers)
    {
        var clock = Stopwatch.StartNew();
        while (service.Answers < answers)
        {
            if (clock.Elapsed > DiesWithin)
            {
                throw new TimeoutException($"The service gave {service.Answers} answers and not {answers} within {DiesWithin.TotalSeconds:0} s.");
            }

            await Task.Delay(5);
        }
    }

    private void Take(ServiceProcess service)
    {
        while (service.Odd.TryDequeue(out var odd))
        {
            _faults.Add($"{point}: {odd}");
        }

        while (service.Told.TryDequeue(out var told))
        {
            var (credited, paidIn) = _promised.GetValueOrDefault(told.Job);
            _promised[told.Job] = (credited || told.What == "credited", paidIn || told.What == "paid_in");
        }
    }

    /// <summary>Holds what the service says of its jobs against the gateway's own list, against what callers were told, and proves the books.</summary>
    private async Task Check(int round, List<string> lines, Dictionary<Guid, long> acknowledged, CellReport report)
    {
        await ReadBank();
        var jobs = lines.Where(line => line.StartsWith("job ", StringComparison.Ordinal)).Select(JobLine.Parse).ToDictionary(job => job.Id);
        foreach (var (id, version) in acknowledged)
        {
            if (!jobs.TryGetValue(id, out var job) || job.Version < version)
            {
                _faults.Add($"{point} round {round}: job {id:N} was acknowledged at version {version} and is {(job is null ? "gone" : $"at {job.Version}")}.");
            }
        }

        var wallets = lines.Where(line => line.StartsWith("wallet ", StringComparison.Ordinal)).Select(WalletLine.Parse).ToDictionary(wallet => wallet.Job);
        foreach (var job in jobs.Values)
        {
            var name = job.Id.ToString("N");
            var plan = Rides.Plan(job.Id);
            var completed = job.State == "Completed";
            var (refunds, tips) = (plan.Refunds && completed, plan.Tips && completed);
            var paid = _paid.GetValueOrDefault(name);
            var back = _refunded.GetValueOrDefault(name);
            if (plan.Method == JobOrder.Wallet)
            {
                // Nothing outside knows of it: what was taken of the wallet stands where the gateway's payment would.
                Equal(name, "payments at the gateway", 0, paid.Captures + paid.Tips + paid.Held + back.Count);
                if (!wallets.TryGetValue(job.Id, out var wallet))
                {
                    _faults.Add($"{point} round {round}: job {name} has no wallet.");
                    continue;
                }

                (paid, back) = ((wallet.Captured, wallet.Captured > 0 ? 1 : 0, wallet.Charged > 0 ? 1 : 0, wallet.Charged, 0), (wallet.Refunded, wallet.Refunded > 0 ? 1 : 0));
                var toppedUp = _toppedUp.GetValueOrDefault(name);
                Equal(name, "top-ups at the gateway", plan.PaidIn > 0 ? 1 : 0, toppedUp.Count);
                Equal(name, "topped up, wallet and gateway", toppedUp.Amount, wallet.ToppedUp);
                Equal(name, "topped up, against what was asked for", plan.PaidIn, wallet.ToppedUp);
                Equal(name, "credited", plan.Credit, wallet.Credited);
                Equal(name, "held in the wallet", 0, wallet.Held);
                Equal(name, "balance, against credits and top-ups less what the job took", plan.Credit + plan.PaidIn - job.Captured - job.Tipped + job.Refunded, wallet.Balance);
                report.TopUps += toppedUp.Count;
                report.Wallets++;
            }
            else if (plan.Method == JobOrder.BankTransfer)
            {
                var (received, intents) = _transferred.GetValueOrDefault(name);
                Equal(name, "payments by bank transfer", 1, intents);
                Equal(name, "sent back of a bank transfer, against what was not kept", received - (completed ? job.Fare : 0), _sentBack.GetValueOrDefault(name));
                Equal(name, "received of a bank transfer that " + (plan.Funding == Funding.Never ? "nobody sent" : "was sent"), plan.Funding == Funding.Never ? 0 : 1, received > 0 ? 1 : 0);
                report.Transfers++;
            }

            Equal(name, "captures", completed ? 1 : 0, paid.Captures);
            Equal(name, "captured, against the fare", completed ? job.Fare : 0, paid.Captured);
            Equal(name, "captured, job and gateway", job.Captured, paid.Captured);
            Equal(name, "holds left", 0, paid.Held);
            Equal(name, "tips", tips ? 1 : 0, paid.Tips);
            Equal(name, "tipped, job and gateway", job.Tipped, paid.Tipped);
            Equal(name, "refunds", refunds ? 1 : 0, back.Count);
            Equal(name, "refunded, job and gateway", job.Refunded, back.Amount);
            if (!completed && !(plan.Cancels && job.State == "CanceledByCustomer" && job.Payment == "Released") && !(plan.IsDeclined && job.State == "Failed")
                && !(plan.Method == JobOrder.BankTransfer && job.State == "Expired" && job.Payment is "Released" or "Failed"))
            {
                _faults.Add($"{point} round {round}: job {name} ended as {job.State} with payment {job.Payment}.");
            }

            report.Captures += paid.Captures;
            report.Refunds += back.Count;
            report.Tips += paid.Tips;
        }

        foreach (var name in _paid.Keys.Concat(_refunded.Keys).Concat(_toppedUp.Keys).Concat(_transferred.Keys).Where(name => (round == 0 || Rides.RoundOf(Guid.Parse(name)) == round) && !jobs.ContainsKey(Guid.Parse(name))))
        {
            _faults.Add($"{point} round {round}: the gateway has a payment of {name}, which is no job.");
        }

        foreach (var (job, (credited, paidIn)) in _promised.Where(promise => round == 0 || Rides.RoundOf(promise.Key) == round))
        {
            if (!wallets.TryGetValue(job, out var wallet) || (credited && wallet.Credited == 0) || (paidIn && wallet.ToppedUp == 0))
            {
                _faults.Add($"{point} round {round}: the customer of {job:N} was told of money that is not in the wallet.");
            }
        }

        report.Jobs += jobs.Count;
        await Prove(round);

        void Equal(string job, string what, long expected, long actual)
        {
            if (expected != actual)
            {
                _faults.Add($"{point} round {round}: job {job}: {what}: {actual}, and {expected} is right.");
            }
        }
    }

    private async Task Prove(int round)
    {
        LedgerProof proof;
        if (_postgres is null)
        {
            using var books = new SqliteBooks(Path.Combine(folder, "jobs.db"));
            proof = await books.Books.Prove(_ => true, null, default);
        }
        else
        {
            using var store = new PostgresStore(new PostgresOptions { ConnectionString = _postgres, Migrate = false, MaxPoolSize = 2 }, TimeProvider.System);
            proof = await store.Books.Prove(_ => true, null, default);
        }

        if (proof.FirstFault is { } first)
        {
            _faults.Add($"{point} round {round}: ledger verify: {first.Rule} {first}");
        }
    }

    private async Task ReadBank()
    {
        foreach (var intent in await _bank.List("/v1/payment_intents", _seen))
        {
            _seen.Add((string)intent["id"]!);
            var data = intent["metadata"]!;
            if ((string?)data["topup"] is { } topUp)
            {
                var of = Rides.OfTopUp(Guid.Parse(topUp)).ToString("N");
                var (put, times) = _toppedUp.GetValueOrDefault(of);
                _toppedUp[of] = (string)intent["status"]! == "succeeded" ? (put + (long)intent["amount_received"]!, times + 1) : (put, times);
                continue;
            }

            var job = (string)data["job"]!;
            if (intent["payment_method_types"] is JsonArray types && (string)types[0]! == "customer_balance")
            {
                var kept = data["captured"] is { } said ? long.Parse((string)said!, CultureInfo.InvariantCulture) : (long?)null;
                var before = _transferred.GetValueOrDefault(job);
                _transferred[job] = (before.Received + (long)intent["amount_received"]!, before.Intents + 1);
                var sum = _paid.GetValueOrDefault(job);
                _paid[job] = kept is { } amount ? sum with { Captured = sum.Captured + amount, Captures = sum.Captures + 1 } : sum with { Held = sum.Held + (data["released"] is null ? 1 : 0) };
                continue;
            }

            var (captured, captures, tips, tipped, held) = _paid.GetValueOrDefault(job);
            var (status, received) = ((string)intent["status"]!, (long)intent["amount_received"]!);
            if (data["tip"] is not null)
            {
                (tips, tipped) = status == "succeeded" ? (tips + 1, tipped + received) : (tips, tipped);
            }
            else if (status == "succeeded")
            {
                (captured, captures) = (captured + received, captures + 1);
            }
            else if (status is not ("canceled" or "requires_payment_method"))
            {
                held++;
            }

            _paid[job] = (captured, captures, tips, tipped, held);
        }

        foreach (var refund in await _bank.List("/v1/refunds", _seen))
        {
            _seen.Add((string)refund["id"]!);
            var job = (string)refund["metadata"]!["job"]!;
            if (refund["metadata"]!["rest"] is not null)
            {
                _sentBack[job] = _sentBack.GetValueOrDefault(job) + (long)refund["amount"]!;
                continue;
            }

            var (amount, count) = _refunded.GetValueOrDefault(job);
            _refunded[job] = (amount + (long)refund["amount"]!, count + 1);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record JobLine(Guid Id, long Version, string State, string Payment, long Fare, long Captured, long Refunded, long Tipped)
    {
        public static JobLine Parse(string line)
        {
            var words = line.Split(' ');
            long Number(int word) => long.Parse(words[word], CultureInfo.InvariantCulture);
            return new JobLine(Guid.Parse(words[1]), Number(2), words[3], words[4], Number(5), Number(6), Number(7), Number(8));
        }
    }

    private sealed record WalletLine(Guid Job, long Balance, long Held, long Credited, long ToppedUp, long Captured, long Charged, long Refunded)
    {
        public static WalletLine Parse(string line)
        {
            var words = line.Split(' ');
            long Number(int word) => long.Parse(words[word], CultureInfo.InvariantCulture);
            return new WalletLine(Guid.Parse(words[1]), Number(2), Number(3), Number(4), Number(5), Number(6), Number(7), Number(8));
        }
    }
}
