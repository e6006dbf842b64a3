using System.Text.Json;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Documents that may share the view of their commit: the forms of <see cref="DispatchJson"/>, with the shared view kept once beside them.</summary>
internal static class StoreJson
{
    /// <summary>The options. Thread-safe; which view is shared is a matter of the thread, see <see cref="JobViewConverter"/>.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Reads a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="view">The view that it shares; empty when it shares none.</param>
    /// <exception cref="JsonException">The bytes are no such document.</exception>
    public static T Read<T>(ReadOnlySpan<byte> document, ReadOnlySpan<byte> view)
        where T : class
    {
        JobViewConverter.Share(view);
        try
        {
            return JsonSerializer.Deserialize<T>(document, Options) ?? throw new JsonException($"A {typeof(T).Name} is expected, not null.");
        }
        finally
        {
            JobViewConverter.Share((JobView?)null);
        }
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(DispatchJson.Options);
        options.Converters.Insert(0, new JobViewConverter());
        options.MakeReadOnly();
        return options;
    }
}
