using System.Collections.Frozen;
using System.Text.Json;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Stored forms of jobs and their events. What was written is read for ever: names here are never reused for another meaning.</summary>
public static class JobCodec
{
    private static readonly FrozenDictionary<Type, string> Names = EventTypes().ToFrozenDictionary(type => type, NameOf);
    private static readonly FrozenDictionary<string, Type> Types = EventTypes().ToFrozenDictionary(NameOf, type => type, StringComparer.Ordinal);

    /// <summary>The snake_case names of all events, in order.</summary>
    public static IReadOnlyList<string> EventNames { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The snake_case name of an event.</summary>
    public static string EventName(JobEvent happened) => Names[happened.GetType()];

    /// <summary>The order as JSON (UTF-8).</summary>
    public static byte[] WriteOrder(JobOrder order) => JsonSerializer.SerializeToUtf8Bytes(order, DispatchJson.Options);

    /// <summary>The state without the order as JSON (UTF-8). What became of the order since is in it.</summary>
    public static byte[] WriteState(Job job) => JsonSerializer.SerializeToUtf8Bytes(job, DispatchJson.Options);

    /// <summary>Reads a job back.</summary>
    /// <exception cref="JsonException">The bytes are no such documents.</exception>
    public static Job ReadJob(ReadOnlySpan<byte> order, ReadOnlySpan<byte> state)
    {
        var job = JsonSerializer.Deserialize<Job>(state, DispatchJson.Options) ?? throw new JsonException("A job is expected, not null.");
        var ordered = ReadOrder(order);
        return job with { Order = job.Destination?.Of(ordered) ?? ordered };
    }

    /// <summary>Reads an order back.</summary>
    /// <exception cref="JsonException">The bytes are no such document.</exception>
    public static JobOrder ReadOrder(ReadOnlySpan<byte> order) =>
        JsonSerializer.Deserialize<JobOrder>(order, DispatchJson.Options) ?? throw new JsonException("An order is expected, not null.");

    /// <summary>An event as JSON (UTF-8); its name is stored beside it.</summary>
    public static byte[] WriteEvent(JobEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), DispatchJson.Options);

    /// <summary>Reads an event back.</summary>
    /// <exception cref="JsonException">The name is not known or the bytes are no such document.</exception>
    public static JobEvent ReadEvent(string name, ReadOnlySpan<byte> payload) => Types.TryGetValue(name, out var type)
        ? (JobEvent)(JsonSerializer.Deserialize(payload, type, DispatchJson.Options) ?? throw new JsonException("An event is expected, not null."))
        : throw new JsonException($"'{name}' is not the name of a job event.");

    private static IEnumerable<Type> EventTypes() => typeof(JobEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(JobEvent)));

    private static string NameOf(Type type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);
}
