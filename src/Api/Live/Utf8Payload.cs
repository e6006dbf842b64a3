using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Live;

/// <summary>What is sent to many, serialised once: the hub protocol copies the bytes as they are.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class Utf8Payload
{
    private readonly byte[] _json;

    private Utf8Payload(byte[] json) => _json = json;

    /// <summary>How many bytes.</summary>
    public int Length => _json.Length;

    /// <summary>The bytes, UTF-8 JSON.</summary>
    public ReadOnlySpan<byte> Json => _json;

    /// <summary>Serialises a message of the API.</summary>
    public static Utf8Payload Of<T>(T message) => new(JsonSerializer.SerializeToUtf8Bytes(message, HttpJson.Options));

    private sealed class Converter : JsonConverter<Utf8Payload>
    {
        public override Utf8Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Payloads are written alone.");

        // It was written by the serialiser: nothing in it needs to be checked again.
        public override void Write(Utf8JsonWriter writer, Utf8Payload value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value._json, skipInputValidation: true);
    }
}
