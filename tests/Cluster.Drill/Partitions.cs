using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>Cuts one side of the cluster off, a silo with its API node, and looks at what either side takes meanwhile and afterwards, one customer of its own ordering at each node all the while.</summary>
/// <param name="settings">Which cluster.</param>
/// <param name="processes">Cuts and mends.</param>
/// <param name="trip">Draws a trip.</param>
/// <param name="told">Is given every job that a node acknowledged, once the drill is over.</param>
/// <param name="fault">Is given what does not hold.</param>
/// <param name="say">Tells what was seen.</param>
public sealed class Partitions(
    DrillSettings settings, ClusterProcesses processes, Func<Random, QuoteBody> trip, Action<JobResource, long> told, Action<string> fault, Action<string> say)
{
    private static readonly TimeSpan CutFor = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HealsWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(12);

    private readonly ConcurrentDictionary<Guid, JobResource> _acknowledged = new();
    private DispatchClient[] _customers = [];

    /// <summary>Signs in who orders.</summary>
    public async Task Join(DispatchClient operators)
    {
        var token = await operators.SignInAsync(new SignInBody("customer", null, "drill, at either side"));
        _customers = [.. settings.Nodes.Select(node => new DispatchClient(
            node, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken), RetryLimit = 0, AttemptTimeout = AnswerWithin }))];
    }

    /// <summary>Tells of what was acknowledged, and waits until it is over: what was never answered may be there, too, and is canceled like the rest.</summary>
    public async Task Settle()
    {
        foreach (var job in _acknowledged.Values)
        {
            told(job, Stopwatch.GetTimestamp());
        }

        var left = 0;
        for (var began = Stopwatch.GetTimestamp(); _customers.Length > 0 && Stopwatch.GetElapsedTime(began) < HealsWithin; await Task.Delay(Pause))
        {
            try
            {
                var open = 0;
                await foreach (var job in _customers[0].Customer.AllJobsAsync())
                {
                    open += job.Ended && job.Payment is not (PaymentState.Authorizing or PaymentState.Authorized or PaymentState.Capturing) ? 0 : 1;
                    if (!job.Ended)
                    {
                        await _customers[0].Customer.CancelAsync(job.JobId);
                    }
                }

                if (open == 0)
                {
                    return;
                }

                left = open;
            }
            catch (Exception refused) when (IsRefusal(refused))
            {
                // It is tried again.
            }
        }

        if (_customers.Length > 0)
        {
            fault($"Of the jobs that were ordered at either side {left} are still open after {HealsWithin.TotalMinutes:0} minutes.");
        }
    }

    /// <summary>Cuts a silo and its API node off for a while, and waits until both sides take orders again.</summary>
    /// <param name="silo">silo-1 or silo-2.</param>
    /// <returns>When the link was down.</returns>
    public async Task<long> Cut(string silo)
    {
        var few = int.Parse(silo.AsSpan("silo-".Length), CultureInfo.InvariantCulture) - 1;
        await processes.Do("cut", silo);
        var cut = Stopwatch.GetTimestamp();
        using var over = new CancellationTokenSource();
        var orders = Enumerable.Range(0, _customers.Length).Select(_ => new Orders()).ToArray();
        var ordering = orders.Select((seen, node) => Order(_customers[node], seen, new Random(settings.Seed + node), over.Token)).ToArray();
        await Task.Delay(CutFor);
        var mending = Stopwatch.GetTimestamp();
        await processes.Do("mend", silo);
        var mended = Stopwatch.GetTimestamp();

        // Whoever was given up ends itself, and somebody has to start it.
        double? Healed() => orders.Select(seen => seen.FirstAfter(mended)).Max() is var last and < long.MaxValue ? Stopwatch.GetElapsedTime(mended, last).TotalSeconds : null;
        var starting = BringBack();
        while (Healed() is null && Stopwatch.GetElapsedTime(mended) < HealsWithin)
        {
            await Task.Delay(100);
        }

        var whole = await starting;
        await over.CancelAsync();
        await Task.WhenAll(ordering);

        // What was begun before the cut may have been taken before it.
        var taken = orders[few].Between(cut, mending);
        var first = orders[1 - few].FirstAfter(cut);
        var others = orders[1 - few].Between(cut, mending);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{silo} and api-{few + 1} were cut off for {Stopwatch.GetElapsedTime(cut, mending).TotalSeconds:0.0} s: they took {taken} of {orders[few].Tries(cut, mending)} orders ({orders[few].Refusals}), the other side {others}, the first after {(first < mending ? Stopwatch.GetElapsedTime(cut, first).TotalSeconds : double.NaN):0.0} s. Both sides take orders {Healed() ?? double.NaN:0.0} s after the link was up, all processes are well after {whole ?? double.NaN:0.0} s"));
        if (whole is null)
        {
            fault($"Not all processes were well {HealsWithin.TotalMinutes:0} minutes after the link of {silo} was up.");
        }

        if (orders[few].Tries(cut, mending) == 0)
        {
            fault($"{silo} and api-{few + 1} were cut off, and nothing was tried there: that shows nothing.");
        }

        if (taken > 0)
        {
            fault($"{silo} and api-{few + 1} were cut off and took {taken} orders.");
        }

        if (first >= mending)
        {
            fault($"The other side took no order while {silo} was cut off.");
        }

        if (Healed() is not { } healed || healed > Goal.TotalSeconds)
        {
            fault(string.Create(CultureInfo.InvariantCulture, $"Both sides took orders {Healed() ?? double.NaN:0.0} s after the link of {silo} was up, not within {Goal.TotalSeconds:0}."));
        }

        return cut;

        // Who was given up may not know it yet: that all are well counts once both sides take orders.
        async Task<double?> BringBack()
        {
            while (Stopwatch.GetElapsedTime(mended) < HealsWithin)
            {
                try
                {
                    await processes.Do("status");
                    if (Healed() is not null)
                    {
                        return Stopwatch.GetElapsedTime(mended).TotalSeconds;
                    }

                    await Task.Delay(Pause);
                }
                catch (InvalidOperationException)
                {
                    await Start();
                }
            }

            return null;
        }

        async Task Start()
        {
            try
            {
                await processes.Do("up");
            }
            catch (InvalidOperationException)
            {
                // It ended just while it was waited for.
                await Task.Delay(Pause);
            }
        }
    }

    private static bool IsRefusal(Exception fault) => fault is DispatchProblemException or HttpRequestException or TimeoutException or OperationCanceledException;

    private async Task Order(DispatchClient customer, Orders seen, Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var from = Stopwatch.GetTimestamp();
            try
            {
                var quote = await customer.Customer.QuoteAsync(trip(random), CancellationToken.None);
                var job = await customer.Customer.OrderAsync(new OrderBody(quote.Quote, "pm_card_ok"), null, CancellationToken.None);
                seen.Taken.Enqueue((from, Stopwatch.GetTimestamp()));
                _acknowledged[job.JobId] = job;
                _acknowledged[job.JobId] = await customer.Customer.CancelAsync(job.JobId, null, null, CancellationToken.None);
            }
            catch (Exception refused) when (IsRefusal(refused))
            {
                seen.Refused.Enqueue((from, refused is DispatchProblemException problem ? $"{problem.Status} {problem.Slug}" : refused is HttpRequestException ? "no connection" : "no answer in time"));
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private sealed class Orders
    {
        public ConcurrentQueue<(long From, long At)> Taken { get; } = new();

        public ConcurrentQueue<(long From, string Why)> Refused { get; } = new();

        public string Refusals => Refused.IsEmpty ? "none refused" : string.Join(", ", Refused.GroupBy(refused => refused.Why).Select(why => $"{why.Count()} x {why.Key}"));

        public long FirstAfter(long instant) => Taken.Where(order => order.From > instant).Select(order => order.At).DefaultIfEmpty(long.MaxValue).First();

        public int Between(long from, long to) => Taken.Count(order => order.From > from && order.At < to);

        public int Tries(long from, long to) => Between(from, to) + Refused.Count(refused => refused.From > from && refused.From < to);
    }
}
