using System.Text.Json;
using O2O.Dispatch.Pushes.Drill;

namespace O2O.Dispatch.Api.Bench;

/// <summary>What the benches look at of a pushed fact.</summary>
/// <param name="Type">job_changed, offer_made or offer_closed.</param>
/// <param name="Job">Of which job.</param>
/// <param name="Offer">Of an offer: its id.</param>
/// <param name="Payment">Of a job: where its payment stands.</param>
/// <param name="Pin">Of a job, on its customer's stream: what to tell the provider.</param>
/// <param name="HasProvider">Whether somebody has the job.</param>
/// <param name="Ended">Whether the job has ended.</param>
internal readonly record struct Told(string Type, Guid Job, Guid? Offer, string? Payment, string? Pin, bool HasProvider, bool Ended)
{
    /// <summary>Reads a fact; null where it is of no job.</summary>
    public static Told? Of(JsonElement fact) => fact.GetProperty("type").GetString() switch
    {
        "job_changed" => OfJob(fact.GetProperty("job")),
        "offer_made" => new Told("offer_made", fact.GetProperty("offer").GetProperty("job").GetProperty("job_id").GetId(), fact.GetProperty("offer").GetProperty("offer_id").GetId(), null, null, false, false),
        "offer_closed" => new Told("offer_closed", fact.GetProperty("job_id").GetId(), fact.GetProperty("offer_id").GetId(), null, null, false, true),
        _ => null,
    };

    private static Told OfJob(JsonElement job) => new(
        "job_changed",
        job.GetProperty("job_id").GetId(),
        null,
        job.GetProperty("payment").GetString(),
        job.TryGetProperty("pin", out var pin) ? pin.GetString() : null,
        job.TryGetProperty("provider_id", out _),
        job.GetProperty("ended").GetBoolean());
}
