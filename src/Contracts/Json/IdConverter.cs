using System.Text.Json;
using System.Text.Json.Serialization;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes an id as 32 hexadecimal digits, without making a string.</summary>
internal sealed class IdConverter<T>(Func<Guid, T> make, Func<T, Guid> value) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Guid.TryParse(reader.GetString(), out var id) ? make(id) : throw new JsonException($"A {typeof(T).Name} is expected.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T id, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value(id).TryFormat(text, out _, "N");
        writer.WriteStringValue(text);
    }
}
