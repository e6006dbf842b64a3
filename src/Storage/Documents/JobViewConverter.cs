using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>
/// Writes the view that all documents of one commit share as 0, and reads it back from where it is kept. Another view stands in its document as it is.
/// Which view is shared is told by <see cref="Share(JobView)"/> before writing and <see cref="Share(ReadOnlySpan{byte})"/> before reading, on the same thread.
/// </summary>
internal sealed class JobViewConverter : JsonConverter<JobView>
{
    private const int Placeholder = 0;

    [ThreadStatic]
    private static JobView? _shared;

    /// <summary>The view that is written as a placeholder from now on, on this thread; null for none.</summary>
    public static void Share(JobView? view) => _shared = view;

    /// <summary>The view, as JSON, that a placeholder stands for from now on, on this thread.</summary>
    public static void Share(ReadOnlySpan<byte> view) => _shared = view.IsEmpty ? null : JsonSerializer.Deserialize<JobView>(view, DispatchJson.Options);

    /// <inheritdoc/>
    public override JobView? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Number
        ? _shared ?? throw new JsonException("A document shares a view that is not there.")
        : JsonSerializer.Deserialize<JobView>(ref reader, DispatchJson.Options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JobView value, JsonSerializerOptions options)
    {
        if (ReferenceEquals(value, _shared))
        {
            writer.WriteNumberValue(Placeholder);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, DispatchJson.Options);
        }
    }
}
