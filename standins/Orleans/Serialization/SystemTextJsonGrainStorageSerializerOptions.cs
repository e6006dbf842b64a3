using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Serialization;

/// <summary>How state becomes JSON.</summary>
public sealed class SystemTextJsonGrainStorageSerializerOptions
{
    /// <summary>The options. Default: fields included, nulls left out.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; } = new()
    {
        IncludeFields = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
