using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Bench;

/// <summary>
/// The whole life of a job, so many a second: quote, order with a card, offer on the provider's stream, accept, arrive, start with the PIN that the customer's stream tells, complete, and captured, which the customer's
/// stream tells. Nobody drives or thinks, so there is no wait in it that is not the server's. Jobs begin at their time, whether those before have ended or not.
/// </summary>
internal static class LoopBench
{
    // A provider has a job for as long as its four calls take; so many times as many are there as a fast server needs.
    private const double MembersPerJob = 2;
    private const int FewestMembers = 40;

    // The server's compiler takes a good part of the processor for so long; at the whole rate jobs would pile up behind it.
    private const double WarmUpPart = 0.5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SaysSoEvery = TimeSpan.FromSeconds(5);

    /// <summary>Measures and prints.</summary>
    /// <param name="servers">API nodes.</param>
    /// <param name="perSecond">Jobs that begin a second.</param>
    /// <param name="length">How long, after a warm-up.</param>
    /// <param name="processes">Whose use of the processor is told.</param>
    public static async Task Run(IReadOnlyList<Uri> servers, double perSecond, TimeSpan length, IReadOnlyList<int> processes)
    {
        var jobs = new ConcurrentDictionary<Guid, Life>();
        var steps = new Steps();
        var members = Math.Max(FewestMembers, (int)(perSecond * MembersPerJob));
        using var crowd = await Crowd.Open(servers, members, members, (member, told) =>
        {
            var life = jobs.GetOrAdd(told.Job, _ => new Life());
            if (member.Account.Role == LoadTests.People.Account.Customer)
            {
                life.CustomerHears(told);
            }
            else if (told is { Offer: { } offer, Ended: false })
            {
                _ = Drive(member, offer, told.Job, life, () => steps);
            }
        });
        var (begun, captured) = (0, 0);
        Console.WriteLine($"{perSecond:0.#} jobs/s for {length.TotalSeconds:0} s in {crowd.City.Market} on {servers.Count} node(s), {members} customers and {members} providers on the hubs, warm-up of {WarmUp.TotalSeconds:0} s at half of that first; {Environment.ProcessorCount} cores for server, store and this");
        using var over = new CancellationTokenSource();
        var progress = Say(over.Token);
        var next = await Crowd.Pace(perSecond * WarmUpPart, WarmUp, 0, One);
        var warm = steps;
        (steps, begun, captured) = (new Steps(), 0, 0);
        var used = processes.Select(ProcessorTime.Of).ToArray();
        var (own, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Crowd.Pace(perSecond, length, next, One);
        var took = clock.Elapsed;
        own = Environment.CpuUsage.TotalTime - own;
        await over.CancelAsync();
        await progress;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  begun {begun:N0} ({begun / length.TotalSeconds:0.0}/s), captured {captured:N0} ({captured / took.TotalSeconds:0.0}/s until the last of them, {took.TotalSeconds:0.0} s)"));
        Console.WriteLine($"  request of the job to captured:  {steps.Captured}");
        Console.WriteLine($"  calls: quote     {steps.Quote}");
        Console.WriteLine($"         order     {steps.Order}");
        Console.WriteLine($"         (offered  {steps.Offered}, from the request on)");
        Console.WriteLine($"         accept    {steps.Accept}");
        Console.WriteLine($"         arrive    {steps.Arrive}");
        Console.WriteLine($"         start     {steps.Start}");
        Console.WriteLine($"         complete  {steps.Complete}");
        Console.WriteLine($"  failed: {steps.Failed}; while warming up: {warm.Failed}");
        foreach (var (process, before) in processes.Zip(used))
        {
            var spent = ProcessorTime.Of(process).Used - before.Used;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  processor, {before.Name} ({process}): {spent.TotalMilliseconds / Math.Max(1, captured):0.00} ms a job, {spent / took:0.00} cores"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  processor, this load: {own.TotalMilliseconds / Math.Max(1, captured):0.00} ms a job, {own / took:0.00} cores"));

        async Task One(int n)
        {
            var customer = crowd.Customers[n % crowd.Customers.Length];
            var own = steps;
            var step = "quote";
            Interlocked.Increment(ref begun);
            try
            {
                var from = Stopwatch.GetTimestamp();
                var quote = await customer.Client.Customer.QuoteAsync(crowd.Trip(n));
                own.Quote.Add(from);
                step = "order";
                from = Stopwatch.GetTimestamp();
                var job = (await customer.Client.Customer.OrderAsync(new OrderBody(quote.Quote, "pm_card_ok"))).JobId;
                own.Order.Add(from);
                step = "captured";
                var life = jobs.GetOrAdd(job, _ => new Life());
                var captureAt = await life.Captured.Task.WaitAsync(EndsWithin);
                own.Captured.Add(from, captureAt);
                if (life.OfferedAt is > 0 and var offeredAt)
                {
                    own.Offered.Add(from, offeredAt);
                }

                Interlocked.Increment(ref captured);
                jobs.TryRemove(job, out _);
            }
            catch (Exception fault) when (Crowd.Why(fault) is { } why)
            {
                own.Failed.Add(step, why);
            }
        }

        async Task Say(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(SaysSoEvery, TimeProvider.System, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                Console.Error.WriteLine($"  {begun:N0} begun, {steps.Offered.Count:N0} offered, {steps.Complete.Count:N0} completed, {captured:N0} captured, failed: {steps.Failed}");
            }
        }
    }

    private static async Task Drive(Crowd.Member provider, Guid offer, Guid job, Life life, Func<Steps> now)
    {
        var (steps, step) = (now(), "accept");
        life.OfferedAt = Stopwatch.GetTimestamp();
        try
        {
            // The socket's reader is not kept.
            await Task.Yield();
            var driver = provider.Client.Provider;
            await Timed(steps.Accept, () => driver.AcceptAsync(offer, new OfferAnswerBody(job)));
            step = "arrive";
            await Timed(steps.Arrive, () => driver.ArriveAsync(job));
            step = "pin";
            var pin = await life.Pin.Task.WaitAsync(EndsWithin);
            step = "start";
            await Timed(steps.Start, () => driver.StartAsync(job, new StartBody(pin)));
            step = "complete";
            await Timed(steps.Complete, () => driver.CompleteAsync(job));
        }
        catch (Exception fault) when (Crowd.Why(fault) is { } why)
        {
            steps.Failed.Add(step, why);
        }
    }

    private static async Task Timed(Times times, Func<Task> call)
    {
        var from = Stopwatch.GetTimestamp();
        await call();
        times.Add(from);
    }

    /// <summary>What is told of a job.</summary>
    private sealed class Life
    {
        public TaskCompletionSource<string> Pin { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<long> Captured { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long OfferedAt { get; set; }

        public void CustomerHears(Told told)
        {
            if (told.Pin is { } pin)
            {
                Pin.TrySetResult(pin);
            }

            if (told.Payment == "captured")
            {
                Captured.TrySetResult(Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>How long each step took.</summary>
    private sealed class Steps
    {
        public Times Quote { get; } = new();

        public Times Order { get; } = new();

        public Times Offered { get; } = new();

        public Times Accept { get; } = new();

        public Times Arrive { get; } = new();

        public Times Start { get; } = new();

        public Times Complete { get; } = new();

        public Times Captured { get; } = new();

        public Failures Failed { get; } = new();
    }
}
