using System.Collections.Immutable;

namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Keeps webhooks. Thread-safe.</summary>
public interface IPaymentWebhookStore
{
    /// <summary>Keeps a webhook that came in; durable when it returns.</summary>
    /// <returns>The row, with its number; null when the event was there already.</returns>
    ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken);

    /// <summary>Rows that wait, received before an instant, the oldest first.</summary>
    ValueTask<ImmutableArray<PaymentWebhook>> Waiting(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Says what became of a row that waits. Of a row that does not wait any more, what stands stays.</summary>
    ValueTask Mark(long number, WebhookState state, string? reason, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Rows, the latest first.</summary>
    /// <param name="state">Those of this state; null for all.</param>
    /// <param name="before">Those with a smaller number; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<PaymentWebhook>> Page(WebhookState? state, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes rows that were processed before an instant.</summary>
    /// <returns>How many; call again while it is the limit.</returns>
    ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
