using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>Rides on a cluster, faults at random moments, and what must hold of it, looked at from outside.</summary>
/// <param name="settings">What to do.</param>
public sealed class ClusterDrill(DrillSettings settings)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int ReportedAtOnce = 500;
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MovesWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WarmAtTheLatest = TimeSpan.FromSeconds(30);
    private const int LateNamed = 5;
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(settings.Seed);
    private readonly Tally _tally = new();
    private readonly ConcurrentDictionary<Guid, Ride> _rides = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Runs it.</summary>
    /// <returns>What did not hold, a line each.</returns>
    public async Task<IReadOnlyCollection<string>> Run()
    {
        var processes = new ClusterProcesses(settings);
        using var operators = await Operator();
        var map = await operators.MapAsync(settings.Market);
        var partitions = new Partitions(
            settings, processes, random => new QuoteBody(settings.Market, DrillSettings.UndrivenClass, [Place(map, random.NextDouble()), Place(map, random.NextDouble())]), Told, _faults.Enqueue, Say);
        if (settings.Faults.Contains(Faults.Partition))
        {
            await partitions.Join(operators);
        }

        var faults = new Faults(processes, _random, partitions);
        using var over = new CancellationTokenSource();
        using var enough = new CancellationTokenSource();
        var providers = await Join(operators, "provider", settings.Providers);
        var customers = await Join(operators, "customer", settings.Jobs);
        var places = providers.Select((provider, i) => (provider.Id, At: Place(map, (double)i / providers.Length))).ToArray();
        var fleet = Report(operators, places, over.Token);
        await Parallel.ForEachAsync(providers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (provider, _) =>
        {
            if (await provider.Insist("shift", (client, key) => client.Provider.StartShiftAsync(new ShiftBody(settings.Market, [DrillSettings.ServiceClass], provider.Id), key), over.Token) is null)
            {
                _faults.Enqueue($"Provider {provider.Id:N} could not begin its shift.");
            }
        });
        Say($"{providers.Length} providers are on shift, {customers.Length} customers order; {_tally.TakeRepeated()} repeated");
        var drives = providers.Select(provider => Drive(provider, over.Token)).ToArray();
        var orders = customers.Select((customer, i) => Order(customer, map, new Random(settings.Seed * 1_000 + i), enough.Token, over.Token)).ToArray();
        if (!await Until(() => UnderWay() >= ((settings.Jobs * 3) + 3) / 4, MovesWithin))
        {
            _faults.Enqueue($"Of {settings.Jobs} jobs {UnderWay()} were under way after {MovesWithin.TotalSeconds:0} s.");
        }

        var waits = new List<(string Fault, double Seconds)>();
        var stopped = false;
        ConsoleCancelEventHandler stop = (_, key) =>
        {
            Say("No further round; what the jobs have come to is looked at.");
            key.Cancel = !stopped;
            stopped = true;
        };
        Console.CancelKeyPress += stop;
        for (var round = 1; round <= settings.Faults.Count && !stopped; round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(2_000, 8_000)));
            _tally.TakeRepeated();
            var fault = settings.Faults[round - 1];
            var underWay = UnderWay();
            var (victim, from) = await faults.Do(fault);
            var warm = Faults.IsOfRedis(fault) ? Warm(processes) : Task.CompletedTask;

            // Looked at once for all: who comes off the road a moment later is the next round's.
            List<(Guid Id, TimeSpan? Next)> steps = [];
            await Until(
                () =>
                {
                    steps = [.. _rides.Values.Select(ride => (ride.Id, Next: ride.NextStep(from))).Where(ride => ride.Next is not null)];
                    return steps.All(ride => ride.Next != TimeSpan.MaxValue);
                },
                MovesWithin + (settings.Road * 2));
            if (steps.Count == 0 && fault != Faults.Nothing)
            {
                _faults.Enqueue($"Round {round}, {fault}: no job was under way, so that nothing is shown.");
            }

            foreach (var (id, _) in steps.Where(ride => ride.Next == TimeSpan.MaxValue))
            {
                _faults.Enqueue($"Round {round}, {fault}: job {id:N} made no step within {(MovesWithin + (settings.Road * 2)).TotalSeconds:0} s; it is {_rides[id].Last.State}, {_rides[id].Last.Payment}.");
            }

            var seconds = steps.Where(ride => ride.Next != TimeSpan.MaxValue).Select(ride => ride.Next!.Value.TotalSeconds).Order().ToArray();
            var longest = seconds.Length == 0 ? 0 : seconds[^1];
            if (seconds.Length > 0 && seconds.Length == steps.Count)
            {
                waits.Add((fault, longest));
            }

            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round} of {settings.Faults.Count}, {fault} of {victim}: {underWay} jobs under way, {steps.Count} of them were not on the road all the time; next step of half of them within {(seconds.Length == 0 ? 0 : seconds[seconds.Length / 2]):0.0} s, of all but 5 % within {(seconds.Length == 0 ? 0 : seconds[seconds.Length * 95 / 100]):0.0} s, of all within {longest:0.0} s; repeated: {_tally.TakeRepeated()}; errors so far {_tally.Errors.Count}"));
            foreach (var (id, next) in steps.Where(ride => ride.Next > Goal && ride.Next != TimeSpan.MaxValue).OrderByDescending(ride => ride.Next).Take(LateNamed))
            {
                Say(string.Create(CultureInfo.InvariantCulture, $"  {next!.Value.TotalSeconds:0.0} s: job {id:N}, {_rides[id].Step(from)}"));
            }

            await warm;
            await BringBack(processes);
        }

        Console.CancelKeyPress -= stop;
        await enough.CancelAsync();
        await Task.WhenAny(Task.WhenAll(orders), Task.Delay(EndsWithin + (settings.Road * 2)));
        await over.CancelAsync();
        await Task.WhenAll([fleet, .. drives, .. orders]);
        foreach (var error in _tally.Errors.Distinct().Take(10))
        {
            _faults.Enqueue($"A client saw an error: {error}");
        }

        await partitions.Settle();
        await Look(operators);
        foreach (var person in (Person[])[.. providers, .. customers])
        {
            person.Dispose();
        }

        foreach (var kind in waits.GroupBy(wait => wait.Fault))
        {
            var ordered = kind.Select(wait => wait.Seconds).Order().ToArray();
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Key}: {ordered.Length} rounds in which all moved; until the last did {ordered[0]:0.0} to {ordered[^1]:0.0} s, the middle one {ordered[ordered.Length / 2]:0.0} s; within {Goal.TotalSeconds:0} s in {ordered.Count(wait => wait <= Goal.TotalSeconds)}"));
        }

        return _faults;
    }

    private static WirePoint Place(MapResource map, double share)
    {
        var road = map.Roads[(int)(share * (map.Roads.Length - 1))];
        return new WirePoint(road[0], road[1]);
    }

    private static void Say(string line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss} {line}"));

    /// <summary>Waits until Redis, which is there again, has the places of all providers.</summary>
    private async Task Warm(ClusterProcesses processes)
    {
        var back = Stopwatch.GetTimestamp();
        var places = await processes.PlacesInRedis();
        while (places < settings.Providers && Stopwatch.GetElapsedTime(back) < WarmAtTheLatest)
        {
            await Task.Delay(100);
            places = await processes.PlacesInRedis();
        }

        var seconds = Stopwatch.GetElapsedTime(back).TotalSeconds;
        if (places < settings.Providers)
        {
            _faults.Enqueue(string.Create(CultureInfo.InvariantCulture, $"Redis has the places of {places} of {settings.Providers} providers {seconds:0} s after it was back."));
            return;
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"  Redis has the places of all {places} providers {seconds:0.0} s after it was back"));
    }

    private static async Task<bool> Until(Func<bool> so, TimeSpan within)
    {
        var began = Stopwatch.GetTimestamp();
        while (!so())
        {
            if (Stopwatch.GetElapsedTime(began) > within)
            {
                return false;
            }

            await Task.Delay(100);
        }

        return true;
    }

    /// <summary>A silo that was given up ends itself, and may do so just while it is waited for.</summary>
    private static async Task BringBack(ClusterProcesses processes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await processes.Do("up");
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private int UnderWay() => _rides.Values.Count(ride => !ride.IsOver);

    private async Task<DispatchClient> Operator()
    {
        using var anybody = new DispatchClient(settings.Nodes[0], new DispatchClientSettings { RetryLimit = 10 });
        var token = await anybody.SignInAsync(new SignInBody("ops"));
        return new DispatchClient(settings.Nodes[0], new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken), RetryLimit = 20, LongestDelay = TimeSpan.FromSeconds(5) });
    }

    private async Task<Person[]> Join(DispatchClient operators, string role, int count)
    {
        var people = new Person[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => people[i] = await Person.Join(settings, _tally, operators, role, i));
        return people;
    }

    /// <summary>A fleet's gateway: says where every provider is, as long as the drill goes on.</summary>
    private async Task Report(DispatchClient operators, (Guid Id, WirePoint At)[] places, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                foreach (var some in places.Chunk(ReportedAtOnce))
                {
                    await operators.Provider.ReportLocationsAsync(
                        new LocationsBody([.. some.Select(place => new LocationBody(place.At.Longitude, place.At.Latitude, null, place.Id))], settings.Market), over);
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or TimeoutException or Client.Problems.DispatchProblemException or OperationCanceledException)
            {
                // The next one comes soon.
            }

            await Task.Delay(ReportPeriod, CancellationToken.None);
        }
    }

    private void Told(JobResource job, long at) => _rides.GetOrAdd(job.JobId, id => new Ride(id)).Told(job, at);

    private async Task Order(Person customer, MapResource map, Random random, CancellationToken enough, CancellationToken over)
    {
        while (!enough.IsCancellationRequested)
        {
            var trip = new QuoteBody(settings.Market, DrillSettings.ServiceClass, [Place(map, random.NextDouble()), Place(map, random.NextDouble())]);
            if (await customer.Insist("quote", (client, _) => client.Customer.QuoteAsync(trip), over) is not { } quote
                || await customer.Insist("order", (client, key) => client.Customer.OrderAsync(new OrderBody(quote.Quote, "pm_card_ok"), key), over) is not { } job)
            {
                await Task.Delay(Pause, CancellationToken.None);
                continue;
            }

            Told(job, Stopwatch.GetTimestamp());
            while (!_rides[job.JobId].IsOver && !over.IsCancellationRequested)
            {
                await Task.Delay(settings.Look * 2, CancellationToken.None);
                if (await customer.Insist("look", (client, _) => client.Customer.JobAsync(job.JobId), over) is { } seen)
                {
                    if (seen.Version < job.Version)
                    {
                        _faults.Enqueue($"Lost: job {job.JobId:N} was acknowledged at version {job.Version}, and is at {seen.Version}.");
                    }

                    Told(seen, Stopwatch.GetTimestamp());
                }
            }
        }
    }

    private async Task Drive(Person provider, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(settings.Look, CancellationToken.None);
            if (await provider.Insist("me", (client, _) => client.Provider.MeAsync(), over) is not { } me)
            {
                continue;
            }

            JobResource? done = null;
            if (me.Jobs is [var job, ..])
            {
                Told(job, Stopwatch.GetTimestamp());
                var id = job.JobId;
                done = job.State switch
                {
                    JobState.Accepted or JobState.EnRouteToPickup => await provider.Insist("arrive", (client, key) => client.Provider.ArriveAsync(id, key), over),
                    JobState.ArrivedAtPickup when _rides[id].Pin is { } pin => await provider.Insist("start", (client, key) => client.Provider.StartAsync(id, new StartBody(pin), key), over),
                    JobState.InProgress => await Complete(provider, id, over),
                    _ => null,
                };
            }
            else if (me.OpenOffer is { } offer)
            {
                done = await provider.Insist("accept", (client, key) => client.Provider.AcceptAsync(offer.OfferId, new OfferAnswerBody(offer.Job.JobId), key), over);
            }

            if (done is not null)
            {
                Told(done, Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>Half to one and a half, by the last byte of the id, which is chance: jobs that began together do not go on together.</summary>
    private static double Share(Guid job) => 0.5 + (job.ToByteArray()[^1] / 255.0);

    private async Task<JobResource?> Complete(Person provider, Guid job, CancellationToken over)
    {
        await Task.Delay(_rides[job].Rest(settings.Road * Share(job)), CancellationToken.None);
        return await provider.Insist("complete", (client, key) => client.Provider.CompleteAsync(job, null, key), over);
    }

    /// <summary>Every job that anybody was told of, as the service has it now, and the gateway's own list.</summary>
    private async Task Look(DispatchClient operators)
    {
        var bank = await Captured();
        var (completed, captures) = (0, 0);
        await Parallel.ForEachAsync(_rides.Values.OrderBy(ride => ride.Id), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (ride, _) =>
        {
            if (await Look(operators, ride, bank.GetValueOrDefault(ride.Id) ?? []) is not { } job)
            {
                return;
            }

            Interlocked.Add(ref captures, bank.GetValueOrDefault(ride.Id)?.Count ?? 0);
            if (job.State == JobState.Completed)
            {
                Interlocked.Increment(ref completed);
            }
        });
        if (completed == 0)
        {
            _faults.Enqueue($"None of the {_rides.Count} jobs that were acknowledged was completed, so that nothing is shown.");
        }

        // Others are of earlier drills, or were ordered by a call whose answer never came.
        var others = bank.Keys.Count(job => !_rides.ContainsKey(job));
        Say($"{_rides.Count} jobs were acknowledged, {completed} of them are completed; {captures} captures of them at the bank (and {others} of other jobs); {_tally.Answered} calls answered, {_tally.Errors.Count} errors after repeating");
    }

    /// <summary>A job that anybody was told of, as the service has it now; null when it is not there.</summary>
    private async Task<JobResource?> Look(DispatchClient operators, Ride ride, List<long> captured)
    {
        TimelineResource timeline;
        try
        {
            timeline = await operators.Ops.TimelineAsync(ride.Id);
        }
        catch (Client.Problems.DispatchProblemException problem)
        {
            _faults.Enqueue($"Lost: job {ride.Id:N} was acknowledged, and now: {problem.Slug}.");
            return null;
        }

        var job = timeline.Job;
        if (job.Version < ride.Last.Version)
        {
            _faults.Enqueue($"Lost: job {ride.Id:N} was acknowledged at version {ride.Last.Version}, and is at {job.Version}.");
        }

        if (!job.Ended || job.Payment is PaymentState.Authorizing or PaymentState.Authorized or PaymentState.Capturing)
        {
            _faults.Enqueue($"Job {ride.Id:N} is {job.State} with payment {job.Payment}, not at an end.");
        }

        var events = timeline.Items.Where(item => item.Kind == "event").OrderBy(item => item.Version).Select(item => item.Name).ToList();
        var taken = false;
        foreach (var name in events)
        {
            if (name == "accepted" && taken)
            {
                _faults.Enqueue($"Double accept: job {ride.Id:N}: {string.Join(' ', events)}.");
            }

            // A provider that gave it up, or was silent for too long, has it no more.
            taken = name == "accepted" || (taken && name != "matching_begun");
        }

        foreach (var once in (string[])["completed", "payment_captured"])
        {
            if (events.Count(name => name == once) > 1)
            {
                _faults.Enqueue($"Twice {once}: job {ride.Id:N}: {string.Join(' ', events)}.");
            }
        }

        if (captured.Count > 1 || (job.State == JobState.Completed && captured.Count == 0) || captured.Sum() != job.CapturedMinorUnits)
        {
            _faults.Enqueue($"Job {ride.Id:N}: the bank captured {string.Join(" and ", captured)} minor units, the job says {job.CapturedMinorUnits}.");
        }

        return job;
    }

    /// <summary>What the bank has captured, by job.</summary>
    private async Task<Dictionary<Guid, List<long>>> Captured()
    {
        using var http = new HttpClient { BaseAddress = settings.Payments };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("CLUSTER_PAYMENTS_KEY") ?? "sk_test_cluster");
        var captured = new Dictionary<Guid, List<long>>();
        for (string? after = null; ;)
        {
            var page = JsonNode.Parse(await http.GetStringAsync(new Uri($"/v1/payment_intents?limit=100{(after is null ? "" : $"&starting_after={after}")}", UriKind.Relative)))!;
            foreach (var intent in page["data"]!.AsArray())
            {
                after = (string)intent!["id"]!;
                if ((string)intent["status"]! == "succeeded" && Guid.TryParse((string?)intent["metadata"]?["job"], out var job))
                {
                    (captured.TryGetValue(job, out var amounts) ? amounts : captured[job] = []).Add((long)intent["amount_received"]!);
                }
            }

            if (!(bool)page["has_more"]!)
            {
                return captured;
            }
        }
    }
}
