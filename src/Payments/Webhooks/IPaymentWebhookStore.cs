using System.Collections.Immutable;

namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Keeps webhooks. Thread-safe.</summary>
public interface IPaymentWebhookStore
{
    /// <summary>Keeps a webhook that came in; durable when it returns.</summary>
    /// <returns>The row, with its number; null when the event was there already.</returns>
    ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken);

    /// <summary>Rows that wait and are due, those that are so for longest first; none that was set aside.</summary>
    ValueTask<ImmutableArray<PaymentWebhook>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Puts a row that waits off after a try in vain.</summary>
    ValueTask PutOff(long number, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken);

    /// <summary>Sets a row that waits aside for a person to look at; it is not tried again by itself.</summary>
    ValueTask Park(long number, int attempts, string error, CancellationToken cancellationToken);

    /// <summary>The rows that were set aside, in order of number.</summary>
    ValueTask<ImmutableArray<PaymentWebhook>> Parked(int limit, CancellationToken cancellationToken);

    /// <summary>Lets a row that was set aside be tried again from an instant on, its attempts counted anew.</summary>
    /// <returns>False when no such row is set aside.</returns>
    ValueTask<bool> Unpark(long number, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Says what became of a row that waits, or was set aside. Of a row that was acted on already, what stands stays.</summary>
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
