using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of webhooks promises.</summary>
public abstract class PaymentWebhookContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Add_TheSameEventAgain_IsKeptOnceAndSaysSo()
    {
        using var store = Open();
        var first = await store.Done(store.PaymentWebhooks.Add(Webhook("evt_1"), default));
        Assert.True(first!.Number > 0);
        Assert.Null(await store.Done(store.PaymentWebhooks.Add(Webhook("evt_1") with { Payload = "{}", Type = "another" }, default)));
        Assert.Equal(Webhook("evt_1") with { Number = first.Number }, Assert.Single(await store.PaymentWebhooks.Page(null, null, 10, default)));
    }

    [ContractFact]
    public async Task Waiting_Rows_AreTheOldestAndEndWithTheFirstMark()
    {
        using var store = Open();
        var rows = new List<PaymentWebhook>();
        for (var i = 0; i < 4; i++)
        {
            rows.Add((await store.Done(store.PaymentWebhooks.Add(Webhook($"evt_{i}") with { ReceivedAt = Fleet.Start + TimeSpan.FromSeconds(i) }, default)))!);
        }

        Assert.Equal(rows[..2], (await store.PaymentWebhooks.Waiting(Fleet.Start + TimeSpan.FromSeconds(3), 2, default)).ToArray());
        Assert.Equal(3, (await store.PaymentWebhooks.Waiting(Fleet.Start + TimeSpan.FromSeconds(3), 10, default)).Length);
        var at = Fleet.Start + TimeSpan.FromMinutes(1);
        await store.Done(store.PaymentWebhooks.Mark(rows[0].Number, WebhookState.Refused, "amount_wrong", at, default));
        await store.Done(store.PaymentWebhooks.Mark(rows[0].Number, WebhookState.Processed, null, at + TimeSpan.FromMinutes(1), default));
        Assert.Equal(rows[1], (await store.PaymentWebhooks.Waiting(at, 1, default))[0]);
        Assert.Equal(rows[0] with { State = WebhookState.Refused, Reason = "amount_wrong", HandledAt = at }, Assert.Single(await store.PaymentWebhooks.Page(WebhookState.Refused, null, 10, default)));
    }

    [ContractFact]
    public async Task Page_ThroughAll_GivesEachOnceTheLatestFirst()
    {
        using var store = Open();
        for (var i = 0; i < 5; i++)
        {
            await store.Done(store.PaymentWebhooks.Add(Webhook($"evt_{i}"), default));
        }

        var seen = new List<string>();
        for (var page = await store.PaymentWebhooks.Page(WebhookState.Received, null, 2, default); !page.IsEmpty; page = await store.PaymentWebhooks.Page(WebhookState.Received, page[^1].Number, 2, default))
        {
            seen.AddRange(page.Select(row => row.EventId));
        }

        Assert.Equal(["evt_4", "evt_3", "evt_2", "evt_1", "evt_0"], seen);
        Assert.Empty(await store.PaymentWebhooks.Page(WebhookState.Ignored, null, 2, default));
    }

    [ContractFact]
    public async Task Purge_Rows_TakesTheProcessedAndLeavesTheRest()
    {
        using var store = Open();
        foreach (var (name, state) in new[] { ("evt_p", WebhookState.Processed), ("evt_i", WebhookState.Ignored), ("evt_r", WebhookState.Refused) })
        {
            var row = await store.Done(store.PaymentWebhooks.Add(Webhook(name), default));
            await store.Done(store.PaymentWebhooks.Mark(row!.Number, state, null, Fleet.Start, default));
        }

        await store.Done(store.PaymentWebhooks.Add(Webhook("evt_w"), default));
        Assert.Equal(0, await store.Done(store.PaymentWebhooks.Purge(Fleet.Start, 10, default)));
        Assert.Equal(1, await store.Done(store.PaymentWebhooks.Purge(Fleet.Start + TimeSpan.FromDays(1), 10, default)));
        Assert.Equal(["evt_w", "evt_r", "evt_i"], (await store.PaymentWebhooks.Page(null, null, 10, default)).Select(row => row.EventId));
    }

    private static PaymentWebhook Webhook(string id) => new(
        0, id, "payment_intent.succeeded", id == "evt_1" ? "acct_1" : null, Fleet.Start - TimeSpan.FromDays(2), Fleet.Start, """{"id":"ü"}""", WebhookState.Received, null, null);
}
