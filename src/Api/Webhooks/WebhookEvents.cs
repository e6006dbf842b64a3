using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Makes what is sent of events. The same event gives the same bytes, whoever makes it and when.</summary>
internal static class WebhookEvents
{
    private const string OfMerchant = "_m";

    private static readonly ConcurrentDictionary<(Type Event, string Name), PropertyInfo?> Details = new();

    /// <summary>The id of an event of a job.</summary>
    public static string IdOf(JobId job, long version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"evt_{job.Value:N}_{version}");

    /// <summary>An event of a job.</summary>
    /// <param name="type">Its public type.</param>
    /// <param name="job">The job as the event left it.</param>
    /// <param name="happened">The event.</param>
    public static WebhookEvent Of(string type, Job job, JobEvent happened)
    {
        var id = IdOf(job.Id, job.Version);
        var body = new WebhookEventResource(id, type, happened.At, job.Id.Value, job.Version, Data(job, happened));
        return new WebhookEvent(id, type, job.Id.Value, job.Version, Json(body));
    }

    /// <summary>An event of an order as the order's merchant is told of it: what it sees of the order, and nothing that only the customer and the bank know. It has an id of its own, because its body is another.</summary>
    /// <param name="type">Its public type.</param>
    /// <param name="job">The job as the event left it.</param>
    /// <param name="happened">The event.</param>
    public static WebhookEvent ForMerchant(string type, Job job, JobEvent happened)
    {
        var id = IdOf(job.Id, job.Version) + OfMerchant;
        var data = Data(job, happened) with { Code = null, JourneyId = null };
        var body = new WebhookEventResource(id, type, happened.At, job.Id.Value, job.Version, type.StartsWith(WebhookTypes.Money, StringComparison.Ordinal) ? data with { Reason = null } : data);
        return new WebhookEvent(id, type, job.Id.Value, job.Version, Json(body));
    }

    /// <summary>A test.</summary>
    public static WebhookEvent Ping(Guid id, DateTimeOffset at)
    {
        var body = new WebhookEventResource($"evt_ping_{id:N}", WebhookTypes.Ping, at, null, null, null);
        return new WebhookEvent(body.Id, body.Type, null, 0, Json(body));
    }

    private static string Json(WebhookEventResource body) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(body, HttpJson.Options));

    private static WebhookJobResource Data(Job job, JobEvent happened)
    {
        var (order, payment) = (job.Order, job.Payment);
        return new WebhookJobResource(
            WireEnums.Of(job.Status),
            job.Status.IsEnd(),
            WireEnums.Of(payment.Status),
            order.Market.Value,
            order.ServiceClass.Value,
            order.Operator.Value,
            order.Customer.Value,
            order.Merchant?.Value,
            job.Assignment?.Provider.Value,
            job.Attempt,
            order.RequestedAt,
            order.QuotedFare.Currency.Code,
            (job.FinalFare ?? order.QuotedFare).Total.MinorUnits,
            payment.Authorised.MinorUnits,
            payment.Captured.MinorUnits,
            payment.Released.MinorUnits,
            Detail(happened, "Amount") is Money amount ? amount.MinorUnits : null,
            Detail(happened, "Reason") switch
            {
                Enum reason => Snake.Of(reason),
                string { Length: > 0 } words => words,
                _ => null,
            },
            Detail(happened, "Code") as string,
            payment.Refunded.MinorUnits,
            payment.Tip is { Status: TipStatus.Paid } tip ? tip.Amount.MinorUnits : 0,
            order.Journey?.Value,
            payment.TipRefunded is { IsZero: false } back ? back.MinorUnits : null);
    }

    // Read by name, so that an event that is added to the job carries its amount, reason and code at once.
    private static object? Detail(JobEvent happened, string name) =>
        Details.GetOrAdd((happened.GetType(), name), key => key.Event.GetProperty(key.Name))?.GetValue(happened);
}
