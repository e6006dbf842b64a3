using System.Collections.Concurrent;
using System.Diagnostics;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Api.Bench;

/// <summary>Customers order at a steady rate in the class <c>manual</c>, whose window is zero; providers wait on the hub. Measured from the sending of POST /v1/jobs to the offer in the client's
/// hands. The customer cancels as soon as the offer is there, so that the provider is free again.</summary>
internal static class OfferBench
{
    private const string ServiceClass = "manual";
    private const int Providers = 60;
    private const int Customers = 40;

    public static async Task Run(Uri server, double perSecond, TimeSpan length)
    {
        using var anonymous = new DispatchClient(server);
        var market = (await anonymous.MarketsAsync())[0];
        var bounds = market.Bounds!.Value;
        var (centreX, centreY) = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2);
        var offered = new ConcurrentDictionary<Guid, TaskCompletionSource<long>>();
        var hubs = new List<ProviderHub>();
        for (var i = 0; i < Providers; i++)
        {
            var token = await anonymous.SignInAsync(new SignInBody("provider"));
            var client = new DispatchClient(server, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken) });
            await client.Provider.StartShiftAsync(new ShiftBody(market.Market, [ServiceClass], token.Id));
            var place = new LocationBody(centreX + ((i % 8) - 4) * 0.001, centreY + ((i / 8) - 4) * 0.001);
            var hub = client.ProviderHub();
            await hub.StartAsync();
            await hub.FollowProviderAsync(token.Id, news =>
            {
                if (news.Event?.Offer is { } offer)
                {
                    // It may be faster than the answer to the order: whichever comes first makes the place for the other.
                    offered.GetOrAdd(offer.Job.JobId, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(Stopwatch.GetTimestamp());
                }

                return ValueTask.CompletedTask;
            });
            await hub.ReportLocationsAsync([place]);
            hubs.Add(hub);
            _ = Report(hub, place);
        }

        var customers = new List<DispatchClient>();
        for (var i = 0; i < Customers; i++)
        {
            var token = await anonymous.SignInAsync(new SignInBody("customer"));
            customers.Add(new DispatchClient(server, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken) }));
        }

        Console.WriteLine($"{perSecond:0} jobs/s for {length.TotalSeconds:0} s in '{ServiceClass}' of {market.Market}, {Providers} providers on the hub, warm-up of 5 s first");
        await Load(customers, market.Market, centreX, centreY, perSecond, TimeSpan.FromSeconds(5), offered);
        var waits = await Load(customers, market.Market, centreX, centreY, perSecond, length, offered);
        var order = waits.Order().ToArray();
        if (order.Length == 0)
        {
            Console.WriteLine("  no offer arrived");
            return;
        }

        Console.WriteLine($"  request to offer received: median {order[order.Length / 2]:0.0} ms, p90 {order[order.Length * 9 / 10]:0.0} ms, p99 {order[order.Length * 99 / 100]:0.0} ms, longest {order[^1]:0.0} ms, {order.Length} jobs");
    }

    private static async Task<List<double>> Load(
        List<DispatchClient> customers, string market, double x, double y, double perSecond, TimeSpan length, ConcurrentDictionary<Guid, TaskCompletionSource<long>> offered)
    {
        var waits = new ConcurrentBag<double>();
        var running = new List<Task>();
        var clock = Stopwatch.StartNew();
        var missed = 0;
        for (var n = 0; clock.Elapsed < length; n++)
        {
            var due = TimeSpan.FromSeconds(n / perSecond);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, TimeProvider.System);
            }

            running.Add(One(customers[n % customers.Count], n));
        }

        await Task.WhenAll(running);
        if (missed > 0)
        {
            Console.WriteLine($"  {missed} jobs got no offer within 10 s");
        }

        return [.. waits];

        async Task One(DispatchClient customer, int n)
        {
            var from = new WirePoint(x + ((n * 7 % 16) - 8) * 0.0005, y + ((n * 11 % 16) - 8) * 0.0005);
            var quote = await customer.Customer.QuoteAsync(new QuoteBody(market, ServiceClass, [from, new WirePoint(x + 0.005, y + 0.004)]));
            var sent = Stopwatch.GetTimestamp();
            var key = $"bench-{sent}-{n}";
            var job = await customer.Customer.OrderAsync(new OrderBody(quote.Quote), key);
            var waiting = offered.GetOrAdd(job.JobId, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            try
            {
                var at = await waiting.Task.WaitAsync(TimeSpan.FromSeconds(10));
                waits.Add(Stopwatch.GetElapsedTime(sent, at).TotalMilliseconds);
            }
            catch (TimeoutException)
            {
                Interlocked.Increment(ref missed);
            }

            offered.TryRemove(job.JobId, out _);
            try
            {
                await customer.Customer.CancelAsync(job.JobId, new CancelBody("changed_mind"));
            }
            catch (DispatchProblemException)
            {
                // It ended by itself meanwhile.
            }
        }
    }

    private static async Task Report(ProviderHub hub, LocationBody place)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
            try
            {
                await hub.ReportLocationsAsync([place]);
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
