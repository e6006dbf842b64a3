using O2O.Dispatch.Payments.InProcess;

namespace O2O.Dispatch.Payments.Tests;

public sealed class InProcessContractTests : GatewayContract
{
    private readonly InProcessGateway _gateway = new(TimeProvider.System);

    protected override IPaymentGateway Gateway => _gateway;

    protected override string Succeeds => TestMethods.Succeeds;

    protected override string Declines => TestMethods.Declines;

    protected override string NeedsAction => TestMethods.NeedsAction;

    protected override string TimesOutAfterDoing => TestMethods.TimesOutAfterDoing;

    protected override bool Confirm(string intent) => _gateway.Confirm(intent);

    protected override Task<(long Amount, int Count)> Taken() => Task.FromResult((_gateway.Captured().Sum(amount => amount.MinorUnits), _gateway.CaptureCount));
}
