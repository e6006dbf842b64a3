using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>A host that may send to this machine, and a receiver on it.</summary>
public sealed class MerchantWebhookFixture : ApiFixture
{
    public WebhookReceiver Receiver { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Receiver = await WebhookReceiver.Begin();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    protected override Task<ApiHost> Begin() => ApiHost.Begin(settings: [("Webhook:AllowHttp", "true"), ("Webhook:AllowLoopback", "true"), ("Webhook:PollPeriod", "00:00:00.020"), ("Webhook:EndpointsPerOwner", "2")]);
}
