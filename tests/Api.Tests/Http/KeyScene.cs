using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Sales;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;
using Xunit.Abstractions;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>
/// Idempotency keys that are each used many times at once, over HTTP: of every key one effect, and one answer for all. Where another use is under way the answer is <c>in_flight</c>, and the use is
/// sent again. O2O_KEYS sets how many keys; the default is 5, with O2O_FULL=1 1,000. Each is used four times as often as there are keys, at most a hundred times.
/// </summary>
public abstract class KeyScene(ApiFixture fixture, ITestOutputHelper output) : SaleScene(fixture)
{
    private static readonly int Keys = FullCount.Of("O2O_KEYS", all: 1_000, otherwise: 5);
    private static readonly int Uses = Math.Min(100, Keys * 4);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private int _inFlight;

    private InProcessGateway Gateway => (InProcessGateway)Host.App.Services.GetRequiredService<IPaymentGateway>();

    protected async Task EachKey_UsedManyTimesAtOnce_HasOneEffectAndOneAnswer()
    {
        var shop = await Shop("Noodle house", 900, Keys * 2);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var clock = Stopwatch.StartNew();
        Func<int, Task>[] kinds = [Ordered, Canceled, key => Credited(key, ops), ToppedUp, key => Redeemed(key, shop)];
        for (var key = 0; key < Keys; key += kinds.Length)
        {
            await Task.WhenAll(Enumerable.Range(key, Math.Min(kinds.Length, Keys - key)).Select(one => kinds[one % kinds.Length](one)));
        }

        output.WriteLine($"{Keys:N0} keys, {Uses} uses of each at once: {clock.Elapsed.TotalSeconds:0} s, {_inFlight:N0} times another use was under way.");
        await BooksBalance();
    }

    private async Task Ordered(int key)
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var body = new { quote = await Host.Quote(customer, 1, 1) };
        var job = (string)(await Used("/v1/jobs", customer, body, 201, key)).Json["job_id"]!;
        Assert.Equal([job], (await Host.Send("GET", "/v1/jobs", customer)).Json["items"]!.AsArray().Select(one => (string)one!["job_id"]!));
        await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "authorized", "the hold");
        Assert.Equal([GatewayOperation.Authorize], Asked(job));
    }

    private async Task Canceled(int key)
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var job = (await Host.Job(customer)).ToString("N");
        await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "authorized", "the hold");
        await Used($"/v1/jobs/{job}/cancel", customer, new { reason = "changed_mind" }, 200, key);
        await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "released", "the release");
        Assert.Equal([GatewayOperation.Authorize, GatewayOperation.Release], Asked(job));
        Assert.Single(await Host.App.Services.GetRequiredService<IJobReader>().Timeline(new JobId(Guid.Parse(job)), default), entry => entry.Event is JobEvent.Canceled);
    }

    private async Task Credited(int key, string ops)
    {
        var (id, customer) = await Host.SignIn(Roles.Customer);
        await Used($"/v1/ops/customers/{id:N}/wallet/credits", ops, new { market = ApiHost.Market, amount_minor_units = 100 + key, reason = "Late." }, 200, key);
        await HasOneEntry(customer, 100 + key);
    }

    private async Task ToppedUp(int key)
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var body = new { market = ApiHost.Market, amount_minor_units = 100 + key };
        var begun = await Used("/v1/me/wallet/top-ups", customer, body, 202, key);
        var topUp = (string)begun.Json["top_up_id"]!;
        await Host.Until($"/v1/me/wallet/top-ups/{topUp}", customer, answer => (string)answer.Json["status"]! == "paid", "the card to be charged");
        await HasOneEntry(customer, 100 + key);
        Assert.Equal([GatewayOperation.TopUp], Asked(topUp));
        Assert.Equal(begun.Text, (await Host.Send("POST", "/v1/me/wallet/top-ups", customer, body, $"key-{key}")).Text);
    }

    private async Task Redeemed(int key, Known shop)
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 2, null)));
        var given = await Used("/v1/merchant/redemptions", shop.Token, new { code = await Code(customer, job), units = 1, store_id = shop.Store }, 200, key);
        Assert.Equal(1, (int)given.Json["sale"]!["units_left"]!);
        Assert.Equal(1, (int)(await Host.Send("GET", $"/v1/merchant/jobs/{job}", shop.Token)).Json["sale"]!["units_left"]!);
    }

    /// <summary>Uses a key so many times at once.</summary>
    /// <returns>The one answer.</returns>
    private async Task<ApiHost.Answer> Used(string path, string token, object body, int expected, int key)
    {
        var answers = new ConcurrentBag<ApiHost.Answer>();
        await Task.WhenAll(Enumerable.Range(0, Uses).Select(_ => Task.Run(async () =>
        {
            var clock = Stopwatch.StartNew();
            while (true)
            {
                var answer = await Host.Send("POST", path, token, body, $"key-{key}");
                if (answer is not { Status: 409, Slug: "in_flight" })
                {
                    answers.Add(answer);
                    return;
                }

                Interlocked.Increment(ref _inFlight);
                Assert.True(clock.Elapsed < Patience, $"{path} was under way for {clock.Elapsed}.");
                await Task.Delay(Again);
            }
        })));
        var one = await Host.Send("POST", path, token, body, $"key-{key}");
        Assert.True(one.Status == expected, $"{path}: {one.Status} {one.Text}");
        Assert.Equal(Uses, answers.Count);
        Assert.All(answers, answer => Assert.Equal((one.Status, one.Text), (answer.Status, answer.Text)));
        return one;
    }

    /// <summary>What the bank was asked of a payment and did, in order of name.</summary>
    private IEnumerable<GatewayOperation> Asked(string id) =>
        Gateway.Export().Select(memory => memory.Request).Where(request => request.Job.ToString() == id).Select(request => request.Operation).Order();

    private async Task HasOneEntry(string customer, long amount)
    {
        var wallet = (await Host.Send("GET", "/v1/me/wallet", customer)).Json;
        Assert.Equal(amount, (long)Assert.Single(wallet["entries"]!["items"]!.AsArray())!["amount_minor_units"]!);
        Assert.Equal(amount, (long)Assert.Single(wallet["balances"]!.AsArray())!["balance_minor_units"]!);
    }
}
