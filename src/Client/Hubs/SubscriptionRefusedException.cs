using Microsoft.AspNetCore.SignalR;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A hub refused a call and said why.</summary>
public sealed class SubscriptionRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="subject">What was asked for: the stream or the map.</param>
    /// <param name="slug">Why; the slugs are those of docs/reference/api.md.</param>
    /// <param name="inner">As the hub told it.</param>
    public SubscriptionRefusedException(string subject, string slug, Exception? inner = null)
        : base($"{subject}: {slug}", inner) => (Subject, Slug) = (subject, slug);

    /// <summary>What was asked for: the stream or the map.</summary>
    public string Subject { get; }

    /// <summary>Why.</summary>
    public string Slug { get; }

    /// <summary>Whether the same may be asked again in a while.</summary>
    internal bool IsPassing => Slug is "rate_limited" or "store_unavailable" or "unavailable" or "fault";

    /// <summary>SignalR puts words before the message of a hub's exception; the slug is what follows the last colon.</summary>
    internal static SubscriptionRefusedException From(string subject, HubException error) =>
        new(subject, error.Message[(error.Message.LastIndexOf(':') + 1)..].Trim(), error);
}
