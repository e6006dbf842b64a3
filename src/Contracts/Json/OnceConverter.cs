using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes an immutable value that many documents share: its JSON is made once and kept as long as the value lives. Thread-safe.</summary>
/// <typeparam name="T">What is shared; never changed once it is written.</typeparam>
/// <param name="options">How it is written, once, and read.</param>
internal sealed class OnceConverter<T>(JsonSerializerOptions options) : JsonConverter<T>
    where T : class
{
    private readonly ConditionalWeakTable<T, byte[]> _written = [];

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions _) => JsonSerializer.Deserialize<T>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions _) =>
        writer.WriteRawValue(_written.GetValue(value, shared => JsonSerializer.SerializeToUtf8Bytes(shared, options)), skipInputValidation: true);
}
