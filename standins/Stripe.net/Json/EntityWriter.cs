using System.Collections;
using System.Text;
using System.Text.Json;

namespace Stripe.Infrastructure;

/// <summary>Writes objects as the API would: instants as seconds, an object that came as an id as that id.</summary>
internal static class EntityWriter
{
    public static string Write(StripeEntity entity)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            Write(writer, entity);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case DateTime time:
                writer.WriteNumberValue(FormEncoder.Seconds(time));
                break;
            case IDictionary pairs:
                writer.WriteStartObject();
                foreach (DictionaryEntry pair in pairs)
                {
                    writer.WritePropertyName((string)pair.Key);
                    Write(writer, pair.Value);
                }

                writer.WriteEndObject();
                break;
            case StripeEntity entity:
                writer.WriteStartObject();
                foreach (var (json, property, id) in EntityReader.Plan(entity.GetType()))
                {
                    writer.WritePropertyName(json);
                    Write(writer, property.GetValue(entity) ?? id?.GetValue(entity));
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new NotSupportedException($"{value.GetType().Name} is no type of the API.");
        }
    }
}
