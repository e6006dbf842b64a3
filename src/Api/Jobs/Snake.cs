using System.Collections.Concurrent;
using System.Text.Json;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>The public names of enum values: snake_case.</summary>
internal static class Snake
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string Of(Enum value) => Names.GetOrAdd(value, known => JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()));
}
