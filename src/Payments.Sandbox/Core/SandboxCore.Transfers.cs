using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>Bank transfers: money that customers send to their balance here, from which payment intents are paid in whole.</summary>
internal sealed partial class SandboxCore
{
    private const string Transferred = "customer_balance";

    private readonly Dictionary<(string Customer, string Currency), long> _cash = [];

    /// <summary>A payment by bank transfer waits for the money, unless the customer's balance has it.</summary>
    private void AwaitTransfer(Stored intent, string type)
    {
        var json = intent.Json;
        var method = Method(
            TestCard.Transfer, Transferred, new JsonObject { ["address"] = Address(new Parameters([]), ""), ["email"] = null, ["name"] = null, ["phone"] = null, ["tax_id"] = null }, []);
        method.Json.Remove("card");
        method.Json[Transferred] = new JsonObject();
        json["payment_method"] = method.Id;
        json["payment_method_options"] = new JsonObject
        {
            [Transferred] = new JsonObject { ["bank_transfer"] = new JsonObject { ["type"] = type }, ["funding_type"] = "bank_transfer", ["setup_future_usage"] = null },
        };
        json["status"] = "requires_action";
        json["next_action"] = new JsonObject
        {
            ["type"] = "display_bank_transfer_instructions",
            ["display_bank_transfer_instructions"] = new JsonObject
            {
                ["amount_remaining"] = intent.Number("amount"),
                ["currency"] = intent.Text("currency"),
                ["financial_addresses"] = new JsonArray(),
                ["hosted_instructions_url"] = $"{BaseAddress}/sandbox/transfer/{intent.Id}",
                ["reference"] = intent.Id[^8..].ToUpperInvariant(),
                ["type"] = type,
            },
        };
        Emit("payment_intent.requires_action", json);
        PayFromBalance(intent.Text("customer")!, intent.Text("currency")!);
    }

    /// <summary>The customer's bank sends money: the oldest payments that it pays in whole are paid.</summary>
    private JsonObject Fund(string id, Parameters p)
    {
        var amount = p.Amount("amount") ?? throw SandboxRefusal.Missing("amount");
        var currency = Currency(p);
        var reference = p.Filled("reference");
        p.End();
        Find("customer", id, "customer");
        var balance = checked(_cash.GetValueOrDefault((id, currency)) + amount);
        _cash[(id, currency)] = balance;
        var moved = Add("customer_cash_balance_transaction", new JsonObject
        {
            ["id"] = ids.Next("ccsbtxn"),
            ["object"] = "customer_cash_balance_transaction",
            ["created"] = _now,
            ["currency"] = currency,
            ["customer"] = id,
            ["ending_balance"] = balance,
            ["funded"] = new JsonObject { ["bank_transfer"] = new JsonObject { ["reference"] = reference, ["type"] = "us_bank_transfer" } },
            ["livemode"] = false,
            ["net_amount"] = amount,
            ["type"] = "funded",
        });
        Emit("customer_cash_balance_transaction.created", moved.Json);
        PayFromBalance(id, currency);
        return moved.Json;
    }

    private void PayFromBalance(string customer, string currency)
    {
        foreach (var intent in Of("payment_intent").ToList())
        {
            var balance = _cash.GetValueOrDefault((customer, currency));
            if (intent.Text("status") != "requires_action" || intent.Text("customer") != customer || intent.Text("currency") != currency
                || intent.Json["next_action"]?["type"]?.GetValue<string>() != "display_bank_transfer_instructions" || intent.Number("amount") > balance)
            {
                continue;
            }

            _cash[(customer, currency)] = balance - intent.Number("amount");
            intent.Json["next_action"] = null;
            var charge = Charge(intent, _byId[intent.Text("payment_method")!], null, null);
            charge.Json["payment_method_details"] = new JsonObject { ["type"] = Transferred, [Transferred] = new JsonObject() };
            Take(intent, charge, intent.Number("amount"));
            Emit("charge.succeeded", charge.Json);
            Emit("payment_intent.succeeded", intent.Json);
        }
    }
}
