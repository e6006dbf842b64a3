using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>What customers and operators do with the money of a job, over HTTP.</summary>
public sealed class PaymentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Refund_ByAnOperator_ComesBackAndIsNeverTooMuch()
    {
        var (job, customer, ops) = await PaidJob();
        var path = $"/v1/ops/jobs/{job:N}/refund";
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", path, ops, new { })).Slug);
        var body = new { amount_minor_units = 150, reason = "service_failure", borne_by = "provider" };
        var first = await Host.Send("POST", path, ops, body, $"refund-{job:N}");
        Assert.True(first.Status == 200, first.Text);
        Assert.Equal((long)first.Json["version"]!, (long)(await Host.Send("POST", path, ops, body, $"refund-{job:N}")).Json["version"]!);
        Assert.Equal("command_id_reused", (await Host.Send("POST", path, ops, new { amount_minor_units = 151 }, $"refund-{job:N}")).Slug);
        var view = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "partially_refunded", "the refund");
        Assert.Equal(150, (long)view.Json["refunded_minor_units"]!);
        Assert.Equal("refund_too_large", (await Host.Send("POST", path, ops, new { amount_minor_units = 10_000_000 }, Key())).Slug);
        Assert.Equal("amount_wrong", (await Host.Send("POST", path, ops, new { amount_minor_units = -1 }, Key())).Slug);
        Assert.Equal("amount_wrong", (await Host.Send("POST", path, ops, new { amount_minor_units = 1, currency = "EUR" }, Key())).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", path, ops, new { amount_minor_units = 1.5 }, Key())).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", path, ops, new { reason = "because" }, Key())).Slug);
        Assert.Equal("job_unknown", (await Host.Send("POST", $"/v1/ops/jobs/{Guid.NewGuid():N}/refund", ops, new { }, Key())).Slug);
        Assert.Equal(403, (await Host.Send("POST", path, customer, new { }, Key())).Status);
        Assert.True((await Host.Send("POST", path, ops, new { }, Key())).Status == 200);
        await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "refunded", "the rest");
        var timeline = (await Host.Send("GET", $"/v1/ops/jobs/{job:N}/timeline", ops)).Json["items"]!.AsArray();
        Assert.Equal(2, timeline.Count(item => (string)item!["name"]! == "payment_refunded"));
        Assert.Contains(timeline, item => (string)item!["kind"]! == "transfer" && (string)item["name"]! == "refunded");
    }

    [Fact]
    public async Task Tip_ByTheCustomer_IsChargedOnce()
    {
        var (job, customer, _) = await PaidJob();
        var path = $"/v1/jobs/{job:N}/tip";
        Assert.Equal("amount_wrong", (await Host.Send("POST", path, customer, new { amount_minor_units = 0 }, Key())).Slug);
        Assert.Equal("job_unknown", (await Host.Send("POST", path, (await Host.SignIn(Roles.Customer)).Token, new { amount_minor_units = 200 }, Key())).Slug);
        Assert.Equal(200, (await Host.Send("POST", path, customer, new { amount_minor_units = 200 }, "tip")).Status);
        Assert.Equal(200, (await Host.Send("POST", path, customer, new { amount_minor_units = 200 }, "tip")).Status);
        var view = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (long)answer.Json["tip_minor_units"]! == 200, "the tip");
        Assert.Equal("captured", (string)view.Json["payment"]!);
        Assert.Equal("tip_given", (await Host.Send("POST", path, customer, new { amount_minor_units = 200 }, Key())).Slug);

        // An operator gives of it back; the price is another payment.
        var ops = (await Host.SignIn(Roles.Ops)).Token;
        var back = $"/v1/ops/jobs/{job:N}/tip/refund";
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", back, ops, new { })).Slug);
        Assert.Equal(403, (await Host.Send("POST", back, customer, new { }, Key())).Status);
        Assert.Equal("input_invalid", (await Host.Send("POST", back, ops, new { reason = "because" }, Key())).Slug);
        Assert.Equal("amount_wrong", (await Host.Send("POST", back, ops, new { amount_minor_units = 1, currency = "EUR" }, Key())).Slug);
        Assert.Equal("refund_too_large", (await Host.Send("POST", back, ops, new { amount_minor_units = 201 }, Key())).Slug);
        Assert.Equal(200, (await Host.Send("POST", back, ops, new { amount_minor_units = 80, reason = "goodwill" }, "tip-back")).Status);
        Assert.Equal(200, (await Host.Send("POST", back, ops, new { amount_minor_units = 80, reason = "goodwill" }, "tip-back")).Status);
        view = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (long)answer.Json["tip_refunded_minor_units"]! == 80, "a part of the tip to go back");
        Assert.Equal(("captured", 0L, 200L), ((string)view.Json["payment"]!, (long)view.Json["refunded_minor_units"]!, (long)view.Json["tip_minor_units"]!));
        var receipt = (await Host.Send("GET", $"/v1/jobs/{job:N}/receipt", customer)).Json;
        Assert.Equal((200L, 80L), ((long)receipt["tip_minor_units"]!, (long)receipt["refunded_minor_units"]!));
        var economics = (await Host.Send("GET", $"/v1/ops/jobs/{job:N}/economics", ops)).Json;
        Assert.Contains("\"tips_refunded_minor_units\":80", economics.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_OfAPaymentThatNeedsIt_TellsItsTokenToTheCustomerAlone()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        Assert.Equal(200, (await Host.Send("POST", "/v1/me/payment-methods", customer, new { payment_method = TestMethods.NeedsAction })).Status);
        var ordered = await Host.Send("POST", "/v1/jobs", customer, new { quote = await Host.Quote(customer, 1, 1), payment_method = TestMethods.NeedsAction }, Key());
        Assert.True(ordered.Status == 201, ordered.Text);
        var job = Guid.Parse((string)ordered.Json["job_id"]!);
        var waiting = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "requires_action", "the question");
        Assert.EndsWith("_secret", (string)waiting.Json["payment_action"]!, StringComparison.Ordinal);
        Assert.Null((await Host.Send("GET", $"/v1/ops/jobs/{job:N}", ops)).Json["payment_action"]);
        var confirmed = await Host.Send("POST", $"/v1/jobs/{job:N}/payment/confirm", customer);
        Assert.True(confirmed.Status == 200, confirmed.Text);
        Assert.Equal(404, (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/confirm", (await Host.SignIn(Roles.Customer)).Token)).Status);
    }

    [Fact]
    public async Task Tip_ThatNeedsConfirmation_TellsItsTokenToTheCustomerAloneWheneverItLooks()
    {
        var gateway = (InProcessGateway)Host.App.Services.GetRequiredService<IPaymentGateway>();
        async Task<JobPayment> Payment(Guid job) => (await Host.App.Services.GetRequiredService<IJobStore>().Load(new JobId(job), default))!.Payment;
        var (job, customer, ops) = await PaidJob(TestMethods.NeedsAction, async (job, customer) =>
        {
            await Host.Until($"/v1/jobs/{job:N}", customer, answer => (string?)answer.Json["payment"] == "requires_action", "the question");
            Assert.True(gateway.Confirm((await Payment(job)).Intent!));
            Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/confirm", customer)).Status);
        });
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/tip", customer, new { amount_minor_units = 200 }, Key())).Status);
        var waiting = await Host.Until($"/v1/jobs/{job:N}", customer, answer => answer.Json["tip_action"] is not null, "the question about the tip");
        Assert.EndsWith("_secret", (string)waiting.Json["tip_action"]!, StringComparison.Ordinal);
        Assert.Null((await Host.Send("GET", $"/v1/ops/jobs/{job:N}", ops)).Json["tip_action"]);
        Assert.True(gateway.Confirm((await Payment(job)).Tip!.Intent!));
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/confirm", customer)).Status);
        var paid = await Host.Until($"/v1/jobs/{job:N}", customer, answer => (long)answer.Json["tip_minor_units"]! == 200, "the tip");
        Assert.Null(paid.Json["tip_action"]);
    }

    [Fact]
    public async Task RetryPayment_OfWhatIsNotOwed_IsRefusedByName()
    {
        var (job, customer, ops) = await PaidJob();
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/retry", customer)).Slug);
        Assert.Equal("payment_state_wrong", (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/retry", customer, null, Key())).Slug);
        Assert.Equal("payment_state_wrong", (await Host.Send("POST", $"/v1/ops/jobs/{job:N}/payment/retry", ops, null, Key())).Slug);
        Assert.Equal(404, (await Host.Send("POST", $"/v1/jobs/{job:N}/payment/retry", (await Host.SignIn(Roles.Customer)).Token, null, Key())).Status);
        Assert.Equal(403, (await Host.Send("POST", $"/v1/ops/jobs/{job:N}/payment/retry", customer, null, Key())).Status);
    }

    [Fact]
    public async Task AcknowledgeFareCap_WhereNothingWasCutOff_IsRefusedByName()
    {
        var (job, customer, ops) = await PaidJob();
        var path = $"/v1/ops/jobs/{job:N}/fare-cap/acknowledge";
        Assert.Equal("nothing_due", (await Host.Send("POST", path, ops, new { note = "looked at" })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", path, ops, new { note = new string('x', 301) })).Slug);
        Assert.Equal("job_unknown", (await Host.Send("POST", $"/v1/ops/jobs/{Guid.NewGuid():N}/fare-cap/acknowledge", ops, new { })).Slug);
        Assert.Equal(403, (await Host.Send("POST", path, customer, new { })).Status);
    }

    [Fact]
    public async Task AcknowledgeFareCap_OfAPriceThatWasCutOff_IsDoneOnceAndSaysWhoAndWhen()
    {
        var ops = await Host.SignIn(Roles.Ops);
        var order = Scenarios.Order(Scenarios.Terms(PricingMode.Metered)) with { Id = new JobId(Guid.CreateVersion7()) };
        var capped = Scenarios.Do(Scenarios.InProgressJob(order: order), new JobCommand.Complete(Scenarios.Provider(), new Metres(400_000)), Scenarios.Now + Scenarios.ToComplete);
        Assert.Equal(JobAttention.FareCapped, capped.Attention);

        // How it came to that is of no matter here.
        capped = capped with { Version = 1 };
        var store = Host.App.Services.GetRequiredService<IJobStore>();
        var written = await store.Commit(
            new JobCommit(capped, 0, [new JobEvent.Completed(capped.FinalFare!, capped.Settlement!, capped.Metered) { At = Scenarios.Now }], "nyc/ride", null, [], [], [], [], [], Scenarios.Now), default);
        Assert.Equal(CommitStatus.Committed, written.Status);
        var metered = capped.Id.Value;
        var path = $"/v1/ops/jobs/{metered:N}/fare-cap/acknowledge";
        var first = await Host.Send("POST", path, ops.Token, new { note = " road closed " }, "cap");
        Assert.True(first.Status == 200, first.Text);
        var again = await Host.Send("POST", path, ops.Token, new { note = " road closed " }, "cap");
        Assert.Equal((200, (long)first.Json["version"]!), (again.Status, (long)again.Json["version"]!));
        Assert.Equal((long)first.Json["version"]!, (long)(await Host.Send("POST", path, (await Host.SignIn(Roles.Ops)).Token, new { })).Json["version"]!);
        var item = (await Host.Send("GET", $"/v1/ops/jobs/{metered:N}/timeline", ops.Token)).Json["items"]!.AsArray().Single(item => (string)item!["name"]! == "fare_cap_acknowledged")!;
        Assert.Equal((ops.Id.ToString("N"), "road closed"), ((string)item["data"]!["by"]!, (string)item["data"]!["note"]!));
        Assert.NotNull(item["at"]);
        var stored = await store.Load(new JobId(metered), default);
        Assert.Equal(JobAttention.None, stored!.Attention & JobAttention.FareCapped);
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private async Task<(Guid Job, string Customer, string Ops)> PaidJob(string? method = null, Func<Guid, string, Task>? ordered = null)
    {
        var (job, customer, provider) = await Host.AcceptedJob(method: method, ordered: ordered);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job:N}", customer.Token)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/arrive", provider.Token)).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", provider.Token, new { pin })).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", provider.Token, new { }, Key())).Status);
        await Host.Until($"/v1/jobs/{job:N}", customer.Token, answer => (string?)answer.Json["payment"] == "captured", "the capture");
        return (job, customer.Token, ops);
    }
}
