using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.InProcess;

namespace O2O.Dispatch.Payments.Tests;

public sealed class InProcessGatewayTests
{
    private static readonly JobId Job = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    private readonly InProcessGateway _gateway = new(TimeProvider.System);

    [Fact]
    public async Task Send_SameKeyTwice_DoesItOnceAndAnswersTheSame()
    {
        var held = await _gateway.Send(Authorize(), default);
        var first = await _gateway.Send(Capture(held.Intent, 900), default);
        var again = await _gateway.Send(Capture(held.Intent, 900), default);
        Assert.Equal(GatewayOutcome.Done, first.Outcome);
        Assert.Equal(first, again);
        Assert.Equal(1, _gateway.CaptureCount);
        Assert.Equal([Usd(900)], _gateway.Captured());
    }

    [Fact]
    public async Task Send_SameKeyOtherAmount_IsRefused()
    {
        await _gateway.Send(Authorize(), default);
        Assert.Equal("idempotency_key_reused", (await _gateway.Send(Authorize(amount: 5), default)).Code);
    }

    [Fact]
    public async Task Send_TimesOutAfterDoing_IsKnownWhenAskedAgain()
    {
        var request = Authorize(TestMethods.TimesOutAfterDoing);
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => _gateway.Send(request, default));
        var answer = await _gateway.Send(request, default);
        Assert.Equal(GatewayOutcome.Done, answer.Outcome);
        Assert.Equal(Usd(1_000), answer.Amount);
    }

    [Fact]
    public async Task Capture_AboveHeld_IsRefused()
    {
        var held = await _gateway.Send(Authorize(), default);
        Assert.Equal("amount_not_capturable", (await _gateway.Send(Capture(held.Intent, 1_001), default)).Code);
        Assert.Equal(0, _gateway.CaptureCount);
    }

    [Fact]
    public async Task Capture_AfterRelease_IsRefused()
    {
        var held = await _gateway.Send(Authorize(), default);
        var released = await _gateway.Send(new GatewayRequest(Job, GatewayOperation.Release, 1, held.Intent, Usd(1_000), TestMethods.Succeeds), default);
        Assert.Equal(GatewayOutcome.Done, released.Outcome);
        Assert.Equal("intent_not_capturable", (await _gateway.Send(Capture(held.Intent, 500), default)).Code);
    }

    [Theory]
    [InlineData(TestMethods.Declines, GatewayOutcome.Declined)]
    [InlineData("pm_unheard_of", GatewayOutcome.Declined)]
    [InlineData(TestMethods.NeedsAction, GatewayOutcome.RequiresAction)]
    public async Task Authorize_MethodThatDoesNotSucceed_SaysWhy(string method, GatewayOutcome outcome)
    {
        var answer = await _gateway.Send(Authorize(method), default);
        Assert.Equal(outcome, answer.Outcome);
        Assert.NotNull(answer.Code);
    }

    [Fact]
    public async Task Confirm_RequiresAction_HoldsOnce()
    {
        var answer = await _gateway.Send(Authorize(TestMethods.NeedsAction), default);
        Assert.Equal("intent_not_capturable", (await _gateway.Send(Capture(answer.Intent, 400), default)).Code);
        Assert.True(_gateway.Confirm(answer.Intent!));
        Assert.False(_gateway.Confirm(answer.Intent!));
    }

    [Fact]
    public async Task Import_OfAnExport_AnswersAsBefore()
    {
        var held = await _gateway.Send(Authorize(), default);
        var captured = await _gateway.Send(Capture(held.Intent, 700), default);
        var other = new InProcessGateway(TimeProvider.System);
        other.Import(_gateway.Export());
        Assert.Equal(captured, await other.Send(Capture(held.Intent, 700), default));
        Assert.Equal(1, other.CaptureCount);
        Assert.Equal(_gateway.Captured(), other.Captured());
    }

    [Fact]
    public async Task Journal_EveryOperation_IsToldOnceBeforeItIsAnswered()
    {
        var told = new List<GatewayMemory>();
        var gateway = new InProcessGateway(TimeProvider.System, told.Add);
        var held = await gateway.Send(Authorize(), default);
        await gateway.Send(Capture(held.Intent, 700), default);
        await gateway.Send(Capture(held.Intent, 700), default);
        Assert.Equal([GatewayOperation.Authorize, GatewayOperation.Capture], told.Select(entry => entry.Request.Operation));
        var other = new InProcessGateway(TimeProvider.System);
        other.Import(told);
        Assert.Equal(gateway.Captured(), other.Captured());
    }

    [Fact]
    public async Task Journal_ThatFails_LeavesTheOperationUndone()
    {
        var full = true;
        var gateway = new InProcessGateway(TimeProvider.System, _ => { if (full) { throw new IOException("The disk is full."); } });
        await Assert.ThrowsAsync<IOException>(() => gateway.Send(Authorize(), default));
        full = false;
        var held = await gateway.Send(Authorize(), default);
        full = true;
        await Assert.ThrowsAsync<IOException>(() => gateway.Send(Capture(held.Intent, 700), default));
        Assert.Equal(0, gateway.CaptureCount);
        full = false;
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(Capture(held.Intent, 700), default)).Outcome);
        Assert.Equal(1, gateway.CaptureCount);
    }

    [Fact]
    public async Task Memory_ThatIsBounded_ForgetsPaymentsThatAreOverAndKeepsTheirSum()
    {
        var told = new List<GatewayMemory>();
        var gateway = new InProcessGateway(TimeProvider.System, told.Add, remembered: 4);
        var held = await gateway.Send(Authorize(), default);
        for (var epoch = 2; epoch < 20; epoch++)
        {
            var answer = await gateway.Send(Authorize() with { Epoch = epoch }, default);
            Assert.Equal(GatewayOutcome.Done, (await gateway.Send(Capture(answer.Intent, 700) with { Epoch = epoch }, default)).Outcome);
        }

        Assert.Equal(18, gateway.CaptureCount);
        Assert.Equal([Usd(18 * 700)], gateway.Captured());
        Assert.True(gateway.Export().Count <= 4, $"{gateway.Export().Count} are remembered.");

        // What is not over is never forgotten, and a journal makes the same of it.
        Assert.Equal(GatewayOutcome.Done, (await gateway.Send(Capture(held.Intent, 700), default)).Outcome);
        var next = new InProcessGateway(TimeProvider.System, remembered: 4);
        next.Import(told);
        Assert.Equal(gateway.Captured(), next.Captured());
        Assert.Equal(gateway.CaptureCount, next.CaptureCount);
    }

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static GatewayRequest Authorize(string method = TestMethods.Succeeds, long amount = 1_000) =>
        new(Job, GatewayOperation.Authorize, 1, null, Usd(amount), method);

    private static GatewayRequest Capture(string? intent, long amount) =>
        new(Job, GatewayOperation.Capture, 1, intent, Usd(amount), TestMethods.Succeeds);
}
