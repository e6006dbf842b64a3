using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The stored names of an enum's values: snake_case, as everywhere outside the process. A test pins them, because what was written is read for ever.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, byte[]> Names = Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Encoding.UTF8.GetBytes(NameOf(value)));
    private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(NameOf, value => value, StringComparer.Ordinal);

    /// <summary>The name in UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8(T value) => Names[value];

    /// <summary>The name.</summary>
    public static string Of(T value) => Encoding.UTF8.GetString(Names[value]);

    /// <summary>The value with this name.</summary>
    /// <exception cref="StoreFaultException">No value has it: a newer program wrote it, or the store was changed by hand.</exception>
    public static T Parse(string name) => Values.TryGetValue(name, out var value)
        ? value
        : throw new StoreFaultException($"The store holds the {typeof(T).Name} '{name}', which this program does not know.");

    private static string NameOf(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
