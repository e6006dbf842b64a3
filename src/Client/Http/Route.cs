using System.Globalization;

namespace O2O.Dispatch.Client.Http;

/// <summary>Parts of addresses, escaped and in the API's forms.</summary>
internal static class Route
{
    public static string Segment(string text) => Uri.EscapeDataString(text);

    /// <summary>A path with those of the parameters that are not null.</summary>
    public static string Query(string path, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = path;
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (Text(value) is { } text)
            {
                query = $"{query}{separator}{name}={Uri.EscapeDataString(text)}";
                separator = '&';
            }
        }

        return query;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        Guid id => id.ToString("N"),
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum state => SnakeCase(state.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string SnakeCase(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
