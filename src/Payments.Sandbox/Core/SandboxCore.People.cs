using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>Customers, their payment methods, setup intents and connected accounts.</summary>
internal sealed partial class SandboxCore
{
    private static string Fingerprint(TestCard card) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(card.Number)).AsSpan(0, 8));

    private static JsonObject Address(Parameters p, string prefix)
    {
        var address = new JsonObject();
        foreach (var name in new[] { "city", "country", "line1", "line2", "postal_code", "state" })
        {
            address[name] = p.Filled($"{prefix}[{name}]");
        }

        return address;
    }

    private JsonObject CreateCustomer(Parameters p)
    {
        var json = new JsonObject
        {
            ["id"] = ids.Next("cus"),
            ["object"] = "customer",
            ["address"] = Address(p, "address"),
            ["balance"] = p.Integer("balance") ?? 0,
            ["created"] = _now,
            ["currency"] = null,
            ["default_source"] = null,
            ["delinquent"] = false,
            ["description"] = p.Filled("description"),
            ["discount"] = null,
            ["email"] = p.Filled("email"),
            ["invoice_prefix"] = null,
            ["invoice_settings"] = new JsonObject { ["custom_fields"] = null, ["default_payment_method"] = null, ["footer"] = null, ["rendering_options"] = null },
            ["livemode"] = false,
            ["metadata"] = Metadata(p.Pairs("metadata")),
            ["name"] = p.Filled("name"),
            ["next_invoice_sequence"] = 1L,
            ["phone"] = p.Filled("phone"),
            ["preferred_locales"] = new JsonArray([.. (p.List("preferred_locales") ?? []).Select(locale => (JsonNode)locale)]),
            ["shipping"] = null,
            ["tax_exempt"] = "none",
            ["test_clock"] = null,
        };
        json["invoice_prefix"] = json["id"]!.GetValue<string>()[^8..].ToUpperInvariant();
        var method = p.Filled("payment_method");
        var standard = p.Filled("invoice_settings[default_payment_method]");
        p.End();
        var saved = method is null ? null : Usable(method, null);
        if (saved is { Card: { Code: { } code, DeclinesAttach: true } card })
        {
            throw new SandboxRefusal(402, "card_error", code, Message(code)) { Further = new JsonObject { ["decline_code"] = card.DeclineCode } };
        }

        var customer = Add("customer", json);
        if (saved is not null)
        {
            saved.Json["customer"] = customer.Id;
            json["invoice_settings"]!["default_payment_method"] = standard is not null && standard == method ? saved.Id : null;
        }

        Emit("customer.created", json);
        return json;
    }

    private JsonObject UpdateCustomer(string id, Parameters p)
    {
        var json = Find("customer", id).Json;
        var texts = new[] { "description", "email", "name", "phone" }.Select(name => (name, Value: p.Text(name))).ToList();
        var metadata = p.Pairs("metadata");
        var standard = p.Text("invoice_settings[default_payment_method]");
        p.Ignore("address", "balance", "preferred_locales");
        p.End();
        if (standard is { Length: > 0 } && Find("payment_method", standard, "invoice_settings[default_payment_method]").Text("customer") != id)
        {
            throw SandboxRefusal.Parameter("The customer does not have this payment method.", "invoice_settings[default_payment_method]");
        }

        if (standard is not null)
        {
            json["invoice_settings"]!["default_payment_method"] = standard.Length == 0 ? null : standard;
        }

        foreach (var (name, value) in texts.Where(text => text.Value is not null))
        {
            json[name] = value!.Length == 0 ? null : value;
        }

        Merge(json, metadata);
        Emit("customer.updated", json);
        return json;
    }

    private JsonObject Methods(string id, Parameters p)
    {
        Find("customer", id);
        var type = p.Filled("type");
        p.Ignore("allow_redisplay");
        return Page("payment_method", p, method => method.Text("customer") == id && (type is null || method.Text("type") == type));
    }

    private JsonObject MethodOf(string customer, string id, Parameters p)
    {
        p.End();
        Find("customer", customer);
        var method = Find("payment_method", id);
        return method.Text("customer") == customer ? method.Json : throw SandboxRefusal.Unknown("payment_method", id);
    }

    private JsonObject CreateMethod(Parameters p)
    {
        var type = p.OneOf("type", "card") ?? throw SandboxRefusal.Missing("type");
        var number = p.Filled("card[number]");
        var token = p.Filled("card[token]");
        if (token is null && number is null)
        {
            throw SandboxRefusal.Missing("card[number]");
        }

        var card = (token is not null ? TestCard.OfToken(token) : TestCard.OfNumber(number!.Replace(" ", "", StringComparison.Ordinal)))
            ?? throw new SandboxRefusal(402, "card_error", "incorrect_number", "Your card number is incorrect.", "number");
        if (number is not null && (p.Integer("card[exp_month]") is not (>= 1 and <= 12) || p.Integer("card[exp_year]") is null))
        {
            throw new SandboxRefusal(402, "card_error", "invalid_expiry_month", "Your card's expiration date is invalid.", "exp_month");
        }

        var billing = new JsonObject
        {
            ["address"] = Address(p, "billing_details[address]"),
            ["email"] = p.Filled("billing_details[email]"),
            ["name"] = p.Filled("billing_details[name]"),
            ["phone"] = p.Filled("billing_details[phone]"),
            ["tax_id"] = p.Filled("billing_details[tax_id]"),
        };
        var metadata = p.Pairs("metadata");
        p.Ignore("allow_redisplay", "card");
        p.End();
        return Method(card, type, billing, Metadata(metadata)).Json;
    }

    private Stored Method(TestCard card, string type, JsonObject billing, JsonObject metadata)
    {
        var stored = Add("payment_method", new JsonObject
        {
            ["id"] = ids.Next("pm"),
            ["object"] = "payment_method",
            ["allow_redisplay"] = "unspecified",
            ["billing_details"] = billing,
            ["card"] = new JsonObject
            {
                ["brand"] = card.Brand,
                ["checks"] = new JsonObject { ["address_line1_check"] = null, ["address_postal_code_check"] = null, ["cvc_check"] = "pass" },
                ["country"] = card.Country,
                ["display_brand"] = card.Brand,
                ["exp_month"] = 12L,
                ["exp_year"] = 2034L,
                ["fingerprint"] = Fingerprint(card),
                ["funding"] = card.Funding,
                ["generated_from"] = null,
                ["last4"] = card.Last4,
                ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand), ["preferred"] = null },
                ["regulated_status"] = "unregulated",
                ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
                ["wallet"] = null,
            },
            ["created"] = _now,
            ["customer"] = null,
            ["customer_account"] = null,
            ["livemode"] = false,
            ["metadata"] = metadata,
            ["type"] = type,
        });
        stored.Card = card;
        return stored;
    }

    /// <summary>The method to be charged: a saved one of this customer, one that belongs to nobody and was not used, or a test token, which makes a new one.</summary>
    private Stored Usable(string id, string? customer)
    {
        if (TestCard.OfToken(id) is { } card)
        {
            return Method(card, "card", new JsonObject { ["address"] = Address(new Parameters([]), ""), ["email"] = null, ["name"] = null, ["phone"] = null, ["tax_id"] = null }, []);
        }

        var method = Find("payment_method", id, "payment_method");
        if (method.Text("customer") is { } owner && owner != customer)
        {
            throw SandboxRefusal.Parameter(
                customer is null ? "The payment method belongs to a customer: name the customer too." : "The payment method belongs to another customer.", "payment_method");
        }

        return method.Spent && method.Text("customer") is null
            ? throw SandboxRefusal.Parameter("The payment method was used without a customer, or taken from one, and cannot be used again.", "payment_method")
            : method;
    }

    private JsonObject Attach(string id, Parameters p)
    {
        var customer = Find("customer", p.Required("customer"), "customer").Id;
        p.End();
        var method = Usable(id, customer);
        if (_decline || method.Card is { Code: not null, DeclinesAttach: true })
        {
            var code = method.Card!.Code ?? "card_declined";
            throw new SandboxRefusal(402, "card_error", code, Message(code)) { Further = new JsonObject { ["decline_code"] = method.Card.DeclineCode ?? "generic_decline" } };
        }

        method.Json["customer"] = customer;
        Emit("payment_method.attached", method.Json);
        return method.Json;
    }

    private JsonObject Detach(string id, Parameters p)
    {
        p.End();
        var method = Find("payment_method", id);
        if (method.Text("customer") is not { } owner)
        {
            throw SandboxRefusal.Parameter("The payment method belongs to no customer.", "payment_method");
        }

        method.Json["customer"] = null;
        method.Spent = true;
        if (_byId.TryGetValue(owner, out var customer) && customer.Json["invoice_settings"]?["default_payment_method"]?.GetValue<string>() == id)
        {
            customer.Json["invoice_settings"]!["default_payment_method"] = null;
        }

        Emit("payment_method.detached", method.Json);
        return method.Json;
    }

    private JsonObject CreateSetup(Parameters p)
    {
        var customer = p.Filled("customer");
        if (customer is not null)
        {
            Find("customer", customer, "customer");
        }

        var method = p.Filled("payment_method");
        var confirm = p.Flag("confirm") ?? false;
        var returnUrl = p.Filled("return_url");
        p.Ignore("automatic_payment_methods", "use_stripe_sdk");
        var json = new JsonObject
        {
            ["id"] = ids.Next("seti"),
            ["object"] = "setup_intent",
            ["application"] = null,
            ["automatic_payment_methods"] = p.Flag("automatic_payment_methods[enabled]") is { } automatic ? new JsonObject { ["enabled"] = automatic } : null,
            ["cancellation_reason"] = null,
            ["client_secret"] = null,
            ["created"] = _now,
            ["customer"] = customer,
            ["customer_account"] = null,
            ["description"] = p.Filled("description"),
            ["excluded_payment_method_types"] = null,
            ["flow_directions"] = null,
            ["last_setup_error"] = null,
            ["latest_attempt"] = null,
            ["livemode"] = false,
            ["mandate"] = null,
            ["metadata"] = Metadata(p.Pairs("metadata")),
            ["next_action"] = null,
            ["on_behalf_of"] = p.Filled("on_behalf_of"),
            ["payment_method"] = null,
            ["payment_method_configuration_details"] = null,
            ["payment_method_options"] = new JsonObject { ["card"] = new JsonObject { ["request_three_d_secure"] = "automatic" } },
            ["payment_method_types"] = new JsonArray([.. (p.List("payment_method_types") ?? ["card"]).Select(type => (JsonNode)type)]),
            ["single_use_mandate"] = null,
            ["status"] = "requires_payment_method",
            ["usage"] = p.OneOf("usage", "off_session", "on_session") ?? "off_session",
        };
        p.End();
        var used = method is null ? null : Usable(method, customer);
        if (confirm && used is null)
        {
            throw SandboxRefusal.Missing("payment_method");
        }

        json["client_secret"] = $"{json["id"]}_secret_{ids.Next("s")[2..]}";
        var setup = Add("setup_intent", json);
        if (used is not null)
        {
            json["payment_method"] = used.Id;
            json["status"] = "requires_confirmation";
        }

        Emit("setup_intent.created", json);
        if (confirm)
        {
            Confirm(setup, returnUrl);
        }

        return json;
    }

    private JsonObject UpdateSetup(string id, Parameters p)
    {
        var setup = Find("setup_intent", id);
        var (customer, method, description, metadata) = (p.Filled("customer"), p.Filled("payment_method"), p.Text("description"), p.Pairs("metadata"));
        p.Ignore("payment_method_types");
        p.End();
        if (customer is not null || method is not null)
        {
            Must(setup, "update", "requires_payment_method", "requires_confirmation", "requires_action");
        }

        if (customer is not null)
        {
            setup.Json["customer"] = Find("customer", customer, "customer").Id;
        }

        if (method is not null)
        {
            setup.Json["payment_method"] = Usable(method, setup.Text("customer")).Id;
            setup.Json["status"] = "requires_confirmation";
        }

        if (description is not null)
        {
            setup.Json["description"] = description.Length == 0 ? null : description;
        }

        Merge(setup.Json, metadata);
        return setup.Json;
    }

    private JsonObject ConfirmSetup(string id, Parameters p)
    {
        var setup = Find("setup_intent", id);
        var (method, returnUrl) = (p.Filled("payment_method"), p.Filled("return_url"));
        p.Ignore("use_stripe_sdk", "client_secret");
        p.End();
        Must(setup, "confirm", "requires_payment_method", "requires_confirmation", "requires_action");
        if (method is not null)
        {
            setup.Json["payment_method"] = Usable(method, setup.Text("customer")).Id;
        }

        if (setup.Text("payment_method") is null)
        {
            throw SandboxRefusal.State("setup_intent_unexpected_state", "This SetupIntent has no payment method to be confirmed with.");
        }

        Confirm(setup, returnUrl);
        return setup.Json;
    }

    private void Confirm(Stored setup, string? returnUrl)
    {
        var method = _byId[setup.Text("payment_method")!];
        setup.Json["last_setup_error"] = null;
        setup.Json["next_action"] = null;
        if (_decline || method.Card is { Code: not null, DeclinesAttach: true })
        {
            var code = method.Card!.Code ?? "card_declined";
            var decline = method.Card.DeclineCode ?? "generic_decline";
            setup.Json["status"] = "requires_payment_method";
            setup.Json["last_setup_error"] = Failure(method, code, decline);
            setup.Json["payment_method"] = null;
            Emit("setup_intent.setup_failed", setup.Json);
            throw new SandboxRefusal(402, "card_error", code, Message(code)) { Further = new JsonObject { ["decline_code"] = decline, ["setup_intent"] = setup.Json.DeepClone() } };
        }

        if (method.Card!.Asks != TestCard.Asking.Never)
        {
            setup.Json["status"] = "requires_action";
            setup.Json["next_action"] = new JsonObject
            {
                ["type"] = "redirect_to_url",
                ["redirect_to_url"] = new JsonObject { ["url"] = $"{BaseAddress}/sandbox/authenticate/{setup.Id}", ["return_url"] = returnUrl },
            };
            Emit("setup_intent.requires_action", setup.Json);
            return;
        }

        Authenticated(setup, method, true);
    }

    private void Authenticated(Stored setup, Stored method, bool agrees)
    {
        if (!agrees)
        {
            setup.Json["status"] = "requires_payment_method";
            setup.Json["last_setup_error"] = Failure(method, "setup_intent_authentication_failure", null);
            setup.Json["payment_method"] = null;
            Emit("setup_intent.setup_failed", setup.Json);
            return;
        }

        method.SetUp = true;
        setup.Json["status"] = "succeeded";
        if (setup.Text("customer") is { } customer && method.Text("customer") is null)
        {
            method.Json["customer"] = customer;
            Emit("payment_method.attached", method.Json);
        }

        Emit("setup_intent.succeeded", setup.Json);
    }

    private JsonObject CancelSetup(string id, Parameters p)
    {
        var setup = Find("setup_intent", id);
        var reason = p.OneOf("cancellation_reason", "abandoned", "requested_by_customer", "duplicate");
        p.End();
        Must(setup, "cancel", "requires_payment_method", "requires_confirmation", "requires_action");
        setup.Json["status"] = "canceled";
        setup.Json["cancellation_reason"] = reason;
        setup.Json["next_action"] = null;
        Emit("setup_intent.canceled", setup.Json);
        return setup.Json;
    }

    private JsonObject CreateAccount(Parameters p)
    {
        var type = p.OneOf("type", "standard", "express", "custom") ?? "standard";
        var country = p.Filled("country") ?? "US";
        var cards = p.Flag("capabilities[card_payments][requested]") ?? false;
        var transfers = p.Flag("capabilities[transfers][requested]") ?? false;
        p.Ignore("business_profile", "settings", "controller", "capabilities");
        var id = ids.Next("acct");
        JsonArray None() => [];
        JsonObject Requirements() => new()
        {
            ["alternatives"] = None(), ["current_deadline"] = null, ["currently_due"] = None(), ["disabled_reason"] = null,
            ["errors"] = None(), ["eventually_due"] = None(), ["past_due"] = None(), ["pending_verification"] = None(),
        };
        var json = new JsonObject
        {
            ["id"] = id,
            ["object"] = "account",
            ["business_profile"] = new JsonObject
            {
                ["annual_revenue"] = null, ["estimated_worker_count"] = null, ["mcc"] = null, ["minority_owned_business_designation"] = null, ["name"] = p.Filled("business_profile[name]"),
                ["product_description"] = null, ["support_address"] = null, ["support_email"] = null, ["support_phone"] = null, ["support_url"] = null, ["url"] = null,
            },
            ["business_type"] = p.Filled("business_type"),
            ["capabilities"] = new JsonObject { ["card_payments"] = cards ? "active" : "inactive", ["transfers"] = transfers ? "active" : "inactive" },
            ["charges_enabled"] = cards,
            ["controller"] = new JsonObject { ["type"] = type == "standard" ? "account" : "application" },
            ["country"] = country,
            ["created"] = _now,
            ["default_currency"] = p.Filled("default_currency") ?? "usd",
            ["details_submitted"] = true,
            ["email"] = p.Filled("email"),
            ["external_accounts"] = new JsonObject { ["object"] = "list", ["data"] = None(), ["has_more"] = false, ["url"] = $"/v1/accounts/{id}/external_accounts" },
            ["future_requirements"] = Requirements(),
            ["metadata"] = Metadata(p.Pairs("metadata")),
            ["payouts_enabled"] = transfers || cards,
            ["requirements"] = Requirements(),
            ["settings"] = new JsonObject
            {
                ["bacs_debit_payments"] = new JsonObject { ["display_name"] = null, ["service_user_number"] = null },
                ["branding"] = new JsonObject { ["icon"] = null, ["logo"] = null, ["primary_color"] = null, ["secondary_color"] = null },
                ["card_issuing"] = new JsonObject { ["tos_acceptance"] = new JsonObject { ["date"] = null, ["ip"] = null } },
                ["card_payments"] = new JsonObject { ["decline_on"] = new JsonObject { ["avs_failure"] = false, ["cvc_failure"] = false }, ["statement_descriptor_prefix"] = null, ["statement_descriptor_prefix_kana"] = null, ["statement_descriptor_prefix_kanji"] = null },
                ["dashboard"] = new JsonObject { ["display_name"] = null, ["timezone"] = "Etc/UTC" },
                ["invoices"] = new JsonObject { ["default_account_tax_ids"] = null, ["hosted_payment_method_save"] = null },
                ["payments"] = new JsonObject { ["statement_descriptor"] = null, ["statement_descriptor_kana"] = null, ["statement_descriptor_kanji"] = null, ["statement_descriptor_prefix_kana"] = null, ["statement_descriptor_prefix_kanji"] = null },
                ["payouts"] = new JsonObject
                {
                    ["debit_negative_balances"] = true,
                    ["schedule"] = new JsonObject { ["delay_days"] = 2L, ["interval"] = p.OneOf("settings[payouts][schedule][interval]", "manual", "daily", "weekly", "monthly") ?? "daily" },
                    ["statement_descriptor"] = null,
                },
                ["sepa_debit_payments"] = new JsonObject(),
            },
            ["tos_acceptance"] = new JsonObject { ["date"] = null, ["ip"] = null, ["user_agent"] = null },
            ["type"] = type,
        };
        p.End();
        Add("account", json);
        return json;
    }

    private JsonObject UpdateAccount(string id, Parameters p)
    {
        var json = Find("account", id).Json;
        var (email, kind, metadata) = (p.Text("email"), p.Filled("business_type"), p.Pairs("metadata"));
        var (cards, transfers) = (p.Flag("capabilities[card_payments][requested]"), p.Flag("capabilities[transfers][requested]"));
        var interval = p.OneOf("settings[payouts][schedule][interval]", "manual", "daily", "weekly", "monthly");
        p.Ignore("settings", "business_profile", "default_currency", "capabilities");
        p.End();
        json["email"] = email is null ? json["email"]?.DeepClone() : email.Length == 0 ? null : email;
        json["business_type"] = kind ?? json["business_type"]?.DeepClone();
        if (cards is { } takes)
        {
            json["capabilities"]!["card_payments"] = takes ? "active" : "inactive";
            json["charges_enabled"] = takes;
        }

        if (transfers is { } receives)
        {
            json["capabilities"]!["transfers"] = receives ? "active" : "inactive";
            json["payouts_enabled"] = receives;
        }

        if (interval is not null)
        {
            json["settings"]!["payouts"]!["schedule"]!["interval"] = interval;
        }

        Merge(json, metadata);
        Emit("account.updated", json);
        return json;
    }

    private JsonObject Self(Parameters p)
    {
        p.End();
        return _call.Account.Length > 0 && _byId.TryGetValue(_call.Account, out var own)
            ? own.Json
            : new JsonObject { ["id"] = "acct_sandbox", ["object"] = "account", ["charges_enabled"] = true, ["payouts_enabled"] = true, ["country"] = "US", ["default_currency"] = "usd", ["metadata"] = new JsonObject(), ["type"] = "standard" };
    }
}
