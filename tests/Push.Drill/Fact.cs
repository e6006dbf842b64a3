using System.Globalization;
using System.Text.Json;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>A fact of a stream: its place, and what it says in a line, so that what was told can be held against what is stored.</summary>
/// <param name="Epoch">Of its place.</param>
/// <param name="Sequence">Of its place.</param>
/// <param name="Text">What it says.</param>
/// <param name="Job">The job that it is about.</param>
/// <param name="Version">That job's version; 0 where it says none.</param>
/// <param name="Ended">Whether that job is over.</param>
/// <param name="Offer">The offer that was made; empty where none was.</param>
internal readonly record struct Fact(long Epoch, long Sequence, string Text, Guid Job, long Version, bool Ended, Guid Offer = default)
{
    /// <summary>The type of facts that make an offer.</summary>
    public const string OfferMade = "offer_made";

    /// <summary>Reads one that was pushed.</summary>
    /// <param name="envelope">As it came.</param>
    public static Fact Of(JsonElement envelope)
    {
        var (epoch, sequence, type) = (envelope.GetProperty("epoch").GetInt64(), envelope.GetProperty("sequence").GetInt64(), envelope.GetProperty("type").GetString()!);
        switch (type)
        {
            case "job_changed":
                var job = ToldJob.Of(envelope.GetProperty("job"));
                return new Fact(epoch, sequence, Changed(envelope.GetProperty("event").GetString()!, job.Job, job.Version), job.Job, job.Version, job.Ended);
            case OfferMade:
                var made = envelope.GetProperty("offer");
                var offer = made.GetProperty("offer_id").GetId();
                var offered = made.GetProperty("job").GetProperty("job_id").GetId();
                return new Fact(epoch, sequence, Offered(offer, offered), offered, 0, false, offer);
            case "offer_closed":
                var closed = envelope.GetProperty("job_id").GetId();
                return new Fact(epoch, sequence, Closed(envelope.GetProperty("offer_id").GetId(), closed, envelope.GetProperty("outcome").GetString()!), closed, 0, false);
            default:
                return new Fact(epoch, sequence, type, default, 0, false);
        }
    }

    /// <summary>Reads one that is stored.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="payload">The message.</param>
    /// <param name="view">The job that the message has once for several; null for none.</param>
    public static Fact Stored(long sequence, string payload, string? view)
    {
        using var message = JsonDocument.Parse(payload);
        var root = message.RootElement;
        var type = root.GetProperty("type").GetString()!;
        if (type == "offer_closed")
        {
            var closed = root.GetProperty("job").GetId();
            return new Fact(1, sequence, Closed(root.GetProperty("offer").GetId(), closed, root.GetProperty("outcome").GetString()!), closed, 0, false);
        }

        if (type is not ("job_changed" or OfferMade))
        {
            return new Fact(1, sequence, type, default, 0, false);
        }

        using var shared = view is null ? null : JsonDocument.Parse(view);
        var job = root.GetProperty("job") is { ValueKind: JsonValueKind.Object } own ? own : shared!.RootElement;
        var id = job.GetProperty("job").GetId();
        if (type == OfferMade)
        {
            return new Fact(1, sequence, Offered(root.GetProperty("offer").GetId(), id), id, 0, false);
        }

        var version = job.GetProperty("version").GetInt64();
        return new Fact(1, sequence, Changed(root.GetProperty("event").GetString()!, id, version), id, version, ToldJob.IsEnd(job.GetProperty("state").GetString()!));
    }

    /// <summary>What a change of a job says.</summary>
    public static string Changed(string name, Guid job, long version) => string.Create(CultureInfo.InvariantCulture, $"job_changed {name} {job:N} {version}");

    private static string Offered(Guid offer, Guid job) => $"{OfferMade} {offer:N} {job:N}";

    private static string Closed(Guid offer, Guid job, string outcome) => $"offer_closed {offer:N} {job:N} {outcome}";
}
