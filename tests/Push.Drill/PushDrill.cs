using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.LoadTests.People;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>Thousands of apps are dropped and come back while their streams go on; in the end all that each was told is held against what is stored.</summary>
/// <param name="settings">What to do.</param>
internal sealed class PushDrill(DrillSettings settings)
{
    private const double RadiusMetres = 2_500;
    private const int AtATime = 32;
    private const int CustomersOfOperator = 3;
    private static readonly TimeSpan KeepAlivePeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToldWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UntilOver = TimeSpan.FromDays(1);
    private static readonly TimeSpan BackAtOnce = TimeSpan.FromSeconds(0.5);

    private readonly DrillCounts _counts = new();
    private readonly ConcurrentBag<double> _apart = [];
    private readonly ConcurrentBag<double> _together = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Runs it.</summary>
    /// <returns>What did not hold, a line each.</returns>
    public async Task<IReadOnlyCollection<string>> Run(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var registrar = await Registrar.Open(settings.Nodes[0], settings.Clients, stop);
        using var anybody = new DispatchClient(settings.Nodes[0], new DispatchClientSettings { RetryLimit = 20, LongestDelay = TimeSpan.FromSeconds(5) });
        var market = (await anybody.MarketsAsync(stop)).First(one => one.ServiceClasses.Any(known => known.ServiceClass == DrillSettings.ServiceClass)).Market;
        var city = City.Of(await anybody.MapAsync(market, stop), RadiusMetres);
        var accounts = await registrar.Make(settings.Customers, settings.Providers, Path.Combine(settings.Folder, "accounts.txt"), new ConcurrentQueue<(string, Guid)>(), Console.Out, stop);
        using var traffic = new Traffic(settings, city);

        // A caller may have twenty connections; every operator here is another one.
        var operators = new List<string>();
        for (var i = 0; i < settings.Operators + settings.Nodes.Count; i++)
        {
            operators.Add((await anybody.SignInAsync(new SignInBody("ops", null, $"drill {i}"), stop)).AccessToken);
        }

        var stream = $"market/{market}";
        var number = 0;
        var observers = settings.Nodes.Select(node => new DroppedClient(settings with { Nodes = [node] }, _counts, number, "ops", operators[number++])).ToList();
        observers.ForEach(observer => observer.Follow(stream));
        await Connect(observers, stop);
        var customers = accounts.Where(account => account.Role == Account.Customer).OrderBy(account => account.Id).Select(account => (Account: account, App: Of(account, number++, $"customer/{account.Id:N}"))).ToList();
        var providers = accounts.Where(account => account.Role == Account.Provider).OrderBy(account => account.Id).Select(account => (Account: account, App: Of(account, number++, $"provider/{account.Id:N}"))).ToList();
        foreach (var (account, app) in providers)
        {
            app.Followers.Single().Offered += (offer, job) => traffic.Offered(account, offer, job);
        }

        var ops = operators.Skip(settings.Nodes.Count).Select(token => new DroppedClient(settings, _counts, number++, "ops", token)).ToList();
        var chance = new Random(settings.Seed);
        foreach (var app in ops)
        {
            app.Follow(stream);
            app.Follow($"provider/{providers[chance.Next(providers.Count)].Account.Id:N}");
            for (var i = 0; i < CustomersOfOperator; i++)
            {
                app.Follow($"customer/{customers[chance.Next(customers.Count)].Account.Id:N}");
            }
        }

        var all = customers.Select(one => one.App).Concat(providers.Select(one => one.App)).Concat(ops).ToList();
        Say($"{customers.Count} customers, {providers.Count} providers, {ops.Count} operators; connecting");
        var alive = KeepAlive([.. all, .. observers], over.Token);
        var guards = observers.Select(observer => observer.Stay(UntilOver, over.Token)).ToList();
        await Connect(all, stop);
        var reports = await traffic.BeginShifts([.. providers.Select(one => one.Account)], traffic.Client(operators[0]), over.Token);
        var orders = traffic.Order(customers, enough.Token);
        var progress = Progress(all, traffic, over.Token);

        await Task.WhenAll(all.Select(app => app.Live(_apart, stop)));
        stop.ThrowIfCancellationRequested();
        Say($"dropped {settings.Drops} times each at moments of their own: {Times(_apart)}");
        for (var round = 1; round <= settings.Rounds; round++)
        {
            await Task.WhenAll(all.Select(app => app.Stay(TimeSpan.FromSeconds(5), stop)));
            var away = all[0].Away(chance);
            var resumes = new ConcurrentBag<double>();
            await Task.WhenAll(all.Select((app, i) => app.DropFor(away + (BackAtOnce * i / all.Count), resumes, stop)));
            Say(string.Create(CultureInfo.InvariantCulture, $"round {round}, all away for {away.TotalSeconds:0.0} s and back within {BackAtOnce.TotalSeconds:0.0} s of each other: {Times(resumes)}"));
            foreach (var took in resumes)
            {
                _together.Add(took);
            }

            stop.ThrowIfCancellationRequested();
        }

        await enough.CancelAsync();
        await orders;
        var ending = new CancellationTokenSource();
        var staying = all.Select(app => app.Stay(UntilOver, ending.Token)).ToList();
        await traffic.Settle();
        var store = new StoredStreams(settings.Store);
        var last = await ToldAll(store, all, observers, stream);
        await ending.CancelAsync();
        await over.CancelAsync();
        await Task.WhenAll([alive, reports, progress, .. guards, .. staying]);
        all.ForEach(app => app.Dispose());
        observers.ForEach(observer => observer.Dispose());
        ending.Dispose();
        stop.ThrowIfCancellationRequested();
        await Prove(store, all, observers, stream, last, traffic);
        return _counts.Faults;

        DroppedClient Of(Account account, int seed, string own)
        {
            var app = new DroppedClient(settings, _counts, seed, account.Role, account.Token);
            app.Follow(own);
            return app;
        }
    }

    private static Task Connect(IEnumerable<DroppedClient> apps, CancellationToken stop) =>
        Parallel.ForEachAsync(apps, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (app, cancel) => await app.Connect(cancel));

    private static async Task KeepAlive(DroppedClient[] apps, CancellationToken over)
    {
        // A few at a time, so that not all speak in one moment.
        const int Parts = 60;
        for (var part = 0; !over.IsCancellationRequested; part = (part + 1) % Parts)
        {
            await Quietly(Task.Delay(KeepAlivePeriod / Parts, over));
            await Task.WhenAll(apps.Where((_, i) => i % Parts == part).Select(app => app.KeepAlive()));
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private static double Percentile(IReadOnlyList<double> ordered, double percent) => ordered.Count == 0 ? 0 : ordered[Math.Max(1, (int)Math.Ceiling(percent / 100 * ordered.Count)) - 1];

    private static string Times(IEnumerable<double> resumes)
    {
        var ordered = resumes.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ordered.Count} resumes, p50 {Percentile(ordered, 50):0} ms, p95 {Percentile(ordered, 95):0} ms, p99 {Percentile(ordered, 99):0} ms, longest {Percentile(ordered, 100):0} ms");
    }

    private void Say(string line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0} s  {line}"));

    private async Task Progress(List<DroppedClient> all, Traffic traffic, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Quietly(Task.Delay(ProgressPeriod, over));
            var (something, nothing) = _counts.Recoveries;
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Count(app => !app.IsAway)} connected, {_apart.Count + _together.Count} resumes, {_counts.Facts} facts told, {something + nothing} answers with what was missed ({something} with something), {_counts.SnapshotsTold.All} snapshots, {traffic.Jobs.Ordered} orders, {traffic.Jobs.Completed} completed, faults {_counts.FaultCount}"));
        }
    }

    /// <summary>Waits until everybody was told all there is.</summary>
    /// <returns>Where each durable stream was then.</returns>
    private async Task<Dictionary<string, long>> ToldAll(StoredStreams store, List<DroppedClient> all, List<DroppedClient> observers, string market)
    {
        var from = Stopwatch.GetTimestamp();
        while (true)
        {
            var last = await store.Last();
            var heard = observers.Select(observer => observer.Followers.Single().Known).ToDictionary(known => known.Epoch, known => known.Sequence);
            var behind = all.SelectMany(app => app.Followers)
                .Where(follower => follower.Known is var (epoch, sequence) && (follower.Stream == market ? heard.GetValueOrDefault(epoch) != sequence : sequence < last.GetValueOrDefault(follower.Stream))).ToList();
            if (behind.Count == 0)
            {
                return last;
            }

            if (Stopwatch.GetElapsedTime(from) > ToldWithin)
            {
                _counts.Fault($"{behind.Count} streams were not told to the end within {ToldWithin.TotalMinutes:0} minutes, {behind[0].Stream} among them: {behind[0].Known.Sequence} of {last.GetValueOrDefault(behind[0].Stream)}.");
                return last;
            }

            await Task.Delay(Poll);
        }
    }

    private async Task Prove(StoredStreams store, List<DroppedClient> all, List<DroppedClient> observers, string market, Dictionary<string, long> last, Traffic traffic)
    {
        var proof = new StreamProof(await store.Facts(), _counts);
        var heard = observers.Select(observer => observer.Followers.Single()).ToList();
        foreach (var follower in all.SelectMany(app => app.Followers).Where(follower => follower.Stream != market))
        {
            proof.Durable(follower, last.GetValueOrDefault(follower.Stream));
        }

        proof.Market(all.SelectMany(app => app.Followers).Where(follower => follower.Stream == market), heard);
        proof.Whole(traffic.Ordered, heard);

        var resumes = _apart.Order().ToList();
        var (something, nothing) = _counts.Recoveries;
        Say($"dropped at moments of their own: {Times(_apart)}");
        if (!_together.IsEmpty)
        {
            Say($"dropped together: {Times(_together)}");
        }

        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{traffic.Jobs.Ordered} orders, {traffic.Jobs.Completed} driven to the end (refused: {traffic.Failed}); {_counts.Facts} facts told, {_counts.FactsInAnswers} of them in answers"));
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{something} answers with facts that were missed, {nothing} where nothing was, {_counts.SnapshotsTold.All} snapshots ({_counts.SnapshotsTold.Unasked} to who knew something); {_counts.BrokenResumes} resumes cut off in their middle, {_counts.CutByServer} connections ended by the server, {_counts.Gaps} gaps seen and asked about; attempts refused: {_counts.RefusedAttempts}"));
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"held against the store and the observers: {proof.Facts} facts, {proof.Snapshots} snapshots ({proof.Unheard} of the market that no observer heard); missed {proof.Missed}, doubled {_counts.DoubledFacts}, faults {_counts.FaultCount}"));
        if (proof.Facts == 0 || something == 0)
        {
            _counts.Fault("Nobody missed anything, so that nothing is shown: more orders, or longer absences.");
        }

        if (settings.Drops > 0 && Percentile(resumes, 99) > settings.ResumeLimit.TotalMilliseconds)
        {
            _counts.Fault(string.Create(CultureInfo.InvariantCulture, $"Of the resumes ninety-nine of a hundred took up to {Percentile(resumes, 99):0} ms, more than {settings.ResumeLimit.TotalMilliseconds:0}."));
        }
    }
}
