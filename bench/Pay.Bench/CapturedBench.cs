using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>Completions at a steady rate; each is measured from the call that completes the job to the event that says captured.</summary>
internal static class CapturedBench
{
    // The compiler takes half of the processor for so long.
    private const int Warm = 20;

    public static async Task Run(int perSecond, int seconds)
    {
        using var server = new PostgresServer();
        using var sandbox = SandboxProcess.Start();
        using var gateway = OnlineGateway.Open("sk_test_bench", sandbox.Address, TimeSpan.FromSeconds(30), 0, TimeProvider.System);
        var (host, store) = await BenchHost.Start(server.Database(), 16, gateway, delivers: true);
        using (host)
        {
            var count = perSecond * (seconds + Warm);
            Console.WriteLine($"storing {count:N0} jobs with their customers on board, each with its hold at the sandbox ...");
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                for (int n; (n = Interlocked.Increment(ref next)) < count;)
                {
                    var now = TimeProvider.System.GetUtcNow();
                    var held = await gateway.Send(new GatewayRequest(Jobs.Id(n), GatewayOperation.Authorize, 1, null, Scenarios.Order().Hold, "pm_card_visa"), default);
                    await Jobs.Store(store, n, held.Outcome == GatewayOutcome.Done ? held.Intent! : throw new InvalidOperationException($"No hold: {held.Code}"), now);
                }
            })));
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var begun = new ConcurrentDictionary<Guid, long>();
            var waits = new ConcurrentDictionary<Guid, double>();
            using var ear = host.Services.GetRequiredService<IEventBus>().Listen(happened =>
            {
                if (happened.Message is PushMessage.JobChanged { Job: { Payment: PaymentState.Captured } job } && begun.TryGetValue(job.Job, out var at))
                {
                    waits.TryAdd(job.Job, Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                }
            });
            Console.WriteLine($"{perSecond} completions/s for {Warm} s to warm up and {seconds} s measured ...");
            var processor = TimeSpan.Zero;
            var clock = Stopwatch.StartNew();
            var running = new List<Task>(count);
            for (var n = 0; n < count; n++)
            {
                if (n == perSecond * Warm)
                {
                    processor = Environment.CpuUsage.TotalTime;
                }

                var due = TimeSpan.FromSeconds((double)n / perSecond);
                if (due > clock.Elapsed)
                {
                    await Task.Delay(due - clock.Elapsed);
                }

                var job = n;
                running.Add(Task.Run(async () =>
                {
                    begun[Jobs.Id(job).Value] = Stopwatch.GetTimestamp();
                    var reply = await grains.GetGrain<IJobGrain>(Jobs.Id(job).ToString()).Advance(Jobs.Completion(job), default);
                    if (!reply.Done)
                    {
                        throw new InvalidOperationException($"Job {job} was not completed: {reply.Rejection}");
                    }
                }));
            }

            var took = clock.Elapsed;
            await Task.WhenAll(running);
            for (var patience = Stopwatch.StartNew(); waits.Count < count && patience.Elapsed < TimeSpan.FromSeconds(60);)
            {
                await Task.Delay(20);
            }

            processor = Environment.CpuUsage.TotalTime - processor;
            var measured = Enumerable.Range(perSecond * Warm, perSecond * seconds).Select(n => waits.GetValueOrDefault(Jobs.Id(n).Value, double.PositiveInfinity)).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"completion to captured, {measured.Length:N0} jobs at {count / took.TotalSeconds:0}/s: median {At(0.5):0.0} ms, p90 {At(0.9):0.0} ms, p99 {At(0.99):0.0} ms, longest {measured[^1]:0.0} ms; {waits.Count:N0} of {count:N0} captured; "
                + $"{processor.TotalMilliseconds / measured.Length:0.00} ms of this process's processor each; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
            await host.StopAsync();

            double At(double share) => measured[Math.Min(measured.Length - 1, (int)(measured.Length * share))];
        }
    }
}
