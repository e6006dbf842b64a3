using System.Text.Json;
using O2O.Dispatch.Testing;
using Stripe;

namespace O2O.Dispatch.Payments.Sandbox.Tests;

/// <summary>The members of every object are those of Stripe's published fixtures, but for what stands here by name.</summary>
public sealed class ShapeTests : IAsyncLifetime
{
    private readonly RunningSandbox _run = new();

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [SharedDataFact]
    public async Task Objects_Members_AreThoseOfTheFixtures()
    {
        using var fixtures = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(SharedData.File("stripe/fixtures3.json")));
        var resources = fixtures.RootElement.GetProperty("resources");
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var offences = new List<string>();
        foreach (var item in await Everything())
        {
            var kind = item.GetProperty("object").GetString()!;
            seen.Add(kind);
            Compare(kind, resources.GetProperty(kind), item, offences, deep: true);
        }

        Assert.Empty(offences.Distinct());
        Assert.Equal(
            ["account", "balance", "balance_transaction", "charge", "customer", "dispute", "event", "payment_intent", "payment_method", "payout", "refund", "setup_intent", "transfer", "transfer_reversal", "webhook_endpoint"],
            seen);
    }

    /// <summary>Every member of the fixture is there, and nothing is there that the API does not have. Objects that are optional may be null here.</summary>
    private static void Compare(string where, JsonElement fixture, JsonElement ours, List<string> offences, bool deep)
    {
        string[] open = ["metadata", "data.object", "evidence", "object", "next_action", "payment_method_options", "last_payment_error", "last_setup_error", "transfer_data", "payment_method_details.card.checks"];
        var known = fixture.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var member in fixture.EnumerateObject())
        {
            var path = $"{where}.{member.Name}";
            if (!ours.TryGetProperty(member.Name, out var own))
            {
                offences.Add($"{path} is missing");
            }
            else if (deep && member.Value.ValueKind == JsonValueKind.Object && own.ValueKind == JsonValueKind.Object && !open.Any(name => path.EndsWith(name, StringComparison.Ordinal)))
            {
                Compare(path, member.Value, own, offences, deep);
            }
        }

        // Members that the API has and the fixtures leave out.
        string[] further = ["account", "capture_before", "risk_level", "risk_score", "allow_redirects", "customer_account", "transfer", "failure_reason", "secret"];
        foreach (var member in ours.EnumerateObject().Where(member => !known.Contains(member.Name) && !further.Contains(member.Name)))
        {
            offences.Add($"{where}.{member.Name} is no member of the fixture");
        }
    }

    private async Task<List<JsonElement>> Everything()
    {
        var client = _run.Client();
        await new WebhookEndpointService(client).CreateAsync(new WebhookEndpointCreateOptions { Url = _run.Address + "/hook", EnabledEvents = ["*"] });
        var customer = await new CustomerService(client).CreateAsync(new CustomerCreateOptions { Email = "a@example.com" });
        await new SetupIntentService(client).CreateAsync(new SetupIntentCreateOptions { Customer = customer.Id, PaymentMethod = "pm_card_visa", Confirm = true });
        var paid = await new PaymentIntentService(client).CreateAsync(new PaymentIntentCreateOptions { Amount = 90_000, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });
        await new PaymentIntentService(client).CreateAsync(new PaymentIntentCreateOptions { Amount = 900, Currency = "usd", PaymentMethod = "pm_card_createDispute", Confirm = true, AutomaticPaymentMethods = new() { Enabled = true } });
        await new PaymentIntentService(client).CreateAsync(new PaymentIntentCreateOptions { Amount = 900, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true, CaptureMethod = "manual" });
        await new RefundService(client).CreateAsync(new RefundCreateOptions { PaymentIntent = paid.Id, Amount = 100 });
        var account = await new AccountService(client).CreateAsync(new AccountCreateOptions { Type = "express", Capabilities = new() { Transfers = new() { Requested = true } } });
        var transfer = await new TransferService(client).CreateAsync(new TransferCreateOptions { Amount = 5_000, Currency = "usd", Destination = account.Id });
        await new TransferService(client).Reversals.CreateAsync(transfer.Id, new TransferReversalCreateOptions { Amount = 10 });
        await new PayoutService(client).CreateAsync(new PayoutCreateOptions { Amount = 100, Currency = "usd" });
        var all = new List<JsonElement>();
        foreach (var path in new[]
        {
            "accounts", "balance_transactions", "charges", "customers", "disputes", "events", "payment_intents", "payment_methods", "payouts", "refunds", "setup_intents", "transfers",
            $"transfers/{transfer.Id}/reversals", "webhook_endpoints", "balance",
        })
        {
            var answer = await _run.Sandbox.Send("", "GET", "/v1/" + path, path == "balance" ? [] : [new("limit", "100")], null, SandboxFault.None, default);
            var body = JsonDocument.Parse(answer.Body).RootElement;
            all.AddRange(path == "balance" ? [body] : body.GetProperty("data").EnumerateArray());
        }

        return all;
    }
}
