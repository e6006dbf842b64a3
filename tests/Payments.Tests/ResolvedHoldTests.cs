using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Tests;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>A hold whose answer was lost for good, and which has gone on by the time its outbox row comes again. The payment drill found it: a second hold was made that nobody knew of.</summary>
public sealed class ResolvedHoldTests : IAsyncLifetime
{
    private readonly RunningSandbox _run = new();

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [Theory]
    [InlineData(GatewayOperation.Capture, GatewayOutcome.Done)]
    [InlineData(GatewayOperation.Release, GatewayOutcome.Refused)]
    public async Task Authorize_AskedAgainAfterItsHoldWentOn_MakesNoOther(GatewayOperation then, GatewayOutcome expected)
    {
        using var gateway = OnlineGateway.Open("sk_test_1", _run.Address, TimeSpan.FromSeconds(20), 0, _run.Clock);
        var authorize = new GatewayRequest(new JobId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), GatewayOperation.Authorize, 1, null, new Money(1_000, Currency.Usd), "pm_card_visa");
        _run.Sandbox.Inject(SandboxFault.Error500After);
        var held = await gateway.Send(authorize, default);
        Assert.Equal(GatewayOutcome.Done, held.Outcome);
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(authorize with { Operation = then, Intent = held.Intent }, default)).Outcome);

        // The key's stored answer is still the 500.
        var again = await gateway.Send(authorize, default);
        Assert.Equal((expected, held.Intent), (again.Outcome, again.Intent));
        var payments = new List<string?>();
        await foreach (var payment in gateway.Payments(DateTimeOffset.UnixEpoch, _run.Clock.GetUtcNow().AddDays(1), default))
        {
            payments.Add(payment.Intent);
        }

        Assert.Equal([held.Intent], payments);
    }
}
