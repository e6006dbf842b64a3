using System.Globalization;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Api.Notifications;

/// <summary>What is sent to whom, over which channel, in which words.</summary>
internal static class NotificationTexts
{
    /// <summary>The message that an event calls for; null for none. What calls for one is news to every node (<see cref="StreamTopics.IsNews"/>).</summary>
    public static (string Channel, string Kind, string To, string Text, Guid Job)? Of(StreamEvent happened) => happened.Message switch
    {
        PushMessage.OfferMade offer => (
            "push",
            "offer",
            happened.Stream,
            $"A {offer.Job.ServiceClass} is offered to you until {Clock(offer.ExpiresAt)}: {Amount(offer.Job, offer.Job.FareMinorUnits)}.",
            offer.Job.Job),
        PushMessage.JobChanged { Pin: { } pin } bound when IsCustomers(happened) => (
            "sms", "pin", happened.Stream, $"Your provider is on its way. Tell it the PIN {pin} to start.", bound.Job.Job),
        PushMessage.JobChanged { Event: "rest_failed" } owed when IsCustomers(happened) => (
            "email",
            "payment_owed",
            happened.Stream,
            $"Your {owed.Job.ServiceClass} came to {Amount(owed.Job, owed.Job.FareMinorUnits)}, and your card declined {Amount(owed.Job, owed.Job.FareMinorUnits - owed.Job.CapturedMinorUnits)} of it. This is still open.",
            owed.Job.Job),
        PushMessage.JobChanged { Event: "leg_delayed" } late when IsCustomers(happened) => (
            "push",
            "leg_delayed",
            happened.Stream,
            $"Your {late.Job.ServiceClass} cannot begin at the time you booked: what comes before it is not done yet. It begins as soon as that is, within {JobLimits.MostMoved.TotalHours:0} hours, or costs nothing.",
            late.Job.Job),
        PushMessage.JobChanged { Event: "leg_opened" } opened when IsCustomers(happened) => (
            "push", "leg_opened", happened.Stream, $"What comes before it is done: your {opened.Job.ServiceClass} is next.", opened.Job.Job),
        PushMessage.JobChanged { Event: "canceled", Job: { Leg: > 1, State: JobState.CanceledByPlatform } } gone when IsCustomers(happened) => (
            "push", "leg_canceled", happened.Stream, $"Your {gone.Job.ServiceClass}, part {gone.Job.Leg} of what you ordered, was canceled. It costs you nothing.", gone.Job.Job),
        PushMessage.JobChanged { Event: "refund_reversed" } lost when IsCustomers(happened) => (
            "email", "refund_failed", happened.Stream, $"Your bank sent back what we refunded for your {lost.Job.ServiceClass}. We are looking into it.", lost.Job.Job),
        PushMessage.JobChanged { Event: "tip_refund_reversed" } lost when IsCustomers(happened) => (
            "email", "refund_failed", happened.Stream, $"Your bank sent back what we refunded of your tip for your {lost.Job.ServiceClass}. We are looking into it.", lost.Job.Job),
        PushMessage.JobChanged { Event: "payment_captured" or "rest_paid" } paid when IsCustomers(happened) && paid.Job.CapturedMinorUnits >= paid.Job.FareMinorUnits => (
            "email",
            "receipt",
            happened.Stream,
            $"You have paid {Amount(paid.Job, paid.Job.CapturedMinorUnits)} for your {paid.Job.ServiceClass}. Thank you.",
            paid.Job.Job),
        _ => null,
    };

    private static bool IsCustomers(StreamEvent happened) => happened.Stream.StartsWith("customer/", StringComparison.Ordinal);

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Amount(JobView job, long minorUnits) => new Money(minorUnits, Currency.Of(job.Currency)).ToString();
}
