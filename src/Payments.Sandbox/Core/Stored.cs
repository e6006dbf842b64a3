using System.Text.Json.Nodes;

namespace O2O.Dispatch.Payments.Sandbox.Core;

/// <summary>An object of the sandbox, with what is known of it and never said.</summary>
internal sealed class Stored(string account, string kind, int position, JsonObject json)
{
    public string Account => account;

    public string Kind => kind;

    /// <summary>Where it stands among its kind, oldest first.</summary>
    public int Position => position;

    public JsonObject Json { get; private set; } = json;

    public string Id => Text("id")!;

    public bool Deleted { get; set; }

    /// <summary>Of a payment method: its card.</summary>
    public TestCard? Card { get; set; }

    /// <summary>Of a payment method: whether the cardholder has agreed to later charges.</summary>
    public bool SetUp { get; set; }

    /// <summary>Of a payment method: whether it was charged without being saved, or taken away from its customer, and so is used up.</summary>
    public bool Spent { get; set; }

    /// <summary>Of a payment intent: whether raising the hold was asked for.</summary>
    public bool AskedIncrement { get; set; }

    /// <summary>Of a webhook endpoint: whether it is told of connected accounts' events instead of the platform's.</summary>
    public bool Connect { get; set; }

    /// <summary>Lets go of all but the place in the list.</summary>
    public void Forget() => (Json, Deleted) = ([], true);

    public string? Text(string name) => Json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public long Number(string name) => Json[name]?.GetValue<long>() ?? 0;

    public bool Flag(string name) => Json[name]?.GetValue<bool>() ?? false;
}
