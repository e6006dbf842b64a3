using NSubstitute;
using O2O.Dispatch.Api.Nodes;
using O2O.Dispatch.Testing;
using Orleans.Runtime;

namespace O2O.Dispatch.Api.Tests.Nodes;

/// <summary>What becomes of calls that were under way when a silo died.</summary>
public sealed class CallsInVainTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly ManualClock _clock = new();
    private readonly CallsInVain _calls;

    public CallsInVainTests() => _calls = new CallsInVain(Grace, _clock);

    [Fact]
    public async Task GiveUp_EndsWhatIsNotAnsweredWithinTheGrace()
    {
        var (lost, slow, failed) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var calls = new[] { Call(lost), Call(slow), Call(failed) };
        var given = _calls.GiveUp();
        var later = new TaskCompletionSource();
        var after = Call(later);
        _clock.Advance(Grace - TimeSpan.FromTicks(1));
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        slow.SetResult();
        failed.SetException(new InvalidOperationException("refused"));
        await calls[1];
        Assert.Equal("refused", (await Assert.ThrowsAsync<InvalidOperationException>(() => calls[2])).Message);

        _clock.Advance(TimeSpan.FromTicks(1));
        await given;
        await Assert.ThrowsAsync<SiloUnavailableException>(() => calls[0]);

        // Its answer comes late, and to nobody; what was called since then goes on.
        lost.SetResult();
        Assert.False(after.IsCompleted);
        later.SetResult();
        await after;
    }

    [Fact]
    public async Task GiveUp_OfTwoSilosOneAfterTheOther_EndsWhatWasCalledBetween()
    {
        var first = Call(new TaskCompletionSource());
        var one = _calls.GiveUp();
        _clock.Advance(Grace / 2);
        var second = Call(new TaskCompletionSource());
        var other = _calls.GiveUp();
        _clock.Advance(Grace / 2);
        await one;
        await Assert.ThrowsAsync<SiloUnavailableException>(() => first);
        Assert.False(second.IsCompleted);
        _clock.Advance(Grace / 2);
        await other;
        await Assert.ThrowsAsync<SiloUnavailableException>(() => second);
    }

    [Fact]
    public async Task Call_ThatIsCanceledByItself_IsNoDeadSilo()
    {
        var call = new TaskCompletionSource();
        var canceled = Call(call);
        call.SetCanceled(TestCanceled());
        await Assert.ThrowsAsync<TaskCanceledException>(() => canceled);
    }

    private static CancellationToken TestCanceled() => new(canceled: true);

    private Task Call(TaskCompletionSource answer)
    {
        var context = Substitute.For<IOutgoingGrainCallContext>();
        context.Invoke().Returns(answer.Task);
        return _calls.Invoke(context);
    }
}
