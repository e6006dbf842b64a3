using System.Text.Json;
using System.Text.Json.Serialization;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Ids that come from outside: as 32 hexadecimal digits or with dashes, never the empty one.</summary>
internal sealed class GivenIdConverter : JsonConverter<Guid>
{
    /// <inheritdoc/>
    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(ref reader, out var id) && id != Guid.Empty
            ? id
            : throw new JsonException("An id is expected: 32 hexadecimal digits, not all of them 0.");

    // Without a text on the heap where it is in one piece, which it nearly always is.
    private static bool TryParse(ref Utf8JsonReader reader, out Guid id) => reader is { HasValueSequence: false, ValueIsEscaped: false }
        ? Guid.TryParse(reader.ValueSpan, out id)
        : Guid.TryParse(reader.GetString(), out id);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out _, "N");
        writer.WriteStringValue(text);
    }
}
