using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Sandbox.Tests;
using O2O.Dispatch.Payments.Stripe;

namespace O2O.Dispatch.Payments.Tests;

/// <summary>Disputes in the gateway's own lists.</summary>
public sealed class DisputeListTests : IAsyncLifetime
{
    private static readonly JobId Job = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    private readonly RunningSandbox _run = new();

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Payments_OfADisputedOne_HaveItsDisputeAsItStands()
    {
        var gateway = new StripeGateway(_run.Client());
        var records = new StripeRecords(_run.Client());
        var held = await gateway.Send(new GatewayRequest(Job, GatewayOperation.Authorize, 1, null, Usd(1_000), "pm_card_createDispute"), default);
        var quiet = await gateway.Send(new GatewayRequest(Job, GatewayOperation.Authorize, 2, null, Usd(1_000), "pm_card_visa"), default);
        await gateway.Send(new GatewayRequest(Job, GatewayOperation.Capture, 1, held.Intent, Usd(900), "pm_card_createDispute"), default);
        var dispute = Assert.Single(await records.Disputes(held.Intent!, default));
        Assert.Equal((held.Intent, DisputeStatus.Open, 900L, "USD", "fraudulent", 1_500L), (dispute.Intent, dispute.Status, dispute.AmountMinorUnits, dispute.Currency, dispute.Reason, dispute.FeeMinorUnits));
        Assert.Equal([dispute], (await Payment(records, held.Intent!)).Disputes);
        Assert.Empty((await Payment(records, quiet.Intent!)).Disputes!);
        Assert.Empty(await records.Disputes(quiet.Intent!, default));
        await new DisputeService(_run.Client()).CloseAsync(dispute.Reference);
        Assert.Equal(DisputeStatus.Lost, Assert.Single((await Payment(records, held.Intent!)).Disputes!).Status);
    }

    private static async Task<GatewayPayment> Payment(StripeRecords records, string intent)
    {
        await foreach (var payment in records.Payments(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-1), default))
        {
            if (payment.Intent == intent)
            {
                return payment;
            }
        }

        throw new InvalidOperationException($"{intent} is not listed.");
    }

    private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);
}
