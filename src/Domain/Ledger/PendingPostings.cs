using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Ledger;

/// <summary>
/// Which pending transfers an event of a job makes, posts or voids. Pure. What is pending follows from the job's state alone: at most one hold, or one bank transfer that is awaited.
/// So a change of state that begins one makes a row, and one that ends one makes the row that posts or voids it.
/// </summary>
public static class PendingPostings
{
    /// <summary>The rows of one event; none for most.</summary>
    /// <param name="before">The state before the event; null for the first.</param>
    /// <param name="after">The state after the event.</param>
    /// <param name="happened">The event.</param>
    public static ImmutableArray<LedgerPending> Of(Job? before, Job after, JobEvent happened)
    {
        var (was, now) = (before is null ? null : Held(before), Held(after));
        if (was == now && before?.Payment.Holds == after.Payment.Holds)
        {
            return [];
        }

        var rows = ImmutableArray.CreateBuilder<LedgerPending>(2);
        if (was is { } open)
        {
            var key = Key(before!, open);
            var (phase, said, amount) = happened is JobEvent.PaymentCaptured { Amount.IsZero: false } captured
                ? (PendingPhase.Posted, "posted", captured.Amount)
                : (PendingPhase.Voided, "voided", open);
            rows.Add(new LedgerPending(Transfer(before!, $"{key}:{said}", amount, CauseOf(happened), happened.At), phase, $"{before!.Id}:{key}"));
        }

        if (now is { } begun)
        {
            rows.Add(new LedgerPending(
                Transfer(after, Key(after, begun), begun, after.Payment.Status == PaymentStatus.RequiresAction ? "awaited" : "held", happened.At), PendingPhase.Pending, null));
        }

        return rows.ToImmutable();
    }

    /// <summary>What is pending in a state; null for nothing. A hold that another is asked for in place of is taken no more.</summary>
    private static Money.Money? Held(Job job)
    {
        var payment = job.Payment;
        var held = payment.HoldsArePending is null ? null : payment.Status switch
        {
            PaymentStatus.Authorized => payment.Authorised,
            PaymentStatus.Capturing when payment is { Rest: null, Captured.IsZero: true } => payment.Authorised,
            PaymentStatus.RequiresAction when job.Order.IsTransfer => payment.Asked ?? job.Order.Hold,
            PaymentStatus.RequiresPaymentMethod or PaymentStatus.RequiresAction or PaymentStatus.Authorizing or PaymentStatus.Capturing or PaymentStatus.Captured
                or PaymentStatus.Released or PaymentStatus.AuthorizationExpired or PaymentStatus.Failed or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded
                or PaymentStatus.Disputed => default(Money.Money?),
        };
        return held is { IsZero: false } ? held : null;
    }

    /// <summary>A hold is asked for once an epoch, and raised at most once: its epoch and amount name it among those of its job.</summary>
    private static string Key(Job job, Money.Money amount) => string.Create(CultureInfo.InvariantCulture, $"held:{job.Payment.Holds}:{amount.MinorUnits}");

    private static string CauseOf(JobEvent happened) => happened switch
    {
        JobEvent.PaymentCaptured => "captured",
        JobEvent.HoldRaised => "raised",
        JobEvent.HoldAsked => "replaced",
        JobEvent.HoldExpired => "hold_expired",
        JobEvent.PaymentFailed or JobEvent.PaymentDeclined => "failed",
        _ => "released",
    };

    private static LedgerTransfer Transfer(Job job, string key, Money.Money amount, string cause, DateTimeOffset at) =>
        LedgerPostings.Transfer(job, key, LedgerPostings.Payer(job), LedgerPostings.Customer(job), amount, cause, job.Payment.Intent, at);
}
