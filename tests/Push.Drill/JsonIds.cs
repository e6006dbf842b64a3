using System.Text.Json;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>Ids as the service writes them.</summary>
internal static class JsonIds
{
    /// <summary>An id of 32 hexadecimal digits, which <see cref="JsonElement.GetGuid"/> does not take.</summary>
    public static Guid GetId(this JsonElement text) => Guid.ParseExact(text.GetString()!, "N");
}
