using System.Collections.Concurrent;
using System.Diagnostics;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Bench;

/// <summary>
/// Customers order at a steady rate; providers wait on the hub. Measured is from the sending of POST /v1/jobs to the offer in the provider's client, and from the sending of a cancelation to its news in the client of the
/// other side: of four jobs one is canceled by its customer as soon as the offer is there, one by its customer when it is accepted, and two by their provider when they have accepted. No job lasts, so that the providers
/// are free again.
/// </summary>
internal static class OfferBench
{
    private const double MembersPerJob = 1.2;
    private const int FewestMembers = 60;
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Measures and prints.</summary>
    public static async Task Run(Uri server, double perSecond, TimeSpan length)
    {
        var jobs = new ConcurrentDictionary<Guid, Watched>();
        var members = Math.Max(FewestMembers, (int)(perSecond * MembersPerJob));
        using var crowd = await Crowd.Open([server], members, members, (member, told) =>
        {
            var at = Stopwatch.GetTimestamp();
            var watched = jobs.GetOrAdd(told.Job, _ => new Watched());
            if (member.Account.Role == LoadTests.People.Account.Customer)
            {
                watched.CustomerHears(told, at);
            }
            else if (told.Offer is { } offer && !told.Ended)
            {
                watched.Offered.TrySetResult((member, offer, at));
            }
            else if (told.Ended)
            {
                watched.ProviderTold.TrySetResult(at);
            }
        });
        Console.WriteLine($"{perSecond:0} jobs/s for {length.TotalSeconds:0} s in {crowd.City.Market}, {members} customers and {members} providers on the hubs, warm-up of {WarmUp.TotalSeconds:0} s first");
        var failures = new Failures();
        var next = await Crowd.Pace(perSecond, WarmUp, 0, n => One(n, new Times(), new Times(), new Times(), failures));
        var (offered, byCustomer, byProvider) = (new Times(), new Times(), new Times());
        failures = new Failures();
        await Crowd.Pace(perSecond, length, next, n => One(n, offered, byCustomer, byProvider, failures));
        Console.WriteLine($"  request to offer received:                        {offered}");
        Console.WriteLine($"  customer's cancelation to the provider's client:  {byCustomer}");
        Console.WriteLine($"  provider's cancelation to the customer's client:  {byProvider}");
        Console.WriteLine($"  failed: {failures}");

        async Task One(int n, Times offers, Times customers, Times providers, Failures failed)
        {
            var customer = crowd.Customers[n % crowd.Customers.Length];
            var step = "quote";
            try
            {
                var quote = await customer.Client.Customer.QuoteAsync(crowd.Trip(n));
                step = "order";
                var sent = Stopwatch.GetTimestamp();
                var job = (await customer.Client.Customer.OrderAsync(new OrderBody(quote.Quote))).JobId;
                step = "offer";
                var watched = jobs.GetOrAdd(job, _ => new Watched());
                var (provider, offer, at) = await watched.Offered.Task.WaitAsync(ToldWithin);
                offers.Add(sent, at);
                if (n % 4 != 0)
                {
                    step = "accept";
                    await provider.Client.Provider.AcceptAsync(offer, new OfferAnswerBody(job));
                }

                if (n % 4 >= 2)
                {
                    step = "provider's cancelation";
                    await watched.Accepted.Task.WaitAsync(ToldWithin);
                    sent = Stopwatch.GetTimestamp();
                    await provider.Client.Provider.CancelAsync(job);
                    providers.Add(sent, await watched.CustomerTold.Task.WaitAsync(ToldWithin));
                }

                step = "customer's cancelation";
                sent = Stopwatch.GetTimestamp();
                await customer.Client.Customer.CancelAsync(job, new CancelBody("changed_mind"));
                if (n % 4 < 2)
                {
                    customers.Add(sent, await watched.ProviderTold.Task.WaitAsync(ToldWithin));
                }

                jobs.TryRemove(job, out _);
            }
            catch (Exception fault) when (Crowd.Why(fault) is { } why)
            {
                failed.Add(step, why);
            }
        }
    }

    /// <summary>What both sides are told of a job. What is told may be faster than the answer to the order.</summary>
    private sealed class Watched
    {
        public TaskCompletionSource<(Crowd.Member Provider, Guid Offer, long At)> Offered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<long> ProviderTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<long> CustomerTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void CustomerHears(Told told, long at)
        {
            if (told.HasProvider)
            {
                Accepted.TrySetResult();
            }
            else if (Accepted.Task.IsCompleted)
            {
                CustomerTold.TrySetResult(at);
            }
        }
    }
}
