using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The stored form of a pushed message that stands alone.</summary>
internal static class PushDocument
{
    /// <summary>The message as JSON (UTF-8).</summary>
    public static byte[] Of(PushMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, DispatchJson.Options);
}
