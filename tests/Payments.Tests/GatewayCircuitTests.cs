using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Tests;

public sealed class GatewayCircuitTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
    private readonly GatewayCircuit _circuit;

    public GatewayCircuitTests() => _circuit = new GatewayCircuit(_clock, 3, Pause);

    [Fact]
    public void Enter_FailuresInARow_OpensForThePause()
    {
        Fail(2);
        Assert.Null(_circuit.Enter());
        _circuit.Answered();
        Fail(3);
        Assert.Equal(Pause, _circuit.Enter());
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(5), _circuit.Enter());
        Assert.True(_circuit.IsOpen);
    }

    [Fact]
    public void Enter_AfterThePause_LetsOneTry()
    {
        Fail(3);
        _clock.Advance(Pause);
        Assert.Null(_circuit.Enter());
        Assert.Equal(Pause, _circuit.Enter());
        _circuit.Failed();
        Assert.Equal(Pause, _circuit.Enter());
        _clock.Advance(Pause);
        Assert.Null(_circuit.Enter());
        _circuit.Answered();
        Assert.Null(_circuit.Enter());
        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void Enter_AfterATryThatNobodyWaitedFor_LetsAnotherTry()
    {
        Fail(3);
        _clock.Advance(Pause);
        Assert.Null(_circuit.Enter());
        _circuit.Abandoned();
        Assert.Null(_circuit.Enter());
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Null(_circuit.Enter());
            _circuit.Failed();
        }
    }
}
