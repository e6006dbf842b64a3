using System.Collections.Concurrent;
using System.Text.Json;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>The public names of enum values: snake_case. Thread-safe.</summary>
public static class Snake
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary>The name of a value.</summary>
    public static string Of(Enum value) => Known.GetOrAdd(value, known => JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()));

    /// <summary>The names of all values, in their order, with commas between them.</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(known => Of(known)));

    /// <summary>A value by its name.</summary>
    /// <returns>False when no value is called so.</returns>
    public static bool TryRead<T>(string? name, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (Of(known) == name)
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }
}
