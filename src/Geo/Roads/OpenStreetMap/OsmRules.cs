using System.Globalization;

namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>
/// How tags are read (wiki.openstreetmap.org: Key:highway, Key:access, Key:oneway, Key:maxspeed). Not read: turn restrictions, barriers, tags with
/// conditions, lanes.
/// </summary>
internal static class OsmRules
{
    private const double WalkKmh = 6;
    private const double KmPerMile = 1.609344;
    private const double KmPerNauticalMile = 1.852;
    private const double LeastKmh = 1;
    private const double MostKmh = 200;

    /// <summary>Where there is no limit: what cars go on such a motorway. A guess.</summary>
    private const double NoLimitKmh = 120;

    /// <summary>km/h on a road without a limit tag, by class; those of the car profile of OSRM, an open router.</summary>
    private static readonly Dictionary<string, double> Classes = new(StringComparer.Ordinal)
    {
        ["motorway"] = 90,
        ["motorway_link"] = 45,
        ["trunk"] = 85,
        ["trunk_link"] = 40,
        ["primary"] = 65,
        ["primary_link"] = 30,
        ["secondary"] = 55,
        ["secondary_link"] = 25,
        ["tertiary"] = 40,
        ["tertiary_link"] = 20,
        ["unclassified"] = 25,
        ["road"] = 25,
        ["residential"] = 25,
        ["living_street"] = 10,
        ["service"] = 15,
    };

    /// <summary>The keys that allow and forbid cars, the most special first: the first that is there decides.</summary>
    private static readonly string[] AccessKeys = ["motorcar", "motor_vehicle", "vehicle", "access"];

    private static readonly HashSet<string> Forbidding = new(StringComparer.Ordinal)
    {
        "no", "private", "agricultural", "forestry", "agricultural;forestry", "emergency", "military", "psv", "bus", "bicycle", "foot", "permit",
    };

    private static readonly string[] OneWayKeys = ["oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"];

    public static OsmRoad Road(IReadOnlyDictionary<string, string> tags)
    {
        if (!tags.TryGetValue("highway", out var road) || !Classes.TryGetValue(road, out var usual) || tags.GetValueOrDefault("area") == "yes")
        {
            return new OsmRoad(OsmRefusal.NotARoad, null, null, false);
        }

        var access = AccessKeys.Select(tags.GetValueOrDefault).FirstOrDefault(value => value is not null);
        var direction = Direction(road, tags);
        if ((access is not null && Forbidding.Contains(access)) || direction is null)
        {
            return new OsmRoad(OsmRefusal.NoAccess, null, null, false);
        }

        var both = Speed(tags, "maxspeed", usual, out var strange);
        var forward = Speed(tags, "maxspeed:forward", both, out var strangeForward);
        var backward = Speed(tags, "maxspeed:backward", both, out var strangeBackward);
        return new OsmRoad(
            OsmRefusal.None, direction >= 0 ? forward : null, direction <= 0 ? backward : null, strange || strangeForward || strangeBackward);
    }

    /// <summary>1 along the nodes, -1 against them, 0 both, null neither for certain.</summary>
    private static int? Direction(string road, IReadOnlyDictionary<string, string> tags)
    {
        var said = OneWayKeys.Select(tags.GetValueOrDefault).FirstOrDefault(value => value is not null);
        return said switch
        {
            "yes" or "true" or "1" => 1,
            "-1" or "reverse" => -1,
            "no" or "false" or "0" => 0,
            "reversible" or "alternating" => null,
            _ => road == "motorway" || tags.GetValueOrDefault("junction") is "roundabout" or "circular" ? 1 : 0,
        };
    }

    private static double Speed(IReadOnlyDictionary<string, string> tags, string key, double otherwise, out bool strange)
    {
        strange = false;
        if (!tags.TryGetValue(key, out var text))
        {
            return otherwise;
        }

        // Of several limits, by lane or by vehicle, the first is the one for most.
        text = text.Split(';', '|', ',')[0].Trim();
        switch (text)
        {
            case "walk":
                return WalkKmh;
            case "none":
                return NoLimitKmh;
            case "signals" or "variable":
                return otherwise;
        }

        // "DE:urban" and its like name a country's rule, which the class stands for.
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text.EndsWith(":walk", StringComparison.Ordinal) ? WalkKmh : otherwise;
        }

        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var unit = text[digits..].Trim() switch
        {
            "" or "km/h" or "kmh" or "kph" => 1,
            "mph" => KmPerMile,
            "knots" => KmPerNauticalMile,
            _ => double.NaN,
        };
        strange = !double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed)
            || !(speed * unit is >= LeastKmh and <= MostKmh);
        return strange ? otherwise : speed * unit;
    }
}
