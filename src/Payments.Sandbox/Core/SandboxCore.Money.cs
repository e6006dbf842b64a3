using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>Money that moves after a charge: refunds, disputes, transfers, payouts, the balance. Events, and who is told of them.</summary>
internal sealed partial class SandboxCore
{
    private const long RefundFailsAfter = 60;

    private JsonObject CreateRefund(Parameters p)
    {
        var asked = p.Amount("amount");
        var (charged, intended) = (p.Filled("charge"), p.Filled("payment_intent"));
        var reason = p.OneOf("reason", "duplicate", "fraudulent", "requested_by_customer");
        var metadata = Metadata(p.Pairs("metadata"));
        p.Ignore("currency", "instructions_email");
        p.End();
        if (charged is null && intended is null)
        {
            throw SandboxRefusal.Parameter("One of charge and payment_intent is needed.", "payment_intent", "parameter_missing");
        }

        var intent = intended is null ? null : Find("payment_intent", intended, "payment_intent");
        var charge = charged is not null ? Find("charge", charged, "charge") : Linked(intent!, "latest_charge");
        if (charge is null || !charge.Flag("captured"))
        {
            throw SandboxRefusal.State("charge_not_captured", "There is no captured charge to be refunded.");
        }

        var left = charge.Number("amount_captured") - charge.Number("amount_refunded");
        if (left == 0)
        {
            throw SandboxRefusal.State("charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        }

        var amount = asked ?? left;
        if (amount > left)
        {
            throw new SandboxRefusal(400, "invalid_request_error", "amount_too_large", $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", "amount");
        }

        if (charge.Flag("disputed"))
        {
            throw SandboxRefusal.State("charge_disputed", $"Charge {charge.Id} is disputed.");
        }

        var id = ids.Next("re");
        var method = Linked(charge, "payment_method");
        var fails = _decline || method?.Card is { RefundFails: true };
        var json = new JsonObject
        {
            ["id"] = id,
            ["object"] = "refund",
            ["amount"] = amount,
            ["balance_transaction"] = fails ? null : Move("refund", "refund", id, -amount, 0, charge.Text("currency")!, null),
            ["charge"] = charge.Id,
            ["created"] = _now,
            ["currency"] = charge.Text("currency"),
            ["customer"] = charge.Text("customer"),
            ["customer_account"] = null,
            ["destination_details"] = new JsonObject { ["card"] = new JsonObject { ["type"] = "refund" }, ["type"] = "card" },
            ["metadata"] = metadata,
            ["payment_intent"] = charge.Text("payment_intent"),
            ["payment_method"] = charge.Text("payment_method"),
            ["reason"] = reason,
            ["receipt_number"] = null,
            ["source_transfer_reversal"] = null,
            ["status"] = fails ? "failed" : "succeeded",
            ["transfer_reversal"] = null,
        };
        if (fails)
        {
            json["failure_reason"] = "expired_or_canceled_card";
        }

        Add("refund", json);
        Emit("refund.created", json);
        if (fails)
        {
            Emit("refund.failed", json);
        }
        else
        {
            charge.Json["amount_refunded"] = charge.Number("amount_refunded") + amount;
            charge.Json["refunded"] = charge.Number("amount_refunded") == charge.Number("amount_captured");
            Emit("charge.refunded", charge.Json);
            if (method?.Card is { RefundFailsLater: true })
            {
                var account = _call.Account;
                Later(_now + RefundFailsAfter, () => TakeRefundBack(account, charge, json));
            }
        }

        return json;
    }

    /// <summary>The customer's bank sends a refund back.</summary>
    private void TakeRefundBack(string account, Stored charge, JsonObject refund)
    {
        (_call, _request) = (_call with { Account = account, IdempotencyKey = null }, "");
        var amount = refund["amount"]!.GetValue<long>();
        refund["status"] = "failed";
        refund["failure_reason"] = "expired_or_canceled_card";
        refund["failure_balance_transaction"] = Move("refund_failure", "refund_failure", refund["id"]!.GetValue<string>(), amount, 0, charge.Text("currency")!, null);
        charge.Json["amount_refunded"] = charge.Number("amount_refunded") - amount;
        charge.Json["refunded"] = false;
        Emit("refund.updated", refund);
        Emit("refund.failed", refund);
    }

    private void Contest(Stored charge, TestCard card)
    {
        if (card.Dispute is null)
        {
            return;
        }

        var id = ids.Next("dp");
        var amount = charge.Number("amount_captured");
        var dispute = Add("dispute", new JsonObject
        {
            ["id"] = id,
            ["object"] = "dispute",
            ["amount"] = amount,
            ["balance_transactions"] = new JsonArray(),
            ["charge"] = charge.Id,
            ["created"] = _now,
            ["currency"] = charge.Text("currency"),
            ["enhanced_eligibility_types"] = new JsonArray(),
            ["evidence"] = new JsonObject(),
            ["evidence_details"] = new JsonObject { ["due_by"] = _now + (7 * 86_400L), ["enhanced_eligibility"] = new JsonObject(), ["has_evidence"] = false, ["past_due"] = false, ["submission_count"] = 0L },
            ["is_charge_refundable"] = false,
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
            ["payment_intent"] = charge.Text("payment_intent"),
            ["payment_method_details"] = new JsonObject { ["card"] = new JsonObject { ["brand"] = card.Brand, ["case_type"] = "chargeback", ["network"] = card.Brand, ["network_reason_code"] = "10.4" }, ["type"] = "card" },
            ["reason"] = card.Dispute,
            ["status"] = "needs_response",
        });
        charge.Json["disputed"] = true;
        var moved = Move("adjustment", "dispute", id, -amount, 1_500, charge.Text("currency")!, null);
        ((JsonArray)dispute.Json["balance_transactions"]!).Add(_byId[moved].Json.DeepClone());
        Emit("charge.dispute.created", dispute.Json);
        Emit("charge.dispute.funds_withdrawn", dispute.Json);
    }

    private JsonObject CloseDispute(string id, Parameters p)
    {
        p.End();
        var dispute = Find("dispute", id);
        if (dispute.Text("status") != "needs_response")
        {
            throw SandboxRefusal.State("dispute_already_closed", "The dispute is closed.");
        }

        dispute.Json["status"] = "lost";
        Emit("charge.dispute.closed", dispute.Json);
        return dispute.Json;
    }

    private JsonObject CreateTransfer(Parameters p)
    {
        var amount = p.Amount("amount") ?? throw SandboxRefusal.Missing("amount");
        var currency = Currency(p);
        var destination = Find("account", p.Required("destination"), "destination");
        var source = p.Filled("source_transaction");
        if (source is not null && Find("charge", source, "source_transaction") is { } charge && (amount > charge.Number("amount_captured") || charge.Text("currency") != currency))
        {
            throw SandboxRefusal.Parameter("The transfer is more than the charge it comes from, or of another currency.", "amount");
        }

        var (group, description, metadata) = (p.Filled("transfer_group"), p.Filled("description"), Metadata(p.Pairs("metadata")));
        p.Ignore("source_type");
        p.End();
        if (destination.Json["capabilities"]!["transfers"]!.GetValue<string>() != "active")
        {
            throw SandboxRefusal.State("insufficient_capabilities_for_transfer", "The destination account needs the transfers capability.");
        }

        Funds(_call.Account, currency, amount);
        return Transfer(amount, currency, destination.Id, source, group, description, metadata).Json;
    }

    private Stored Transfer(long amount, string currency, string destination, string? source, string? group, string? description, JsonObject metadata)
    {
        var id = ids.Next("tr");
        var transfer = Add("transfer", new JsonObject
        {
            ["id"] = id,
            ["object"] = "transfer",
            ["amount"] = amount,
            ["amount_reversed"] = 0L,
            ["balance_transaction"] = Move("transfer", "transfer", id, -amount, 0, currency, description),
            ["created"] = _now,
            ["currency"] = currency,
            ["description"] = description,
            ["destination"] = destination,
            ["destination_payment"] = ids.Next("py"),
            ["livemode"] = false,
            ["metadata"] = metadata,
            ["reversals"] = new JsonObject { ["object"] = "list", ["data"] = new JsonArray(), ["has_more"] = false, ["url"] = $"/v1/transfers/{id}/reversals" },
            ["reversed"] = false,
            ["source_transaction"] = source,
            ["source_type"] = "card",
            ["transfer_group"] = group,
        });
        var arrived = Move(destination, "payment", "charge", id, amount, 0, currency, description);
        Emit("transfer.created", transfer.Json);
        Passed(id, transfer.Text("balance_transaction")!, arrived);
        return transfer;
    }

    private JsonObject Reverse(string id, Parameters p)
    {
        var transfer = Find("transfer", id);
        var left = transfer.Number("amount") - transfer.Number("amount_reversed");
        var amount = p.Amount("amount") ?? left;
        var metadata = Metadata(p.Pairs("metadata"));
        p.Ignore("description", "refund_application_fee");
        p.End();
        if (amount > left || left == 0)
        {
            throw new SandboxRefusal(400, "invalid_request_error", "amount_too_large", $"The reversal ({amount}) is more than what is left of the transfer ({left}).", "amount");
        }

        var (destination, currency) = (transfer.Text("destination")!, transfer.Text("currency")!);
        Funds(destination, currency, amount);
        var reversal = ids.Next("trr");
        var json = new JsonObject
        {
            ["id"] = reversal,
            ["object"] = "transfer_reversal",
            ["amount"] = amount,
            ["balance_transaction"] = Move("transfer_refund", "transfer_reversal", reversal, amount, 0, currency, null),
            ["created"] = _now,
            ["currency"] = currency,
            ["destination_payment_refund"] = ids.Next("pyr"),
            ["metadata"] = metadata,
            ["source_refund"] = null,
            ["transfer"] = id,
        };
        Move(destination, "payment_refund", "refund", reversal, -amount, 0, currency, null);
        Add("transfer_reversal", json);
        ((JsonArray)transfer.Json["reversals"]!["data"]!).Insert(0, json.DeepClone());
        transfer.Json["amount_reversed"] = transfer.Number("amount_reversed") + amount;
        transfer.Json["reversed"] = transfer.Number("amount_reversed") == transfer.Number("amount");
        Emit("transfer.reversed", transfer.Json);
        return json;
    }

    private JsonObject Reversals(string id, Parameters p)
    {
        Find("transfer", id);
        return Page("transfer_reversal", p, reversal => reversal.Text("transfer") == id);
    }

    private JsonObject Reversal(string id, string inner, Parameters p)
    {
        p.End();
        var reversal = Find("transfer_reversal", inner);
        return reversal.Text("transfer") == id ? reversal.Json : throw SandboxRefusal.Unknown("transfer_reversal", inner);
    }

    private JsonObject CreatePayout(Parameters p)
    {
        var amount = p.Amount("amount") ?? throw SandboxRefusal.Missing("amount");
        var currency = Currency(p);
        var method = p.OneOf("method", "standard", "instant") ?? "standard";
        var (description, descriptor, destination, metadata) = (p.Filled("description"), p.Filled("statement_descriptor"), p.Filled("destination"), Metadata(p.Pairs("metadata")));
        p.Ignore("source_type", "payout_method");
        p.End();
        Funds(_call.Account, currency, amount);
        var id = ids.Next("po");
        var arrives = _now + (method == "instant" ? 60 : (long)settings.PayoutDelay.TotalSeconds);
        var json = new JsonObject
        {
            ["id"] = id,
            ["object"] = "payout",
            ["amount"] = amount,
            ["application_fee"] = null,
            ["application_fee_amount"] = null,
            ["arrival_date"] = arrives,
            ["automatic"] = false,
            ["balance_transaction"] = Move("payout", "payout", id, -amount, 0, currency, description),
            ["created"] = _now,
            ["currency"] = currency,
            ["description"] = description,
            ["destination"] = destination ?? "ba_sandbox",
            ["failure_balance_transaction"] = null,
            ["failure_code"] = null,
            ["failure_message"] = null,
            ["livemode"] = false,
            ["metadata"] = metadata,
            ["method"] = method,
            ["original_payout"] = null,
            ["payout_method"] = null,
            ["reconciliation_status"] = "not_applicable",
            ["reversed_by"] = null,
            ["source_type"] = "card",
            ["statement_descriptor"] = descriptor,
            ["status"] = "pending",
            ["trace_id"] = new JsonObject { ["status"] = "pending", ["value"] = null },
            ["type"] = "bank_account",
        };
        var payout = Add("payout", json);
        Emit("payout.created", json);
        Later(arrives, () =>
        {
            if (payout.Text("status") == "pending")
            {
                (_call, _request) = (_call with { Account = payout.Account, IdempotencyKey = null }, "");
                json["status"] = "paid";
                Emit("payout.paid", json);
                Passed(id, payout.Text("balance_transaction")!);
            }
        });
        return json;
    }

    private JsonObject CancelPayout(string id, Parameters p)
    {
        p.End();
        var payout = Find("payout", id);
        if (payout.Text("status") != "pending")
        {
            throw SandboxRefusal.State("payouts_not_cancelable", "Only a pending payout can be canceled.");
        }

        payout.Json["status"] = "canceled";
        payout.Json["failure_balance_transaction"] = Move("payout_cancel", "payout", id, payout.Number("amount"), 0, payout.Text("currency")!, null);
        Emit("payout.canceled", payout.Json);
        return payout.Json;
    }

    private void Funds(string account, string currency, long amount)
    {
        if (settings.RequireFunds && _balances.GetValueOrDefault((account, currency)) < amount)
        {
            throw SandboxRefusal.State("balance_insufficient", "You have insufficient funds for this.");
        }
    }

    private string Move(string type, string category, string source, long amount, long fee, string currency, string? description) =>
        Move(_call.Account, type, category, source, amount, fee, currency, description);

    private string Move(string account, string type, string category, string source, long amount, long fee, string currency, string? description)
    {
        var id = ids.Next("txn");
        Add(account, "balance_transaction", new JsonObject
        {
            ["id"] = id,
            ["object"] = "balance_transaction",
            ["amount"] = amount,
            ["available_on"] = _now,
            ["balance_type"] = "payments",
            ["created"] = _now,
            ["currency"] = currency,
            ["description"] = description,
            ["exchange_rate"] = null,
            ["fee"] = fee,
            ["fee_details"] = fee == 0 ? [] : new JsonArray(new JsonObject { ["amount"] = fee, ["application"] = null, ["currency"] = currency, ["description"] = "Processing fees", ["type"] = "stripe_fee" }),
            ["net"] = amount - fee,
            ["reporting_category"] = category,
            ["source"] = source,
            ["status"] = "available",
            ["type"] = type,
        });
        _balances[(account, currency)] = _balances.GetValueOrDefault((account, currency)) + amount - fee;
        return id;
    }

    private JsonObject Balance(Parameters p)
    {
        p.End();
        var own = _balances.Where(balance => balance.Key.Account == _call.Account).OrderBy(balance => balance.Key.Currency, StringComparer.Ordinal)
            .Select(balance => (balance.Key.Currency, Amount: balance.Value)).DefaultIfEmpty((Currency: "usd", Amount: 0L)).ToList();
        JsonArray Amounts(bool zero, bool sources) => [.. own.Select(balance =>
        {
            var amount = new JsonObject { ["amount"] = zero ? 0L : balance.Amount, ["currency"] = balance.Currency };
            if (sources)
            {
                amount["source_types"] = new JsonObject { ["card"] = zero ? 0L : balance.Amount };
            }

            return (JsonNode)amount;
        })];
        return new JsonObject
        {
            ["object"] = "balance", ["available"] = Amounts(false, true), ["connect_reserved"] = Amounts(true, false), ["livemode"] = false, ["pending"] = Amounts(true, true),
        };
    }

    private JsonObject Events(Parameters p)
    {
        var (type, types, created) = (p.Filled("type"), p.List("types"), p.Range("created"));
        p.Ignore("created", "delivery_success");
        return Page("event", p, happened => Fits(happened.Text("type")!, type is null ? types ?? ["*"] : [type]) && created(happened.Number("created")));
    }

    private static bool Fits(string type, IEnumerable<string> wanted) =>
        wanted.Any(want => want == "*" || want == type || (want.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(want[..^1], StringComparison.Ordinal)));

    private void Emit(string type, JsonObject about)
    {
        var account = _call.Account;
        var to = (_lists.GetValueOrDefault(("", "webhook_endpoint")) ?? [])
            .Where(endpoint => !endpoint.Deleted && endpoint.Text("status") == "enabled" && endpoint.Connect == (account.Length > 0)
                && Fits(type, endpoint.Json["enabled_events"]!.AsArray().Select(wanted => wanted!.GetValue<string>())))
            .Select(endpoint => (endpoint.Text("url")!, _secrets[endpoint.Id])).ToList();
        // Of connected accounts the host hears what it names; "*" is of the platform's own.
        if (Host is { } host && (account.Length == 0 ? Fits(type, host.Types) : host.Types.Contains(type)))
        {
            to.Add((host.Url, host.Secret));
        }

        var json = new JsonObject
        {
            ["id"] = ids.Next("evt"),
            ["object"] = "event",
            ["api_version"] = apiVersion,
            ["created"] = _now,
            ["data"] = new JsonObject { ["object"] = about.DeepClone() },
            ["livemode"] = false,
            ["pending_webhooks"] = (long)to.Count,
            ["request"] = new JsonObject { ["id"] = _request.Length == 0 ? null : _request, ["idempotency_key"] = _call.IdempotencyKey },
            ["type"] = type,
        };
        if (account.Length > 0)
        {
            json["account"] = account;
        }

        var kept = Add("event", json);
        Emitted.Add((json, to));
        Forget(kept, type, about);
    }

    /// <summary>Keeps what the settings say of events and of payments that are over.</summary>
    private void Forget(Stored happened, string type, JsonObject about)
    {
        if (settings.KeptPayments == 0)
        {
            return;
        }

        _events.Enqueue(happened);
        while (_events.Count > (long)settings.KeptPayments * EventsOfPayment)
        {
            Drop(_events.Dequeue());
        }

        if (type is not ("payment_intent.succeeded" or "payment_intent.canceled" or "payment_intent.payment_failed"))
        {
            return;
        }

        _over.Enqueue(about["id"]!.GetValue<string>());
        while (_over.Count > settings.KeptPayments)
        {
            // What was tried again since is under way once more, and comes by here again when it is over.
            if (!_byId.TryGetValue(_over.Dequeue(), out var intent) || intent.Text("status") is not ("succeeded" or "canceled" or "requires_payment_method"))
            {
                continue;
            }

            if (Linked(intent, "latest_charge") is { } charge)
            {
                if (Linked(charge, "balance_transaction") is { } moved)
                {
                    Drop(moved);
                }

                Drop(charge);
            }

            if (Linked(intent, "payment_method") is { } method && method.Text("customer") is null)
            {
                Drop(method);
            }

            Drop(intent);
        }
    }

    /// <summary>A transfer that was made, or a payout that arrived: as many are kept as payments that are over.</summary>
    private void Passed(params string[] ids)
    {
        if (settings.KeptPayments == 0)
        {
            return;
        }

        _passed.Enqueue(ids);
        while (_passed.Count > settings.KeptPayments)
        {
            foreach (var id in _passed.Dequeue())
            {
                if (_byId.TryGetValue(id, out var stored))
                {
                    Drop(stored);
                }
            }
        }
    }

    private void Drop(Stored stored)
    {
        _byId.Remove(stored.Id);
        stored.Forget();
    }

    private readonly Queue<string[]> _passed = new();
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);

    private JsonObject CreateEndpoint(Parameters p)
    {
        var url = p.Required("url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw SandboxRefusal.Parameter("Invalid URL.", "url", "url_invalid");
        }

        var wanted = p.List("enabled_events") is { Count: > 0 } some ? some : throw SandboxRefusal.Missing("enabled_events");
        var connect = p.Flag("connect") ?? false;
        var json = new JsonObject
        {
            ["id"] = ids.Next("we"),
            ["object"] = "webhook_endpoint",
            ["api_version"] = p.Filled("api_version"),
            ["application"] = null,
            ["created"] = _now,
            ["description"] = p.Filled("description"),
            ["enabled_events"] = new JsonArray([.. wanted.Select(type => (JsonNode)type)]),
            ["livemode"] = false,
            ["metadata"] = Metadata(p.Pairs("metadata")),
            ["status"] = "enabled",
            ["url"] = url,
        };
        p.End();
        var endpoint = Add("webhook_endpoint", json);
        endpoint.Connect = connect;
        _secrets[endpoint.Id] = ids.Next("whsec");

        // The secret is told once, here.
        var told = (JsonObject)json.DeepClone();
        told["secret"] = _secrets[endpoint.Id];
        return told;
    }

    private JsonObject UpdateEndpoint(string id, Parameters p)
    {
        var json = Find("webhook_endpoint", id).Json;
        var (url, wanted, disabled, description, metadata) = (p.Filled("url"), p.List("enabled_events"), p.Flag("disabled"), p.Text("description"), p.Pairs("metadata"));
        p.End();
        json["url"] = url ?? json["url"]!.GetValue<string>();
        json["status"] = disabled is null ? json["status"]!.GetValue<string>() : disabled.Value ? "disabled" : "enabled";
        if (wanted is { Count: > 0 })
        {
            json["enabled_events"] = new JsonArray([.. wanted.Select(type => (JsonNode)type)]);
        }

        if (description is not null)
        {
            json["description"] = description;
        }

        Merge(json, metadata);
        return json;
    }
}
