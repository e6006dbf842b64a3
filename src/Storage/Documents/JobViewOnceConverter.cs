using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Keeps the bytes of the last view it wrote on this thread: the answer, the outbox rows and the stream events of one commit carry the same view.</summary>
internal sealed class JobViewOnceConverter : JsonConverter<JobView>
{
    [ThreadStatic]
    private static Last? _last;

    /// <summary>Lets go of the view, so that nothing outlives its commit.</summary>
    public static void Forget()
    {
        if (_last is { } last)
        {
            last.View = null;
        }
    }

    /// <inheritdoc/>
    public override JobView? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<JobView>(ref reader, DispatchJson.Options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JobView value, JsonSerializerOptions options)
    {
        var last = _last ??= new Last();
        if (!ReferenceEquals(last.View, value))
        {
            last.View = null;
            last.Buffer.ResetWrittenCount();
            last.Writer.Reset(last.Buffer);
            JsonSerializer.Serialize(last.Writer, value, DispatchJson.Options);
            last.Writer.Flush();
            last.View = value;
        }

        writer.WriteRawValue(last.Buffer.WrittenSpan, skipInputValidation: true);
    }

    private sealed class Last
    {
        public Last() => Writer = new Utf8JsonWriter(Buffer);

        public ArrayBufferWriter<byte> Buffer { get; } = new(2_048);

        public Utf8JsonWriter Writer { get; }

        public JobView? View { get; set; }
    }
}
