using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Reads and writes location reports by hand: they are the most frequent thing that is ever sent here, a thousand in a body, and the general way costs several times as much.</summary>
internal sealed class LocationBodyConverter : JsonConverter<LocationBody>
{
    private static readonly GivenIdConverter Ids = new();

    /// <inheritdoc/>
    public override LocationBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A report is expected: an object with longitude and latitude.");
        }

        double? longitude = null;
        double? latitude = null;
        DateTimeOffset? at = null;
        Guid? provider = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("longitude"u8))
            {
                longitude = Number(ref reader);
            }
            else if (reader.ValueTextEquals("latitude"u8))
            {
                latitude = Number(ref reader);
            }
            else if (reader.ValueTextEquals("at"u8))
            {
                reader.Read();
                at = reader.TokenType == JsonTokenType.Null ? null
                    : reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) ? instant
                    : throw new JsonException("An instant is expected, for instance 2026-01-05T08:00:00Z.");
            }
            else if (reader.ValueTextEquals("provider_id"u8))
            {
                reader.Read();
                provider = reader.TokenType == JsonTokenType.Null ? null : Ids.Read(ref reader, typeof(Guid), options);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return longitude is { } east && latitude is { } north
            ? new LocationBody(east, north, at, provider)
            : throw new JsonException("A report is missing required properties including: 'longitude', 'latitude'.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LocationBody value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("longitude"u8, value.Longitude);
        writer.WriteNumber("latitude"u8, value.Latitude);
        if (value.At is { } at)
        {
            writer.WriteString("at"u8, at);
        }

        if (value.ProviderId is { } provider)
        {
            writer.WritePropertyName("provider_id"u8);
            Ids.Write(writer, provider, options);
        }

        writer.WriteEndObject();
    }

    private static double Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonException("A number of degrees is expected.");
    }
}
