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
    public async Task Due_Rows_AreTheOldestAndEndWithTheFirstMark()
    {
        using var store = Open();
        var rows = await Some(store, 4);
        Assert.Equal(rows[..2], (await store.PaymentWebhooks.Due(Fleet.Start + TimeSpan.FromSeconds(2), 2, default)).ToArray());
        Assert.Equal(3, (await store.PaymentWebhooks.Due(Fleet.Start + TimeSpan.FromSeconds(2), 10, default)).Length);
        var at = Fleet.Start + TimeSpan.FromMinutes(1);
        await store.Done(store.PaymentWebhooks.Mark(rows[0].Number, WebhookState.Refused, "amount_wrong", at, default));
        await store.Done(store.PaymentWebhooks.Mark(rows[0].Number, WebhookState.Processed, null, at + TimeSpan.FromMinutes(1), default));
        Assert.Equal(rows[1], (await store.PaymentWebhooks.Due(at, 1, default))[0]);
        Assert.Equal(rows[0] with { State = WebhookState.Refused, Reason = "amount_wrong", HandledAt = at }, Assert.Single(await store.PaymentWebhooks.Page(WebhookState.Refused, null, 10, default)));
    }

    [ContractFact]
    public async Task PutOff_Row_ComesDueLaterAndKeepsNobodyFromBeingTaken()
    {
        using var store = Open();
        var rows = await Some(store, 3);
        var (now, later) = (Fleet.Start + TimeSpan.FromMinutes(1), Fleet.Start + TimeSpan.FromMinutes(5));
        await store.Done(store.PaymentWebhooks.PutOff(rows[0].Number, 3, later, "the gateway\0 is away", default));
        Assert.Equal(rows[1], Assert.Single(await store.PaymentWebhooks.Due(now, 1, default)));
        Assert.Equal(2, (await store.PaymentWebhooks.Due(later - TimeSpan.FromTicks(1), 10, default)).Length);
        var due = await store.PaymentWebhooks.Due(later, 10, default);
        Assert.Equal([rows[1], rows[2], rows[0] with { Attempts = 3, DueAt = later, Error = "the gateway\ufffd is away" }], due.ToArray());

        // What was acted on is not put off any more.
        await store.Done(store.PaymentWebhooks.Mark(rows[1].Number, WebhookState.Processed, null, now, default));
        await store.Done(store.PaymentWebhooks.PutOff(rows[1].Number, 1, later, "late", default));
        await store.Done(store.PaymentWebhooks.Park(rows[1].Number, 1, "late", default));
        Assert.Equal(rows[1] with { State = WebhookState.Processed, HandledAt = now }, Assert.Single(await store.PaymentWebhooks.Page(WebhookState.Processed, null, 10, default)));
        await store.Done(store.PaymentWebhooks.PutOff(999_999, 1, later, "gone", default));
    }

    [ContractFact]
    public async Task Park_Row_WaitsForAPersonAndIsTriedAgainAnew()
    {
        using var store = Open();
        var rows = await Some(store, 3);
        var later = Fleet.Start + TimeSpan.FromHours(1);
        await store.Done(store.PaymentWebhooks.Park(rows[1].Number, 20, new string('x', 2_000), default));
        await store.Done(store.PaymentWebhooks.Park(rows[0].Number, 20, "403", default));
        await store.Done(store.PaymentWebhooks.PutOff(rows[0].Number, 1, Fleet.Start, "late", default));
        Assert.Equal([rows[2]], (await store.PaymentWebhooks.Due(later, 10, default)).ToArray());
        var parked = await store.PaymentWebhooks.Parked(10, default);
        Assert.Equal([rows[0] with { Attempts = 20, IsParked = true, Error = "403" }, rows[1] with { Attempts = 20, IsParked = true, Error = new string('x', StorageTerms.ErrorLength) }], parked.ToArray());
        Assert.Single(await store.PaymentWebhooks.Parked(1, default));
        Assert.Equal(3, (await store.PaymentWebhooks.Page(WebhookState.Received, null, 10, default)).Length);

        Assert.True(await store.Done(store.PaymentWebhooks.Unpark(rows[0].Number, later, default)));
        Assert.False(await store.Done(store.PaymentWebhooks.Unpark(rows[0].Number, later, default)));
        Assert.False(await store.Done(store.PaymentWebhooks.Unpark(rows[2].Number, later, default)));
        Assert.False(await store.Done(store.PaymentWebhooks.Unpark(999_999, later, default)));
        Assert.Equal([rows[2].Number, rows[0].Number], (await store.PaymentWebhooks.Due(later, 10, default)).Select(row => row.Number));
        Assert.Equal(0, (await store.PaymentWebhooks.Due(later, 10, default))[1].Attempts);

        // One that was acted on after all, by another process, is no matter of a person's.
        await store.Done(store.PaymentWebhooks.Mark(rows[1].Number, WebhookState.Processed, null, later, default));
        Assert.Empty(await store.PaymentWebhooks.Parked(10, default));
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

    private static async Task<PaymentWebhook[]> Some(StoreUnderTest store, int count)
    {
        var rows = new List<PaymentWebhook>();
        for (var i = 0; i < count; i++)
        {
            rows.Add((await store.Done(store.PaymentWebhooks.Add(Webhook($"evt_{i}") with { DueAt = Fleet.Start + TimeSpan.FromSeconds(i) }, default)))!);
        }

        return [.. rows];
    }

    private static PaymentWebhook Webhook(string id) => new(
        0, id, "payment_intent.succeeded", id == "evt_1" ? "acct_1" : null, Fleet.Start - TimeSpan.FromDays(2), Fleet.Start, """{"id":"ü"}""", WebhookState.Received, null, null);
}
