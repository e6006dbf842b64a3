using System.Collections.Concurrent;
using System.Text;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Tests;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>Captures over HTTP against a gateway that fails them in every way it can.</summary>
public sealed class UnreliableCaptureTests : IAsyncLifetime
{
    private const int Captures = 5_000;
    private const int AtOnce = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    private readonly Luck _luck = new();
    private readonly RunningSandbox _run;

    public UnreliableCaptureTests() => _run = new RunningSandbox { Faults = _luck, Settings = new SandboxSettings { Slowness = Late, FeeFixed = 0 } };

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Capture_FiveThousandWithFortyPercentFaults_NoneIsLostNoneIsDoubledAndNothingStaysUnknown()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var gateway = OnlineGateway.Open("sk_test_1", _run.Address, Limit, 0, _run.Clock, handler);
        var holds = new List<GatewayRequest>();
        for (var n = 0; n < Captures; n += AtOnce)
        {
            var held = await Task.WhenAll(Enumerable.Range(n, AtOnce).Select(async i =>
            {
                var job = new JobId(new Guid(i + 1, 0, 7, [8, 0, 0, 0, 0, 0, 0, 1]));
                var answer = await gateway.Send(new GatewayRequest(job, GatewayOperation.Authorize, 1, null, Usd(1_000 + i), "pm_card_visa"), default);
                Assert.Equal(GatewayOutcome.Done, answer.Outcome);
                return new GatewayRequest(job, GatewayOperation.Capture, 1, answer.Intent, Usd(500 + (i % 500)), "pm_card_visa");
            }));
            holds.AddRange(held);
        }

        // As the outbox does: what has no answer is asked again later, under its own key.
        _luck.Begin();
        var outcomes = new Dictionary<JobId, GatewayAnswer>();
        var open = holds;
        var rounds = 0;
        for (; open.Count > 0; rounds++)
        {
            Assert.True(rounds < 20, $"{open.Count} captures are still unknown after {rounds} rounds.");
            var next = new List<GatewayRequest>();
            foreach (var chunk in open.Chunk(AtOnce))
            {
                var calls = chunk.Select(request => (Request: request, Slow: _luck.Watch(request), Call: gateway.Send(request, default))).ToList();

                // Time stands until every call is answered, or is one of those that the gateway lets wait.
                foreach (var (_, slow, call) in calls)
                {
                    await Task.WhenAny(call, slow);
                }

                // Late answers come after the limit: whoever still waits has waited long enough.
                _run.Clock.Advance(Limit);
                await Task.WhenAll(calls.Select(entry => Quiet(entry.Call)));
                foreach (var (request, _, call) in calls)
                {
                    try
                    {
                        outcomes.Add(request.Job, await call);
                    }
                    catch (GatewayUnavailableException)
                    {
                        next.Add(request);
                    }
                }
            }

            _run.Clock.Advance(Late);
            open = next;
        }

        var declined = outcomes.Values.Count(answer => answer.Outcome == GatewayOutcome.Declined);
        Assert.InRange(declined, Captures * 8 / 100, Captures * 14 / 100);
        Assert.All(outcomes.Values, answer => Assert.True(answer.Outcome is GatewayOutcome.Done or GatewayOutcome.Declined, $"{answer}"));
        Assert.All(new[] { SandboxFault.TimeOutAfter, SandboxFault.Error500, SandboxFault.Error500After, SandboxFault.Decline, SandboxFault.Slow }, fault => Assert.True(_luck.Count(fault) > Captures * 3 / 100, $"{fault} came {_luck.Count(fault)} times."));
        Assert.True(rounds > 1);

        // The gateway's own lists: every answered capture once, of its amount, and nothing else.
        var taken = new Dictionary<JobId, GatewayPayment>();
        await foreach (var payment in gateway.Payments(DateTimeOffset.UnixEpoch, _run.Clock.GetUtcNow().AddDays(1), default))
        {
            Assert.True(taken.TryAdd(payment.Job!.Value, payment), $"Job {payment.Job} has two payments.");
        }

        Assert.Equal(Captures, taken.Count);
        foreach (var request in holds)
        {
            var done = outcomes[request.Job].Outcome == GatewayOutcome.Done;
            Assert.Equal((request.Intent, done ? request.Amount.MinorUnits : 0), (taken[request.Job].Intent, taken[request.Job].CapturedMinorUnits));
            Assert.Equal(done ? GatewayStanding.Captured : GatewayStanding.Held, taken[request.Job].Standing);
            Assert.True(!done || outcomes[request.Job].Amount == request.Amount);
        }
    }

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static Task Quiet(Task task) => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Decides by the key alone what goes wrong, so that every run is the same: a tenth each.</summary>
    private sealed class Luck : ISandboxFaults
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _slow = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<SandboxFault, int> _counts = new();
        private volatile bool _begun;

        public void Begin() => _begun = true;

        public int Count(SandboxFault fault) => _counts.GetValueOrDefault(fault);

        /// <summary>Ends when the gateway lets a call of this request wait, under its own key or a fresh one.</summary>
        public Task Watch(GatewayRequest request) =>
            (_slow[request.Job.ToString()] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public SandboxFault For(SandboxCall call)
        {
            if (!_begun)
            {
                return SandboxFault.None;
            }

            var fault = (Print(call.IdempotencyKey!) % 20) switch
            {
                0 or 1 => SandboxFault.TimeOutAfter,
                2 => SandboxFault.Error500,
                3 => SandboxFault.Error500After,
                4 or 5 => SandboxFault.Decline,
                6 or 7 => SandboxFault.Slow,
                _ => SandboxFault.None,
            };
            _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
            if (fault == SandboxFault.Slow)
            {
                _slow[call.IdempotencyKey!.Split(':')[0]].TrySetResult();
            }

            return fault;
        }

        private static uint Print(string key)
        {
            var print = 2_166_136_261u;
            foreach (var letter in Encoding.ASCII.GetBytes(key))
            {
                print = unchecked((print ^ letter) * 16_777_619u);
            }

            return unchecked(print ^ (print >> 15));
        }
    }
}
