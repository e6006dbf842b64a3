using System.Text.Json;
using System.Text.Json.Serialization;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes a value as its text form.</summary>
internal sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return parse(reader.GetString() ?? throw new JsonException($"A {typeof(T).Name} is expected, not null."));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}
