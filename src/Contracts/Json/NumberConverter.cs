using System.Text.Json;
using System.Text.Json.Serialization;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes a value as one number.</summary>
internal sealed class NumberConverter<T>(Func<double, T> make, Func<T, double> value) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return make(reader.GetDouble());
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T number, JsonSerializerOptions options) => writer.WriteNumberValue(value(number));
}
