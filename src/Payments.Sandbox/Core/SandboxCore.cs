using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>The state of the sandbox and what requests do to it. One at a time: the caller holds the lock. Deterministic: the same calls with the same ids give the same state.</summary>
internal sealed partial class SandboxCore(SandboxSettings settings, ISandboxIds ids, string apiVersion)
{
    // A hold that is taken has about five.
    private const int EventsOfPayment = 2;

    private readonly Dictionary<string, Stored> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Kind), List<Stored>> _lists = [];
    private readonly Dictionary<(string Account, string Currency), long> _balances = [];
    private readonly PriorityQueue<Action, (long At, long Order)> _due = new();
    private readonly Queue<Stored> _events = new();
    private readonly Queue<string> _over = new();
    private long _dueOrder;
    private long _now;
    private SandboxCall _call = new(0, "", "", "", [], null);
    private string _request = "";
    private bool _decline;

    /// <summary>The events of the call, and the secret and address of everyone to be told.</summary>
    public List<(JsonObject Event, IReadOnlyList<(string Url, string Secret)> To)> Emitted { get; } = [];

    /// <summary>Where the host itself is told of the platform's events; null for nowhere. It is no endpoint of the API.</summary>
    public (string Url, string Secret, IReadOnlyList<string> Types)? Host { get; set; }

    /// <summary>Does what is due by now: holds that lapse, payouts that are paid.</summary>
    public void Advance(long now)
    {
        while (_due.TryPeek(out _, out var when) && when.At <= now)
        {
            _now = when.At;
            _due.Dequeue()();
        }

        _now = now;
    }

    /// <exception cref="SandboxRefusal">The request ends with an error object.</exception>
    public JsonObject Execute(SandboxCall call, string request, bool decline)
    {
        (_call, _request, _decline) = (call, request, decline);
        var parameters = new Parameters(call.Parameters);
        var answer = Route(call.Method, call.Path.Trim('/').Split('/'), parameters);
        var copy = (JsonObject)answer.DeepClone();
        foreach (var path in parameters.Expand)
        {
            if (path.Split('.') is not { Length: <= 4 } parts || !Expand(copy, parts, 0))
            {
                throw SandboxRefusal.Parameter($"This property cannot be expanded ({path}).", "expand");
            }
        }

        return copy;
    }

    public bool Knows(string account) => _byId.TryGetValue(account, out var stored) && stored.Kind == "account" && !stored.Deleted;

    /// <summary>Where the customer goes back to after the question.</summary>
    public string? ReturnUrl(string intent) => _byId.TryGetValue(intent, out var stored) ? stored.Json["next_action"]?["redirect_to_url"]?["return_url"]?.GetValue<string>() : null;

    /// <summary>The card that a request is about, for what goes wrong with it.</summary>
    public TestCard? CardOf(SandboxCall call)
    {
        if (call.Parameters.FirstOrDefault(pair => pair.Key == "payment_method").Value is { } method && CardOf(method) is { } named)
        {
            return named;
        }

        return call.Path.Trim('/').Split('/') is ["v1", _, var id, ..] && _byId.TryGetValue(id, out var found) && found.Text("payment_method") is { } own ? CardOf(own)
            : call.Parameters.FirstOrDefault(pair => pair.Key is "payment_intent" or "charge").Value is { } paid && _byId.TryGetValue(paid, out var payment)
                && payment.Text("payment_method") is { } used ? CardOf(used) : null;
    }

    private TestCard? CardOf(string method) => _byId.TryGetValue(method, out var stored) ? stored.Card : TestCard.OfToken(method);

    private JsonObject Route(string method, string[] path, Parameters p)
    {
        var answer = (method, path) switch
        {
            ("POST", ["v1", "payment_intents"]) => CreateIntent(p),
            ("GET", ["v1", "payment_intents"]) => Page("payment_intent", p, "customer"),
            ("GET", ["v1", "payment_intents", var id]) => Look("payment_intent", id, p, "client_secret"),
            ("POST", ["v1", "payment_intents", var id]) => UpdateIntent(id, p),
            ("POST", ["v1", "payment_intents", var id, "confirm"]) => ConfirmIntent(id, p),
            ("POST", ["v1", "payment_intents", var id, "capture"]) => CaptureIntent(id, p),
            ("POST", ["v1", "payment_intents", var id, "cancel"]) => CancelIntent(id, p),
            ("POST", ["v1", "payment_intents", var id, "increment_authorization"]) => IncrementIntent(id, p),
            ("GET", ["v1", "charges"]) => Page("charge", p, "customer", "payment_intent", "transfer_group"),
            ("GET", ["v1", "charges", var id]) => Look("charge", id, p),
            ("POST", ["v1", "setup_intents"]) => CreateSetup(p),
            ("GET", ["v1", "setup_intents"]) => Page("setup_intent", p, "customer", "payment_method"),
            ("GET", ["v1", "setup_intents", var id]) => Look("setup_intent", id, p, "client_secret"),
            ("POST", ["v1", "setup_intents", var id]) => UpdateSetup(id, p),
            ("POST", ["v1", "setup_intents", var id, "confirm"]) => ConfirmSetup(id, p),
            ("POST", ["v1", "setup_intents", var id, "cancel"]) => CancelSetup(id, p),
            ("POST", ["v1", "customers"]) => CreateCustomer(p),
            ("GET", ["v1", "customers"]) => Page("customer", p, "email"),
            ("GET", ["v1", "customers", var id]) => Look("customer", id, p),
            ("POST", ["v1", "customers", var id]) => UpdateCustomer(id, p),
            ("DELETE", ["v1", "customers", var id]) => Delete("customer", id, p),
            ("GET", ["v1", "customers", var id, "payment_methods"]) => Methods(id, p),
            ("GET", ["v1", "customers", var id, "payment_methods", var inner]) => MethodOf(id, inner, p),
            ("POST", ["v1", "test_helpers", "customers", var id, "fund_cash_balance"]) => Fund(id, p),
            ("POST", ["v1", "payment_methods"]) => CreateMethod(p),
            ("GET", ["v1", "payment_methods"]) => Page("payment_method", p, "customer", "type"),
            ("GET", ["v1", "payment_methods", var id]) => Look("payment_method", id, p),
            ("POST", ["v1", "payment_methods", var id]) => UpdateMetadata("payment_method", id, p),
            ("POST", ["v1", "payment_methods", var id, "attach"]) => Attach(id, p),
            ("POST", ["v1", "payment_methods", var id, "detach"]) => Detach(id, p),
            ("POST", ["v1", "refunds"]) => CreateRefund(p),
            ("GET", ["v1", "refunds"]) => Page("refund", p, "charge", "payment_intent"),
            ("GET", ["v1", "refunds", var id]) => Look("refund", id, p),
            ("POST", ["v1", "refunds", var id]) => UpdateMetadata("refund", id, p),
            ("POST", ["v1", "transfers"]) => CreateTransfer(p),
            ("GET", ["v1", "transfers"]) => Page("transfer", p, "destination", "transfer_group"),
            ("GET", ["v1", "transfers", var id]) => Look("transfer", id, p),
            ("POST", ["v1", "transfers", var id]) => UpdateMetadata("transfer", id, p),
            ("POST", ["v1", "transfers", var id, "reversals"]) => Reverse(id, p),
            ("GET", ["v1", "transfers", var id, "reversals"]) => Reversals(id, p),
            ("GET", ["v1", "transfers", var id, "reversals", var inner]) => Reversal(id, inner, p),
            ("POST", ["v1", "payouts"]) => CreatePayout(p),
            ("GET", ["v1", "payouts"]) => Page("payout", p, "destination", "status"),
            ("GET", ["v1", "payouts", var id]) => Look("payout", id, p),
            ("POST", ["v1", "payouts", var id]) => UpdateMetadata("payout", id, p),
            ("POST", ["v1", "payouts", var id, "cancel"]) => CancelPayout(id, p),
            ("POST", ["v1", "accounts"]) => CreateAccount(p),
            ("GET", ["v1", "accounts"]) => Page("account", p),
            ("GET", ["v1", "accounts", var id]) => Look("account", id, p),
            ("POST", ["v1", "accounts", var id]) => UpdateAccount(id, p),
            ("DELETE", ["v1", "accounts", var id]) => Delete("account", id, p),
            ("GET", ["v1", "account"]) => Self(p),
            ("GET", ["v1", "disputes"]) => Page("dispute", p, "charge", "payment_intent"),
            ("GET", ["v1", "disputes", var id]) => Look("dispute", id, p),
            ("POST", ["v1", "disputes", var id, "close"]) => CloseDispute(id, p),
            ("GET", ["v1", "balance"]) => Balance(p),
            ("GET", ["v1", "balance_transactions"]) => Page("balance_transaction", p, "currency", "source", "type"),
            ("GET", ["v1", "balance_transactions", var id]) => Look("balance_transaction", id, p),
            ("GET", ["v1", "events"]) => Events(p),
            ("GET", ["v1", "events", var id]) => Look("event", id, p),
            ("POST", ["v1", "webhook_endpoints"]) => CreateEndpoint(p),
            ("GET", ["v1", "webhook_endpoints"]) => Page("webhook_endpoint", p),
            ("GET", ["v1", "webhook_endpoints", var id]) => Look("webhook_endpoint", id, p),
            ("POST", ["v1", "webhook_endpoints", var id]) => UpdateEndpoint(id, p),
            ("DELETE", ["v1", "webhook_endpoints", var id]) => Delete("webhook_endpoint", id, p),
            _ => throw new SandboxRefusal(404, "invalid_request_error", null, $"Unrecognized request URL ({method}: {_call.Path}).") { BeforeStart = true },
        };
        return answer;
    }

    private Stored Add(string kind, JsonObject json) => Add(_call.Account, kind, json);

    private Stored Add(string account, string kind, JsonObject json)
    {
        if (!_lists.TryGetValue((account, kind), out var list))
        {
            _lists[(account, kind)] = list = [];
        }

        var stored = new Stored(account, kind, list.Count, json);
        list.Add(stored);
        _byId.Add(stored.Id, stored);
        return stored;
    }

    private Stored Find(string kind, string id, string param = "id") =>
        _byId.TryGetValue(id, out var stored) && stored.Kind == kind && stored.Account == _call.Account && !stored.Deleted ? stored : throw SandboxRefusal.Unknown(kind, id, param);

    private Stored? Linked(Stored from, string name) => from.Text(name) is { } id && _byId.TryGetValue(id, out var to) ? to : null;

    private JsonObject Look(string kind, string id, Parameters p, params string[] ignored)
    {
        p.Ignore(ignored);
        p.End();
        return Find(kind, id).Json;
    }

    private JsonObject Delete(string kind, string id, Parameters p)
    {
        p.End();
        var stored = Find(kind, id);
        stored.Deleted = true;
        if (kind == "customer")
        {
            foreach (var method in Of("payment_method").Where(method => method.Text("customer") == id))
            {
                method.Json["customer"] = null;
                method.Spent = true;
            }

            Emit("customer.deleted", stored.Json);
        }

        return new JsonObject { ["id"] = id, ["object"] = kind, ["deleted"] = true };
    }

    private JsonObject UpdateMetadata(string kind, string id, Parameters p)
    {
        var stored = Find(kind, id);
        var metadata = p.Pairs("metadata");
        var description = kind == "transfer" ? p.Text("description") : null;
        p.End();
        Merge(stored.Json, metadata);
        if (description is not null)
        {
            stored.Json["description"] = description.Length == 0 ? null : description;
        }

        Emit(kind + ".updated", stored.Json);
        return stored.Json;
    }

    private IEnumerable<Stored> Of(string kind) => _lists.TryGetValue((_call.Account, kind), out var list) ? list.Where(stored => !stored.Deleted) : [];

    /// <summary>A page of a list, newest first; each filter is a parameter and the member that it must equal.</summary>
    private JsonObject Page(string kind, Parameters p, params string[] filters)
    {
        var wanted = filters.Select(name => (name, Value: p.Filled(name))).Where(filter => filter.Value is not null).ToList();
        var created = p.Range("created");
        p.Ignore("created");
        return Page(kind, p, stored => wanted.TrueForAll(filter => stored.Text(filter.name) == filter.Value) && created(stored.Number("created")));
    }

    private JsonObject Page(string kind, Parameters p, Func<Stored, bool> fits, string? url = null)
    {
        var limit = p.Integer("limit") ?? 10;
        var (after, before) = (p.Filled("starting_after"), p.Filled("ending_before"));
        p.End();
        if (limit is < 1 or > 100)
        {
            throw SandboxRefusal.Parameter("Limit must be between 1 and 100.", "limit", "parameter_invalid_integer");
        }

        if (after is not null && before is not null)
        {
            throw SandboxRefusal.Parameter("starting_after and ending_before cannot both be given.", "ending_before");
        }

        // A cursor may name an object that is deleted since: the list goes on from where it stood.
        int Position(string cursor, string param) =>
            _byId.TryGetValue(cursor, out var stored) && stored.Kind == kind && stored.Account == _call.Account ? stored.Position : throw SandboxRefusal.Unknown(kind, cursor, param);

        var list = _lists.GetValueOrDefault((_call.Account, kind)) ?? [];
        var page = new List<Stored>();
        var more = false;
        if (before is not null)
        {
            for (var at = Position(before, "ending_before") + 1; at < list.Count && !more; at++)
            {
                more = Take(list[at]);
            }

            page.Reverse();
        }
        else
        {
            for (var at = (after is null ? list.Count : Position(after, "starting_after")) - 1; at >= 0 && !more; at--)
            {
                more = Take(list[at]);
            }
        }

        return new JsonObject
        {
            ["object"] = "list",
            ["url"] = url ?? _call.Path,
            ["has_more"] = more,
            ["data"] = new JsonArray([.. page.Select(stored => stored.Json.DeepClone())]),
        };

        bool Take(Stored stored)
        {
            if (stored.Deleted || !fits(stored))
            {
                return false;
            }

            if (page.Count == limit)
            {
                return true;
            }

            page.Add(stored);
            return false;
        }
    }

    private bool Expand(JsonNode? node, string[] path, int at)
    {
        if (at == path.Length)
        {
            return true;
        }

        if (node is JsonArray items)
        {
            return items.All(item => Expand(item, path, at));
        }

        if (node is not JsonObject json || !json.TryGetPropertyValue(path[at], out var value))
        {
            return false;
        }

        if (value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            if (!_byId.TryGetValue(value.GetValue<string>(), out var stored) || (stored.Account != _call.Account && stored.Kind != "account"))
            {
                return false;
            }

            json[path[at]] = value = stored.Json.DeepClone();
        }

        return value is null || Expand(value, path, at + 1);
    }

    /// <summary>Pairs as the API merges them: empty text takes a pair away, an empty object all of them.</summary>
    private static void Merge(JsonObject json, IReadOnlyList<KeyValuePair<string, string>>? pairs)
    {
        if (pairs is null)
        {
            return;
        }

        var metadata = (JsonObject)json["metadata"]!;
        foreach (var (key, value) in pairs)
        {
            if (key.Length == 0)
            {
                metadata.Clear();
            }
            else if (value.Length == 0)
            {
                metadata.Remove(key);
            }
            else if (key.Length > 40 || value.Length > 500 || (metadata.Count >= 50 && !metadata.ContainsKey(key)))
            {
                throw SandboxRefusal.Parameter("Metadata takes 50 pairs, keys of 40 and values of 500 characters.", $"metadata[{key}]");
            }
            else
            {
                metadata[key] = value;
            }
        }
    }

    private static JsonObject Metadata(IReadOnlyList<KeyValuePair<string, string>>? pairs)
    {
        var holder = new JsonObject { ["metadata"] = new JsonObject() };
        Merge(holder, pairs);
        var metadata = holder["metadata"]!;
        holder.Remove("metadata");
        return (JsonObject)metadata;
    }

    private static string Currency(Parameters p)
    {
        var currency = p.Required("currency").ToLowerInvariant();
        return currency.Length == 3 && currency.All(char.IsAsciiLetterLower) ? currency : throw SandboxRefusal.Parameter($"Invalid currency: {currency}", "currency");
    }

    private void Later(long at, Action what) => _due.Enqueue(what, (at, _dueOrder++));
}
