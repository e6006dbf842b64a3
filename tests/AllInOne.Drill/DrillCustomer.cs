using System.Collections.Concurrent;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Drill;

/// <summary>A customer with an app: orders again and again under idempotency keys, insists on an answer over every outage, and follows its stream.</summary>
public sealed class DrillCustomer : IAsyncDisposable
{
    private readonly DispatchClient _client;
    private readonly CustomerHub _hub;
    private readonly MapResource _map;
    private readonly Random _random;
    private readonly Guid _id;
    private int _lost;
    private int _resumed;

    private DrillCustomer(DispatchClient client, MapResource map, Guid id, int seed)
    {
        (_client, _map, _id, _random) = (client, map, id, new Random(seed));
        _hub = client.CustomerHub();
        _hub.Lost += _ => Count(ref _lost);
        _hub.Resumed += () => Count(ref _resumed);
    }

    /// <summary>The jobs that were acknowledged, with the version in the answer.</summary>
    public ConcurrentDictionary<Guid, long> Acknowledged { get; } = new();

    /// <summary>Whether the connection is up, its streams taken up again after every loss.</summary>
    public bool IsConnected => _hub.State.ToString() == "Connected" && Volatile.Read(ref _resumed) >= Volatile.Read(ref _lost);

    /// <summary>How often the connection came back by itself.</summary>
    public int Resumed => Volatile.Read(ref _resumed);

    /// <summary>Signs a customer in and connects it.</summary>
    public static async Task<DrillCustomer> Join(Uri server, MapResource map, int seed)
    {
        using var anybody = new DispatchClient(server);
        var token = await anybody.SignInAsync(new SignInBody("customer", null, "Drill"));
        var client = new DispatchClient(server, new DispatchClientSettings
        {
            Token = _ => ValueTask.FromResult<string?>(token.AccessToken),
            RetryLimit = 20,
            LongestDelay = TimeSpan.FromSeconds(1),
        });
        var customer = new DrillCustomer(client, map, token.Id, seed);
        await customer._hub.StartAsync();
        await customer._hub.FollowCustomerAsync(token.Id, _ => ValueTask.CompletedTask);
        return customer;
    }

    /// <summary>Orders until it is told to stop.</summary>
    public async Task Live(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await Order(stop) is { } job && _random.Next(10) == 0)
            {
                await Insist(key => _client.Customer.CancelAsync(job, null, key, stop), stop);
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1_000, 5_000)), stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Looks for every job that was acknowledged.</summary>
    public async Task<IReadOnlyList<string>> Look()
    {
        var faults = new List<string>();
        foreach (var (job, version) in Acknowledged)
        {
            try
            {
                var found = await _client.Customer.JobAsync(job);
                if (found.Version < version)
                {
                    faults.Add($"Lost: job {job:N} was acknowledged at version {version}, and is at {found.Version}.");
                }
            }
            catch (DispatchProblemException problem)
            {
                faults.Add($"Lost: job {job:N} was acknowledged, and now: {problem.Slug}.");
            }
        }

        return faults;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _client.Dispose();
    }

    private static Task Count(ref int counter)
    {
        Interlocked.Increment(ref counter);
        return Task.CompletedTask;
    }

    private async Task<Guid?> Order(CancellationToken stop)
    {
        var trip = new QuoteBody(_map.Market, "ride", [Somewhere(), Somewhere()]);
        var quote = await Insist(_ => _client.Customer.QuoteAsync(trip, stop), stop);
        if (quote is null)
        {
            return null;
        }

        var job = await Insist(key => _client.Customer.OrderAsync(new OrderBody(quote.Quote), key, stop), stop);
        if (job is null)
        {
            return null;
        }

        Acknowledged[job.JobId] = job.Version;
        return job.JobId;
    }

    /// <summary>Asks under one key until there is an answer; null when it is a refusal, or when the drill is over.</summary>
    private async Task<T?> Insist<T>(Func<string, Task<T>> ask, CancellationToken stop)
        where T : class
    {
        var key = $"{_id:N}-{_random.NextInt64():x}";
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await ask(key);
            }
            catch (DispatchProblemException problem) when (problem.Slug is "in_flight" or "rate_limited" or "store_unavailable" or "unavailable")
            {
                // Not now: again.
            }
            catch (DispatchProblemException problem) when (problem.Status is >= 400 and < 500)
            {
                return null;
            }
            catch (Exception fault) when (fault is HttpRequestException or TimeoutException)
            {
                // Nobody there: again.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(250, CancellationToken.None);
        }

        return null;
    }

    private WirePoint Somewhere()
    {
        var road = _map.Roads[_random.Next(_map.Roads.Length)];
        return new WirePoint(road[0], road[1]);
    }
}
