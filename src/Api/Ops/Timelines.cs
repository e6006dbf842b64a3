using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Offers;

namespace O2O.Dispatch.Api.Ops;

/// <summary>Everything that happened to a job: its events, the offers of it, the money it moved.</summary>
internal static class Timelines
{
    public static async Task<Results<Ok<TimelineResource>, Problem>> Get(Guid id, HttpContext http, IJobStore store, IJobReader reader, IOfferStore offers, ILedgerReader ledger)
    {
        var job = new JobId(id);
        if (await store.Load(job, http.RequestAborted) is not { } known)
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        var events = await reader.Timeline(job, http.RequestAborted);
        var items = new List<TimelineItem>();
        foreach (var entry in events)
        {
            items.Add(new TimelineItem(entry.Event.At, "event", JobCodec.EventName(entry.Event), entry.Version, Json(JobCodec.WriteEvent(entry.Event))));
        }

        foreach (var offer in await offers.OfJob(job, http.RequestAborted))
        {
            items.Add(new TimelineItem(offer.SentAt, "offer", Snake.Of(offer.Status), null, Json(JsonSerializer.SerializeToUtf8Bytes(offer, DispatchJson.Options))));
        }

        foreach (var transfer in await ledger.OfJob(job, http.RequestAborted))
        {
            items.Add(new TimelineItem(transfer.At, "transfer", transfer.Cause, null, Of(transfer)));
        }

        var changedAt = events.IsEmpty ? known.Order.RequestedAt : events[^1].Event.At;
        return TypedResults.Ok(new TimelineResource(
            JobResources.Of(JobViews.Of(known, changedAt)) with { JourneyId = known.Order.Journey?.Value },
            [.. items.OrderBy(item => item.At).ThenBy(item => Rank(item.Kind))]));
    }

    private static int Rank(string kind) => kind switch
    {
        "event" => 0,
        "offer" => 1,
        _ => 2,
    };

    private static JsonElement Of(LedgerTransfer transfer) => JsonSerializer.SerializeToElement(
        new
        {
            transfer.Key,
            Debit = transfer.Debit.ToString(),
            Credit = transfer.Credit.ToString(),
            AmountMinorUnits = transfer.Amount.MinorUnits,
            Currency = transfer.Amount.Currency.Code,
            transfer.Intent,
            transfer.Cause,
        },
        DispatchJson.Options);

    private static JsonElement Json(byte[] document)
    {
        using var parsed = JsonDocument.Parse(document);
        return parsed.RootElement.Clone();
    }
}
