using System.Text.Json;
using System.Text.Json.Serialization;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>Writes a place as [longitude, latitude], as GeoJSON does.</summary>
internal sealed class GeoPointConverter : JsonConverter<GeoPoint>
{
    /// <inheritdoc/>
    public override GeoPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A place is [longitude, latitude].");
        }

        reader.Read();
        var longitude = reader.GetDouble();
        reader.Read();
        var latitude = reader.GetDouble();
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("A place is [longitude, latitude].");
        }

        return GeoPoint.TryCreate(longitude, latitude, out var place, out var fault) ? place : throw new JsonException(fault);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, GeoPoint value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Longitude);
        writer.WriteNumberValue(value.Latitude);
        writer.WriteEndArray();
    }
}
