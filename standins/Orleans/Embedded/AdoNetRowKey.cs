using System.Buffers.Text;
using System.Text;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// How Orleans spreads a grain key over the columns of its table. A key that reads as a Guid or a hexadecimal number is stored as one, also
/// when it was meant as text; everything else is the extension string.
/// </summary>
internal readonly record struct AdoNetRowKey(long N0, long N1, string? Extension, int Hash)
{
    public static AdoNetRowKey Of(string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        if (utf8.Length == 32 || (utf8.Length > 32 && utf8[32] == '+'))
        {
            if (Utf8Parser.TryParse(utf8.AsSpan(0, 32), out Guid guid, out var read, 'N') && read == 32)
            {
                var bytes = guid.ToByteArray();
                return Make(BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8), bytes, utf8.Length > 32 ? utf8[33..] : null);
            }
        }

        var plus = Array.IndexOf(utf8, (byte)'+');
        var number = plus < 0 ? utf8 : utf8.AsSpan(0, plus);
        if (Utf8Parser.TryParse(number, out long integer, out var length, 'X') && length == number.Length)
            return Make(0, integer, BitConverter.GetBytes(integer), plus < 0 ? null : utf8[(plus + 1)..]);
        return new AdoNetRowKey(0, 0, key, HashOf([.. utf8]));
    }

    public static int HashOfType(string type) => StableHash.RowHash(Encoding.UTF8.GetBytes(type));

    private static AdoNetRowKey Make(long n0, long n1, byte[] key, byte[]? extension) =>
        new(n0, n1, extension is null ? null : Encoding.UTF8.GetString(extension), HashOf([.. key, .. extension ?? []]));

    private static int HashOf(byte[] bytes)
    {
        Array.Reverse(bytes);
        return StableHash.RowHash(bytes);
    }
}
