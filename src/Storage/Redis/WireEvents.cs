using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Storage.Redis;

/// <summary>
/// Messages between nodes: a byte with the version of the form, the 16 bytes of the node that says it, then UTF-8 JSON in the form of <see cref="DispatchJson"/>, an array of events or a beat; or what another room packed. What is added to a record is
/// passed over by who does not know it; what cannot be read at all is left out and counted.
/// </summary>
internal static class WireEvents
{
    /// <summary>Before what a node says.</summary>
    public const int HeaderBytes = 17;

    private const byte Version = 1;

    /// <summary>An event as JSON.</summary>
    public static byte[] Text(StreamEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, DispatchJson.Options);

    /// <summary>A message of events.</summary>
    public static byte[] Of(Guid node, IReadOnlyList<byte[]> texts)
    {
        var message = new byte[HeaderBytes + 1 + texts.Sum(text => text.Length + 1)];
        Head(message, node);
        var at = HeaderBytes;
        for (var i = 0; i < texts.Count; i++)
        {
            message[at++] = i == 0 ? (byte)'[' : (byte)',';
            texts[i].CopyTo(message, at);
            at += texts[i].Length;
        }

        message[at] = (byte)']';
        return message;
    }

    /// <summary>A message of what is no event, as it is.</summary>
    public static byte[] Of(Guid node, ReadOnlySpan<byte> said)
    {
        var message = new byte[HeaderBytes + said.Length];
        Head(message, node);
        said.CopyTo(message.AsSpan(HeaderBytes));
        return message;
    }

    /// <summary>A message that says that a node is there.</summary>
    public static byte[] Of(Guid node, Beat beat) => Of(node, JsonSerializer.SerializeToUtf8Bytes(beat, DispatchJson.Options).AsSpan());

    /// <summary>Who says a message; null when it is of another version.</summary>
    public static Guid? NodeOf(ReadOnlySpan<byte> message) => message.Length > HeaderBytes && message[0] == Version ? new Guid(message[1..HeaderBytes]) : null;

    /// <summary>The beat of a message; null when it is none that can be read.</summary>
    public static Beat? BeatOf(ReadOnlySpan<byte> message) => Read<Beat>(message[HeaderBytes..]);

    /// <summary>The events of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="unread">How many of them cannot be read.</param>
    public static ImmutableArray<StreamEvent> EventsOf(ReadOnlySpan<byte> message, out int unread)
    {
        var text = message[HeaderBytes..];
        if (Read<StreamEvent[]>(text) is { } all && all.All(IsWhole))
        {
            unread = 0;
            return [.. all];
        }

        // Something in it is of another version: what is not is told.
        if (Read<JsonElement[]>(text) is not { } parts)
        {
            unread = 1;
            return [];
        }

        var events = ImmutableArray.CreateBuilder<StreamEvent>(parts.Length);
        foreach (var part in parts)
        {
            if (Read<StreamEvent>(JsonMarshal.GetRawUtf8Value(part)) is { } happened && IsWhole(happened))
            {
                events.Add(happened);
            }
        }

        unread = parts.Length - events.Count;
        return events.ToImmutable();
    }

    private static bool IsWhole(StreamEvent? happened) => happened is { Stream: not null, Message: not null };

    private static T? Read<T>(ReadOnlySpan<byte> text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, DispatchJson.Options);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException or FormatException)
        {
            // A kind of message, or a name, that this version has not.
            return null;
        }
    }

    private static void Head(byte[] message, Guid node)
    {
        message[0] = Version;
        node.TryWriteBytes(message.AsSpan(1));
    }

    /// <summary>That a node is there.</summary>
    /// <param name="Number">1, 2, 3 ...</param>
    /// <param name="Publishes">Whether it has ever published an event.</param>
    /// <param name="Dropped">How many messages of it went to nobody, for Redis was away.</param>
    /// <param name="IsLast">Whether it goes.</param>
    internal sealed record Beat(long Number, bool Publishes, long Dropped, bool IsLast);
}
