using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>Payment intents and their charges.</summary>
internal sealed partial class SandboxCore
{
    private static readonly string[] CancellationReasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"];

    private JsonObject CreateIntent(Parameters p)
    {
        var amount = p.Amount("amount") ?? throw SandboxRefusal.Missing("amount");
        var currency = Currency(p);
        var captures = p.OneOf("capture_method", "automatic", "automatic_async", "manual") ?? "automatic_async";
        var confirm = p.Flag("confirm") ?? false;
        var customer = p.Filled("customer");
        if (customer is not null)
        {
            Find("customer", customer, "customer");
        }

        var method = p.Filled("payment_method");
        var offSession = p.Flag("off_session") ?? false;
        var refusesAction = p.Flag("error_on_requires_action") ?? false;
        var returnUrl = p.Filled("return_url");
        var incremental = p.OneOf("payment_method_options[card][request_incremental_authorization]", "if_available", "never");
        var transfer = p.OneOf("payment_method_data[type]", Transferred) is null ? null
            : p.OneOf("payment_method_options[customer_balance][bank_transfer][type]", "us_bank_transfer", "eu_bank_transfer", "gb_bank_transfer", "jp_bank_transfer", "mx_bank_transfer")
                ?? throw SandboxRefusal.Missing("payment_method_options[customer_balance][bank_transfer][type]");
        if (transfer is not null && (!confirm || customer is null || captures == "manual" || method is not null))
        {
            throw SandboxRefusal.Parameter("A payment from the customer's balance is confirmed at once, names its customer, and is captured automatically.", "payment_method_data[type]");
        }

        p.Ignore("payment_method_options", "payment_method_data", "automatic_payment_methods", "confirmation_method", "use_stripe_sdk", "application_fee_amount");
        var destination = p.Filled("transfer_data[destination]");
        if (destination is not null)
        {
            Find("account", destination, "transfer_data[destination]");
        }

        var json = new JsonObject
        {
            ["id"] = ids.Next("pi"),
            ["object"] = "payment_intent",
            ["amount"] = amount,
            ["amount_capturable"] = 0L,
            ["amount_details"] = new JsonObject { ["tip"] = new JsonObject() },
            ["amount_received"] = 0L,
            ["application"] = null,
            ["application_fee_amount"] = p.Integer("application_fee_amount"),
            ["automatic_payment_methods"] = p.Flag("automatic_payment_methods[enabled]") is { } automatic ? new JsonObject { ["enabled"] = automatic, ["allow_redirects"] = p.Filled("automatic_payment_methods[allow_redirects]") ?? "always" } : null,
            ["canceled_at"] = null,
            ["cancellation_reason"] = null,
            ["capture_method"] = captures,
            ["client_secret"] = null,
            ["confirmation_method"] = p.Filled("confirmation_method") ?? "automatic",
            ["created"] = _now,
            ["currency"] = currency,
            ["customer"] = customer,
            ["customer_account"] = null,
            ["description"] = p.Filled("description"),
            ["excluded_payment_method_types"] = null,
            ["last_payment_error"] = null,
            ["latest_charge"] = null,
            ["livemode"] = false,
            ["managed_payments"] = new JsonObject { ["enabled"] = false },
            ["metadata"] = Metadata(p.Pairs("metadata")),
            ["next_action"] = null,
            ["on_behalf_of"] = p.Filled("on_behalf_of"),
            ["payment_method"] = null,
            ["payment_method_configuration_details"] = null,
            ["payment_method_options"] = new JsonObject { ["card"] = new JsonObject { ["installments"] = null, ["mandate_options"] = null, ["network"] = null, ["request_three_d_secure"] = "automatic" } },
            ["payment_method_types"] = new JsonArray([.. (p.List("payment_method_types") ?? ["card"]).Select(type => (JsonNode)type)]),
            ["processing"] = null,
            ["receipt_email"] = p.Filled("receipt_email"),
            ["review"] = null,
            ["setup_future_usage"] = p.OneOf("setup_future_usage", "off_session", "on_session"),
            ["shipping"] = null,
            ["source"] = null,
            ["statement_descriptor"] = p.Filled("statement_descriptor"),
            ["statement_descriptor_suffix"] = p.Filled("statement_descriptor_suffix"),
            ["status"] = "requires_payment_method",
            ["transfer_data"] = destination is null ? null : new JsonObject { ["destination"] = destination },
            ["transfer_group"] = p.Filled("transfer_group"),
        };
        p.End();
        var used = method is null ? null : Usable(method, customer);
        if (confirm && used is null && transfer is null)
        {
            throw SandboxRefusal.Missing("payment_method");
        }

        json["client_secret"] = $"{json["id"]}_secret_{ids.Next("s")[2..]}";
        var intent = Add("payment_intent", json);
        intent.AskedIncrement = incremental == "if_available";
        if (used is not null)
        {
            json["payment_method"] = used.Id;
            json["status"] = "requires_confirmation";
        }

        Emit("payment_intent.created", json);
        if (transfer is not null)
        {
            AwaitTransfer(intent, transfer);
        }
        else if (confirm)
        {
            Confirm(intent, offSession, refusesAction, returnUrl);
        }

        return json;
    }

    private JsonObject UpdateIntent(string id, Parameters p)
    {
        var intent = Find("payment_intent", id);
        var json = intent.Json;
        var amount = p.Amount("amount");
        var method = p.Filled("payment_method");
        var customer = p.Filled("customer");
        var metadata = p.Pairs("metadata");
        var texts = new[] { "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix", "transfer_group" }.Select(name => (name, Value: p.Text(name))).ToList();
        var usage = p.OneOf("setup_future_usage", "off_session", "on_session");
        p.End();
        if (amount is not null || method is not null || customer is not null)
        {
            Must(intent, "update", "requires_payment_method", "requires_confirmation", "requires_action");
        }

        if (customer is not null)
        {
            Find("customer", customer, "customer");
            json["customer"] = customer;
        }

        if (method is not null)
        {
            json["payment_method"] = Usable(method, intent.Text("customer")).Id;
            json["status"] = "requires_confirmation";
        }

        if (amount is not null)
        {
            json["amount"] = amount;
        }

        if (usage is not null)
        {
            json["setup_future_usage"] = usage;
        }

        foreach (var (name, value) in texts.Where(text => text.Value is not null))
        {
            json[name] = value!.Length == 0 ? null : value;
        }

        Merge(json, metadata);
        return json;
    }

    private JsonObject ConfirmIntent(string id, Parameters p)
    {
        var intent = Find("payment_intent", id);
        var method = p.Filled("payment_method");
        var offSession = p.Flag("off_session") ?? false;
        var refusesAction = p.Flag("error_on_requires_action") ?? false;
        var returnUrl = p.Filled("return_url");
        var captures = p.OneOf("capture_method", "automatic", "automatic_async", "manual");
        var usage = p.OneOf("setup_future_usage", "off_session", "on_session");
        var incremental = p.OneOf("payment_method_options[card][request_incremental_authorization]", "if_available", "never");
        p.Ignore("use_stripe_sdk", "receipt_email", "payment_method_types", "payment_method_options", "client_secret");
        p.End();
        Must(intent, "confirm", "requires_payment_method", "requires_confirmation", "requires_action");
        if (method is not null)
        {
            intent.Json["payment_method"] = Usable(method, intent.Text("customer")).Id;
        }

        if (intent.Text("payment_method") is null)
        {
            throw SandboxRefusal.State("payment_intent_unexpected_state", "This PaymentIntent has no payment method to be confirmed with.");
        }

        intent.Json["capture_method"] = captures ?? intent.Text("capture_method");
        intent.Json["setup_future_usage"] = usage ?? intent.Text("setup_future_usage");
        intent.AskedIncrement |= incremental == "if_available";
        Confirm(intent, offSession, refusesAction, returnUrl);
        return intent.Json;
    }

    private void Confirm(Stored intent, bool offSession, bool refusesAction, string? returnUrl)
    {
        var json = intent.Json;
        var method = _byId[intent.Text("payment_method")!];
        var card = method.Card!;
        json["next_action"] = null;
        json["last_payment_error"] = null;
        if (_decline || card.Code is not null)
        {
            Fail(intent, method, Charge(intent, method, card.Code ?? "card_declined", card.DeclineCode ?? "generic_decline"), card.Code ?? "card_declined", card.DeclineCode ?? "generic_decline");
        }

        if (card.Asks == TestCard.Asking.Always || (card.Asks == TestCard.Asking.UnlessSetUp && !method.SetUp))
        {
            if (offSession || refusesAction)
            {
                var code = offSession ? "authentication_required" : "payment_intent_authentication_failure";
                Fail(intent, method, offSession ? Charge(intent, method, "card_declined", "authentication_required") : null, code, "authentication_required");
            }

            json["status"] = "requires_action";
            json["next_action"] = new JsonObject
            {
                ["type"] = "redirect_to_url",
                ["redirect_to_url"] = new JsonObject { ["url"] = $"{BaseAddress}/sandbox/authenticate/{intent.Id}", ["return_url"] = returnUrl },
            };
            Emit("payment_intent.requires_action", json);
            return;
        }

        Hold(intent, method);
    }

    /// <summary>Where the sandbox is to be reached, for links to it.</summary>
    public string BaseAddress { get; set; } = "http://localhost";

    /// <summary>The cardholder says yes or no to a payment or to saving a card.</summary>
    public JsonObject? Authenticate(string id, bool agrees)
    {
        if (!_byId.TryGetValue(id, out var intent) || intent.Text("status") != "requires_action" || intent.Kind is not ("payment_intent" or "setup_intent"))
        {
            return null;
        }

        (_call, _request, _decline) = (_call with { Account = intent.Account, IdempotencyKey = null }, "", false);
        intent.Json["next_action"] = null;
        var method = _byId[intent.Text("payment_method")!];
        if (intent.Kind == "setup_intent")
        {
            Authenticated(intent, method, agrees);
        }
        else if (agrees)
        {
            method.SetUp |= intent.Text("setup_future_usage") == "off_session";
            Hold(intent, method);
        }
        else
        {
            intent.Json["status"] = "requires_payment_method";
            intent.Json["last_payment_error"] = Failure(method, "payment_intent_authentication_failure", null);
            intent.Json["payment_method"] = null;
            Emit("payment_intent.payment_failed", intent.Json);
        }

        return intent.Json;
    }

    private void Hold(Stored intent, Stored method)
    {
        var json = intent.Json;
        var charge = Charge(intent, method, null, null);
        if (intent.Text("setup_future_usage") is not null && intent.Text("customer") is { } customer)
        {
            method.Json["customer"] = customer;
            method.SetUp = true;
        }

        method.Spent = method.Text("customer") is null;
        if (intent.Text("capture_method") == "manual")
        {
            json["status"] = "requires_capture";
            json["amount_capturable"] = intent.Number("amount");
            Emit("charge.succeeded", charge.Json);
            Emit("payment_intent.amount_capturable_updated", json);
            Later(charge.Json["payment_method_details"]!["card"]!["capture_before"]!.GetValue<long>(), () => Lapse(intent, charge));
        }
        else
        {
            Take(intent, charge, intent.Number("amount"));
            Emit("charge.succeeded", charge.Json);
            Emit("payment_intent.succeeded", json);
            Contest(charge, method.Card!);
        }
    }

    /// <summary>A hold that nobody used in time goes back.</summary>
    private void Lapse(Stored intent, Stored charge)
    {
        if (intent.Text("status") != "requires_capture" || intent.Text("latest_charge") != charge.Id)
        {
            return;
        }

        (_call, _request) = (_call with { Account = intent.Account, IdempotencyKey = null }, "");
        intent.Json["status"] = "canceled";
        intent.Json["canceled_at"] = _now;
        intent.Json["cancellation_reason"] = "automatic";
        intent.Json["amount_capturable"] = 0L;
        Emit("charge.expired", charge.Json);
        Emit("payment_intent.canceled", intent.Json);
    }

    private JsonObject CaptureIntent(string id, Parameters p)
    {
        var intent = Find("payment_intent", id);
        var asked = p.Amount("amount_to_capture");
        var final = p.Flag("final_capture") ?? true;
        var metadata = p.Pairs("metadata");
        p.Ignore("application_fee_amount", "statement_descriptor", "statement_descriptor_suffix", "transfer_data");
        p.End();
        Must(intent, "capture", "requires_capture");
        var amount = asked ?? intent.Number("amount_capturable");
        if (amount > intent.Number("amount_capturable"))
        {
            throw SandboxRefusal.Parameter($"The amount to capture ({amount}) is greater than what is held ({intent.Number("amount_capturable")}).", "amount_to_capture", "amount_too_large");
        }

        if (!final)
        {
            throw SandboxRefusal.Parameter("This payment cannot be captured more than once.", "final_capture");
        }

        var charge = Linked(intent, "latest_charge")!;
        if (_decline)
        {
            throw new SandboxRefusal(402, "card_error", "card_declined", "Your card was declined.") { Further = new JsonObject { ["decline_code"] = "generic_decline", ["charge"] = charge.Id, ["payment_intent"] = intent.Json.DeepClone() } };
        }

        Merge(intent.Json, metadata);
        Take(intent, charge, amount);
        Emit("charge.captured", charge.Json);
        Emit("payment_intent.succeeded", intent.Json);
        Contest(charge, _byId[intent.Text("payment_method")!].Card!);
        return intent.Json;
    }

    /// <summary>The money moves: what was held and is not taken goes back to the customer.</summary>
    private void Take(Stored intent, Stored charge, long amount)
    {
        charge.Json["captured"] = true;
        charge.Json["amount_captured"] = amount;
        var fee = checked(((amount * settings.FeeBasisPoints) + 5_000) / 10_000) + settings.FeeFixed;
        charge.Json["balance_transaction"] = Move("charge", "charge", charge.Id, amount, fee, intent.Text("currency")!, charge.Text("description"));
        intent.Json["status"] = "succeeded";
        intent.Json["amount_capturable"] = 0L;
        intent.Json["amount_received"] = amount;
        if (intent.Json["transfer_data"] is JsonObject data && data["destination"] is { } to)
        {
            charge.Json["transfer_data"] = data.DeepClone();
            charge.Json["transfer"] = Transfer(amount, intent.Text("currency")!, to.GetValue<string>(), charge.Id, intent.Text("transfer_group"), null, []).Id;
        }
    }

    private JsonObject CancelIntent(string id, Parameters p)
    {
        var intent = Find("payment_intent", id);
        var reason = p.OneOf("cancellation_reason", CancellationReasons);
        p.End();
        Must(intent, "cancel", "requires_payment_method", "requires_capture", "requires_confirmation", "requires_action");
        var json = intent.Json;
        json["status"] = "canceled";
        json["canceled_at"] = _now;
        json["cancellation_reason"] = reason;
        json["amount_capturable"] = 0L;
        json["next_action"] = null;
        Emit("payment_intent.canceled", json);
        return json;
    }

    private JsonObject IncrementIntent(string id, Parameters p)
    {
        var intent = Find("payment_intent", id);
        var amount = p.Amount("amount") ?? throw SandboxRefusal.Missing("amount");
        var metadata = p.Pairs("metadata");
        p.Ignore("application_fee_amount", "description", "statement_descriptor", "transfer_data");
        p.End();
        Must(intent, "increment the authorization of", "requires_capture");
        var charge = Linked(intent, "latest_charge")!;
        var details = charge.Json["payment_method_details"]!["card"]!;
        if (details["incremental_authorization"]!["status"]!.GetValue<string>() != "available")
        {
            throw SandboxRefusal.State("payment_intent_incremental_authorization_not_available", "Incremental authorization is not available for this payment.");
        }

        if (amount <= intent.Number("amount"))
        {
            throw SandboxRefusal.Parameter("The new amount must be greater than what is held.", "amount", "amount_too_small");
        }

        var card = _byId[intent.Text("payment_method")!].Card!;
        if (_decline || card.IncrementDeclined)
        {
            throw new SandboxRefusal(402, "card_error", "card_declined", "Your card was declined.") { Further = new JsonObject { ["decline_code"] = "generic_decline", ["charge"] = charge.Id, ["payment_intent"] = intent.Json.DeepClone() } };
        }

        Merge(intent.Json, metadata);
        intent.Json["amount"] = amount;
        intent.Json["amount_capturable"] = amount;
        charge.Json["amount"] = amount;
        details["amount_authorized"] = amount;
        Emit("payment_intent.amount_capturable_updated", intent.Json);
        return intent.Json;
    }

    private static void Must(Stored intent, string verb, params string[] statuses)
    {
        if (!statuses.Contains(intent.Text("status")))
        {
            var name = intent.Kind == "setup_intent" ? "SetupIntent" : "PaymentIntent";
            throw new SandboxRefusal(400, "invalid_request_error", intent.Kind + "_unexpected_state", $"You cannot {verb} this {name} because it has a status of {intent.Text("status")}.")
            {
                Further = new JsonObject { [intent.Kind] = intent.Json.DeepClone() },
            };
        }
    }

    private static JsonObject Failure(Stored method, string code, string? decline)
    {
        var error = new JsonObject { ["type"] = "card_error", ["code"] = code, ["message"] = Message(code), ["doc_url"] = $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}", ["payment_method"] = method.Json.DeepClone() };
        if (decline is not null)
        {
            error["decline_code"] = decline;
        }

        return error;
    }

    private static string Message(string code) => code switch
    {
        "expired_card" => "Your card has expired.",
        "incorrect_cvc" => "Your card's security code is incorrect.",
        "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
        "authentication_required" => "Your card was declined. This transaction requires authentication.",
        "payment_intent_authentication_failure" or "setup_intent_authentication_failure" => "The payment method could not be authenticated. Choose another one and try again.",
        _ => "Your card was declined.",
    };

    private void Fail(Stored intent, Stored method, Stored? charge, string code, string? decline)
    {
        var error = Failure(method, code, decline);
        if (charge is not null)
        {
            error["charge"] = charge.Id;
            Emit("charge.failed", charge.Json);
        }

        intent.Json["status"] = "requires_payment_method";
        intent.Json["last_payment_error"] = error.DeepClone();
        intent.Json["payment_method"] = null;
        Emit("payment_intent.payment_failed", intent.Json);
        error["payment_intent"] = intent.Json.DeepClone();
        var message = error["message"]!.GetValue<string>();
        foreach (var own in new[] { "type", "code", "message", "doc_url" })
        {
            error.Remove(own);
        }

        throw new SandboxRefusal(402, "card_error", code, message) { Further = error };
    }

    private Stored Charge(Stored intent, Stored method, string? code, string? decline)
    {
        var card = method.Card!;
        var holds = code is null && intent.Text("capture_method") == "manual";
        var amount = intent.Number("amount");
        var json = new JsonObject
        {
            ["id"] = ids.Next("ch"),
            ["object"] = "charge",
            ["amount"] = amount,
            ["amount_captured"] = 0L,
            ["amount_refunded"] = 0L,
            ["application"] = null,
            ["application_fee"] = null,
            ["application_fee_amount"] = intent.Json["application_fee_amount"]?.DeepClone(),
            ["balance_transaction"] = null,
            ["billing_details"] = method.Json["billing_details"]!.DeepClone(),
            ["calculated_statement_descriptor"] = null,
            ["captured"] = false,
            ["created"] = _now,
            ["currency"] = intent.Text("currency"),
            ["customer"] = intent.Text("customer"),
            ["description"] = intent.Text("description"),
            ["disputed"] = false,
            ["failure_balance_transaction"] = null,
            ["failure_code"] = code,
            ["failure_message"] = code is null ? null : Message(code),
            ["fraud_details"] = new JsonObject(),
            ["livemode"] = false,
            ["metadata"] = intent.Json["metadata"]!.DeepClone(),
            ["on_behalf_of"] = intent.Text("on_behalf_of"),
            ["outcome"] = new JsonObject
            {
                ["advice_code"] = null,
                ["network_advice_code"] = null,
                ["network_decline_code"] = null,
                ["network_status"] = code is null ? "approved_by_network" : "declined_by_network",
                ["reason"] = decline,
                ["risk_level"] = "normal",
                ["risk_score"] = 12L,
                ["seller_message"] = code is null ? "Payment complete." : "The bank declined the payment.",
                ["type"] = code is null ? "authorized" : "issuer_declined",
            },
            ["paid"] = code is null,
            ["payment_intent"] = intent.Id,
            ["payment_method"] = method.Id,
            ["payment_method_details"] = new JsonObject
            {
                ["card"] = new JsonObject
                {
                    ["amount_authorized"] = code is null ? amount : null,
                    ["authorization_code"] = null,
                    ["brand"] = card.Brand,
                    ["checks"] = new JsonObject { ["address_line1_check"] = null, ["address_postal_code_check"] = null, ["cvc_check"] = "pass" },
                    ["country"] = card.Country,
                    ["exp_month"] = 12L,
                    ["exp_year"] = 2034L,
                    ["extended_authorization"] = new JsonObject { ["status"] = "disabled" },
                    ["fingerprint"] = Fingerprint(card),
                    ["funding"] = card.Funding,
                    ["incremental_authorization"] = new JsonObject { ["status"] = holds && intent.AskedIncrement && card.Incremental ? "available" : "unavailable" },
                    ["installments"] = null,
                    ["last4"] = card.Last4,
                    ["mandate"] = null,
                    ["multicapture"] = new JsonObject { ["status"] = "unavailable" },
                    ["network"] = card.Brand,
                    ["network_token"] = new JsonObject { ["used"] = false },
                    ["network_transaction_id"] = null,
                    ["overcapture"] = new JsonObject { ["maximum_amount_capturable"] = amount, ["status"] = "unavailable" },
                    ["regulated_status"] = "unregulated",
                    ["three_d_secure"] = null,
                    ["transaction_link_id"] = null,
                    ["wallet"] = null,
                },
                ["type"] = "card",
            },
            ["receipt_email"] = intent.Text("receipt_email"),
            ["receipt_number"] = null,
            ["receipt_url"] = null,
            ["refunded"] = false,
            ["refunds"] = null,
            ["review"] = null,
            ["shipping"] = null,
            ["source"] = null,
            ["source_transfer"] = null,
            ["statement_descriptor"] = intent.Text("statement_descriptor"),
            ["statement_descriptor_suffix"] = intent.Text("statement_descriptor_suffix"),
            ["status"] = code is null ? "succeeded" : "failed",
            ["transfer_data"] = null,
            ["transfer_group"] = intent.Text("transfer_group"),
        };
        if (holds)
        {
            json["payment_method_details"]!["card"]!["capture_before"] = _now + (long)settings.HoldDuration.TotalSeconds;
        }

        intent.Json["latest_charge"] = json["id"]!.DeepClone();
        return Add("charge", json);
    }
}
