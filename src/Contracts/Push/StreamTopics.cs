using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Push;

/// <summary>On which topics an event goes to other nodes, and which topics bring a stream. See docs/adr/0010-push-between-nodes.md.</summary>
public static class StreamTopics
{
    // What customers are told past their stream by a message or a suggestion, beside all that has a PIN.
    private static readonly ImmutableHashSet<string> Told = [
        "payment_captured", "rest_paid", "rest_failed", "refund_reversed", "tip_refund_reversed", "leg_delayed", "leg_opened", "canceled", "completed"];

    /// <summary>What every node that serves people hears: offers, and facts of customers that may call for a message or a suggestion.</summary>
    public static string News => "news";

    /// <summary>The jobs of a market, all versions of each, and its providers' shifts.</summary>
    public static string Market(string market) => $"market/{market}";

    /// <summary>Where the vehicles of a market are; no events, but what nodes say of those that report to them.</summary>
    public static string Places(string market) => $"places/{market}";

    /// <summary>Followed, and never published on, by the nodes that the app of a provider is connected to.</summary>
    public static string App(Guid provider) => $"app/{provider:N}";

    /// <summary>The topic that brings the events of a stream; null where that depends on the stream's market, which brings jobs, markets and merchants.</summary>
    public static string? Bringing(string stream) => IsOf(stream, "customer/") || IsOf(stream, "provider/") ? stream : null;

    /// <summary>The topics of an event.</summary>
    public static ImmutableArray<string> Of(StreamEvent happened) => happened.Message switch
    {
        PushMessage.JobChanged changed when IsOf(happened.Stream, "job/") => [Market(changed.Job.Market)],
        PushMessage.ProviderChanged => [Market(happened.Stream[(happened.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..])],
        _ => IsNews(happened) ? [happened.Stream, News] : [happened.Stream],
    };

    /// <summary>Whether every node that serves people hears of an event, so that one of them may send a message or suggest something: of a customer's facts it is told by their names, and by a PIN.</summary>
    public static bool IsNews(StreamEvent happened) => happened.Message is PushMessage.OfferMade or PushMessage.OfferClosed
        || (happened.Message is PushMessage.JobChanged changed && IsOf(happened.Stream, "customer/") && (changed.Pin is not null || Told.Contains(changed.Event)));

    private static bool IsOf(string stream, string kind) => stream.StartsWith(kind, StringComparison.Ordinal);
}
