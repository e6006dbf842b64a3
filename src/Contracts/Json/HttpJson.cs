using System.Text.Json;

namespace O2O.Dispatch.Contracts.Json;

/// <summary>The JSON of the HTTP API and the hubs: as <see cref="DispatchJson"/> has it (snake_case, ids as 32 hexadecimal digits, nothing written for null), and strict in reading:
/// what is required has to be there, and what may not be null is not.</summary>
public static class HttpJson
{
    /// <summary>Bodies nest no deeper than this.</summary>
    public const int MaxDepth = 16;

    /// <summary>The options. Never changed after first use; thread-safe.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Makes options as these are, for a framework that wants its own.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = DispatchJson.Options.DefaultIgnoreCondition;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        options.Converters.Clear();

        // The first that fits counts.
        options.Converters.Add(new GivenIdConverter());
        options.Converters.Add(new LocationBodyConverter());
        foreach (var converter in DispatchJson.Options.Converters)
        {
            options.Converters.Add(converter);
        }
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
