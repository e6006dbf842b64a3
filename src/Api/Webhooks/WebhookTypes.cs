using System.Collections.Frozen;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>The public names of events. A new event of a job gets one by its stored name until it is given another here.</summary>
internal static class WebhookTypes
{
    /// <summary>The test delivery: of no job, sent to an endpoint whatever it subscribes to.</summary>
    public const string Ping = "ping";

    /// <summary>How the types of what becomes of the money begin.</summary>
    public const string Money = "payment.";

    private const string Payment = "payment_";

    private static readonly FrozenDictionary<string, string> Given = new Dictionary<string, string>
    {
        ["matching_begun"] = "job.matching",
        ["no_show_reported"] = "job.no_show",
        ["matching_exhausted"] = "job.no_providers",
        ["provider_went_silent"] = "job.provider_silent",
        ["payment_authorised"] = "payment.authorized",
        ["payment_declined"] = "payment.failed",
        ["hold_expired"] = "payment.authorization_expired",
        ["late_transfer_received"] = "payment.late_transfer_returned",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Steps between us and the gateway, and what only operators may know.
    private static readonly FrozenSet<string> Inside = new[]
    {
        "pin_refused", "capture_begun", "confirmation_reported", "hold_asked", "prior_hold_released", "gateway_fee_charged", "refund_begun", "tip_begun", "tip_action_required", "payment_news_refused", "rest_begun", "hold_raised", "hold_not_raised",
        "transfer_begun", "transfer_paid", "transfer_failed", "fare_cap_acknowledged", "tip_lapsed", "tip_refund_begun", "chain_made",
    }.ToFrozenSet(StringComparer.Ordinal);

    // What the customer wanted to give and could not, or was to be given of it and was not, and money of the customer's that the order never took: no merchant's order shows it.
    private static readonly FrozenSet<string> OfCustomers = new[] { "payment.tip_failed", "payment.tip_refund_failed", "payment.late_transfer_returned" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string?> Types = JobCodec.EventNames.ToFrozenDictionary(name => name, Name, StringComparer.Ordinal);

    /// <summary>All types that an endpoint may subscribe to, in order of name.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Types.Values.OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The types that a merchant's endpoint may subscribe to, in order of name.</summary>
    public static IReadOnlyList<string> OfMerchants { get; } = [.. All.Where(IsOfMerchants)];

    /// <summary>Whether a type may be told to a merchant.</summary>
    public static bool IsOfMerchants(string type) => !OfCustomers.Contains(type);

    /// <summary>The type of a stored event; null when it is not told outside.</summary>
    public static string? Of(string name) => Types.GetValueOrDefault(name);

    /// <summary>Whether a stored event is not told outside.</summary>
    public static bool IsInside(string name) => Inside.Contains(name);

    private static string? Name(string name) => IsInside(name) ? null : Given.TryGetValue(name, out var given)
        ? given
        : name.StartsWith(Payment, StringComparison.Ordinal)
            ? $"{Money}{name[Payment.Length..]}"
            : MoneyEvents.Is(name) ? $"{Money}{name}" : $"job.{name}";
}
