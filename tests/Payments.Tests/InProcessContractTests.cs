using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Tests;

public sealed class InProcessContractTests : GatewayContract
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
    private readonly InProcessGateway _gateway;

    public InProcessContractTests() => _gateway = new(_clock) { FeeRate = new BasisPoints(290), HoldsFor = TimeSpan.FromDays(7) };

    protected override IPaymentGateway Gateway => _gateway;

    protected override string Succeeds => TestMethods.Succeeds;

    protected override string Declines => TestMethods.Declines;

    protected override string NeedsAction => TestMethods.NeedsAction;

    protected override string TimesOutAfterDoing => TestMethods.TimesOutAfterDoing;

    protected override Task PassTo(DateTimeOffset instant)
    {
        _clock.Advance(instant - _clock.GetUtcNow());
        return Task.CompletedTask;
    }

    protected override long FeeOf(long amount) => new BasisPoints(290).Of(Usd(amount)).MinorUnits;

    protected override bool Confirm(string intent) => _gateway.Confirm(intent);

    protected override Task<(long Amount, int Count)> Taken() => Task.FromResult((_gateway.Captured().Sum(amount => amount.MinorUnits), _gateway.CaptureCount));
}
