using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>What becomes of sales when time runs out: of a code at the counter, and of a place that is held while the customer pays.</summary>
public sealed class SaleTimeTests(LeapingApiFixture fixture) : SaleScene(fixture), IClassFixture<LeapingApiFixture>
{
    [Fact]
    public async Task Code_PastItsTime_IsRefusedByNameAndOnlyWhatWasHadIsPaid()
    {
        var shop = await Shop("Noodle house", 500, 100, codeSeconds: 600);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (some, none) = (await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 3, null))), await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 2, null))));
        var (code, other) = (await Code(customer, some), await Code(customer, none));
        Assert.Equal(200, (await Redeem(shop, code, 1)).Status);
        fixture.Clock.Leap(TimeSpan.FromMinutes(11));
        foreach (var late in new[] { code, other })
        {
            var refused = await Redeem(shop, late, 1);
            Assert.Equal((409, "code_expired"), (refused.Status, refused.Slug));
        }

        // Of three units one was had: that one is paid, and the rest is let go, as all of the other order is.
        var paid = await Host.Until($"/v1/jobs/{some}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture of what was had");
        Assert.Equal(("completed", 500), ((string)paid.Json["state"]!, (long)paid.Json["captured_minor_units"]!));
        Assert.Equal(1_000, (long)(await Host.Send("GET", $"/v1/jobs/{some}/receipt", customer)).Json["released_minor_units"]!);
        var released = await Host.Until($"/v1/jobs/{none}", customer, answer => (string)answer.Json["payment"]! == "released", "the money to be let go");
        Assert.Equal(("expired", 0), ((string)released.Json["state"]!, (long)released.Json["captured_minor_units"]!));
        foreach (var late in new[] { code, other })
        {
            Assert.Equal("code_expired", (await Redeem(shop, late, 1)).Slug);
        }

        await BooksBalance();
    }

    [Fact]
    public async Task BookedPlace_LostWhileTheCustomerPays_EndsTheJobForThatReasonAndTheMoneyIsReleased()
    {
        var cinema = await Shop("Cinema", 1_000, 50);
        var hall = await Hall(cinema, capacity: 2, holdSeconds: 60);
        var (_, slow) = await Host.SignIn(Roles.Customer);
        var (_, quick) = await Host.SignIn(Roles.Customer);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var begins = await Tonight(slow, hall, slot: 1);
        var seats = new { resource_id = hall, begins_at = begins, party = 2 };
        var lost = await Made("/v1/bookings", slow, seats);
        var basket = Basket(cinema, "counter", 2, null);
        basket["booking_id"] = (string)lost["booking_id"]!;
        Assert.Equal(200, (await Host.Send("POST", "/v1/me/payment-methods", slow, new { payment_method = TestMethods.NeedsAction })).Status);
        var quote = await Host.Send("POST", "/v1/quotes", slow, basket);
        Assert.True(quote.Status == 200, quote.Text);
        var ordered = await Host.Send("POST", "/v1/jobs", slow, new { quote = (string)quote.Json["quote"]!, payment_method = TestMethods.NeedsAction }, Key());
        Assert.True(ordered.Status == 201, ordered.Text);
        var job = (string)ordered.Json["job_id"]!;
        await Host.Until($"/v1/jobs/{job}", slow, answer => (string)answer.Json["payment"]! == "requires_action", "the bank's question");
        Assert.Equal("booking_slot_full", (await Host.Send("POST", "/v1/bookings", quick, seats, Key())).Slug);

        // The customer answers the bank too late: the seats are another's.
        fixture.Clock.Leap(TimeSpan.FromSeconds(61));
        var taken = await Made("/v1/bookings", quick, seats);
        var gateway = (InProcessGateway)Host.App.Services.GetRequiredService<IPaymentGateway>();
        var store = Host.App.Services.GetRequiredService<IJobStore>();
        Assert.True(gateway.Confirm((await store.Load(new JobId(Guid.Parse(job)), default))!.Payment.Intent!));
        var confirmed = await Host.Send("POST", $"/v1/jobs/{job}/payment/confirm", slow);
        Assert.True(confirmed.Status == 200, confirmed.Text);
        var ended = await Host.Until($"/v1/jobs/{job}", slow, answer => (string)answer.Json["payment"]! == "released", "the money to be released");
        Assert.Equal(("canceled_by_platform", 0), ((string)ended.Json["state"]!, (long)ended.Json["captured_minor_units"]!));
        var timeline = (await Host.Send("GET", $"/v1/ops/jobs/{job}/timeline", ops)).Json["items"]!.AsArray();
        var canceled = Assert.Single(timeline, item => (string)item!["name"]! == "canceled")!;
        Assert.Equal("booking_lost", (string)canceled["data"]!["reason"]!);
        Assert.Equal("lapsed", (string)(await Host.Send("GET", $"/v1/bookings/{lost["booking_id"]}", slow)).Json["state"]!);
        Assert.Equal("held", (string)(await Host.Send("GET", $"/v1/bookings/{taken["booking_id"]}", quick)).Json["state"]!);
        await BooksBalance();
    }
}
