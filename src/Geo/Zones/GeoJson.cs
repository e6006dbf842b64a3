using System.IO.Compression;
using System.Text.Json;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Geo.Zones;

/// <summary>
/// Reads the polygons of a GeoJSON file (RFC 7946): a FeatureCollection, a Feature or a bare geometry, of type Polygon or MultiPolygon; a third coordinate is
/// passed over. Points, lines and features without a geometry are no areas and are refused by name.
/// </summary>
public static class GeoJson
{
    /// <summary>Reads a file, plain or gzip by content.</summary>
    /// <exception cref="InputFileException">The file is missing, empty, no JSON, or no GeoJSON of polygons; the message says which feature.</exception>
    public static IReadOnlyList<GeoJsonFeature> ReadFile(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
            if (bytes.Length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
            {
                using var unpacked = new MemoryStream();
                using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                {
                    gzip.CopyTo(unpacked);
                }

                bytes = unpacked.ToArray();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputFileException(file, $"the file cannot be read ({e.Message}).", e);
        }

        if (bytes.Length == 0)
        {
            throw new InputFileException(file, "the file is empty. It needs a GeoJSON FeatureCollection.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputFileException(file, $"the file is not JSON ({e.Message}).", e);
        }
        catch (ZoneException e)
        {
            throw new InputFileException(file, e.Message, e);
        }
    }

    /// <summary>Reads GeoJSON that is already parsed.</summary>
    /// <exception cref="ZoneException">It holds no polygons, or something that is no polygon.</exception>
    public static IReadOnlyList<GeoJsonFeature> Read(JsonElement root)
    {
        var features = TypeOf(root) switch
        {
            "FeatureCollection" => root.TryGetProperty("features", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(Feature).ToArray()
                : throw new ZoneException("The FeatureCollection has no array 'features'."),
            "Feature" => [Feature(root, 0)],
            "Polygon" or "MultiPolygon" => [new GeoJsonFeature("feature 1", new Dictionary<string, string>(), Geometry("feature 1", root))],
            var type => throw new ZoneException($"GeoJSON of type '{type}' is no area. Expected a FeatureCollection, Feature, Polygon or MultiPolygon."),
        };
        return features.Length > 0 ? features : throw new ZoneException("The FeatureCollection is empty: there is no area in it.");
    }

    private static GeoJsonFeature Feature(JsonElement feature, int place)
    {
        var properties = new Dictionary<string, string>();
        if (feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in given.EnumerateObject())
            {
                if (property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                {
                    properties[property.Name] = property.Value.ToString();
                }
            }
        }

        var name = properties.GetValueOrDefault("zone") ?? properties.GetValueOrDefault("name")
            ?? (feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("id", out var id) ? id.ToString() : $"feature {place + 1}");
        if (TypeOf(feature) != "Feature" || !feature.TryGetProperty("geometry", out var geometry))
        {
            throw new ZoneException($"'{name}' is no Feature with a geometry.");
        }

        return new GeoJsonFeature(name, properties, Geometry(name, geometry));
    }

    private static AreaPolygon[] Geometry(string name, JsonElement geometry)
    {
        var type = TypeOf(geometry);
        if (type is not ("Polygon" or "MultiPolygon"))
        {
            throw new ZoneException($"'{name}' is a {type}; an area is a Polygon or MultiPolygon.");
        }

        if (!geometry.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind != JsonValueKind.Array)
        {
            throw new ZoneException($"'{name}' has no coordinates.");
        }

        var polygons = type == "Polygon" ? [Polygon(name, coordinates)] : Items(name, coordinates).Select(p => Polygon(name, p)).ToArray();
        return polygons.Length > 0 ? polygons : throw new ZoneException($"'{name}' is empty: it has no polygon.");
    }

    private static AreaPolygon Polygon(string name, JsonElement rings)
    {
        var all = Items(name, rings).Select(ring => (IReadOnlyList<GeoPoint>)[.. Items(name, ring).Select(p => Point(name, p))]).ToArray();
        return all.Length > 0 ? new AreaPolygon(all[0], all[1..]) : throw new ZoneException($"'{name}' is empty: a polygon has no ring.");
    }

    private static GeoPoint Point(string name, JsonElement position)
    {
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() < 2
            || position[0].ValueKind != JsonValueKind.Number || position[1].ValueKind != JsonValueKind.Number)
        {
            throw new ZoneException($"'{name}' has a position that is not [longitude, latitude].");
        }

        return GeoPoint.TryCreate(position[0].GetDouble(), position[1].GetDouble(), out var point, out var fault)
            ? point
            : throw new ZoneException($"'{name}' has a position off the earth. {fault}");
    }

    private static JsonElement.ArrayEnumerator Items(string name, JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray()
        : throw new ZoneException($"'{name}' has coordinates that are not nested as its type says.");

    private static string TypeOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "nothing GeoJSON";
}
