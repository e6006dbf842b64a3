using System.IO.Compression;
using System.Text;

namespace O2O.Dispatch.Geo.Files;

/// <summary>
/// Reads small numeric CSV files: a header row, commas, LF or CRLF ends, optional quotes around a field, no commas or line ends within one.
/// A gzip file is recognised by its first two bytes, not by its name.
/// </summary>
internal sealed class NumericCsv
{
    private const int KeptFaults = 1_000;

    private readonly string text;
    private readonly List<RowFault> faults = [];
    private readonly int[] starts;
    private readonly int[] lengths;
    private int at;

    private NumericCsv(string file, string text, string[] header, int at)
    {
        File = file;
        this.text = text;
        this.at = at;
        Header = header;
        starts = new int[header.Length];
        lengths = new int[header.Length];
    }

    public string File { get; }

    public string[] Header { get; }

    /// <summary>The line of the current row in the file; the header is 1.</summary>
    public int Row { get; private set; } = 1;

    /// <summary>The first broken rows, no more than a thousand of them.</summary>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <summary>How many rows are broken.</summary>
    public int FaultCount { get; private set; }

    public static NumericCsv Open(string file)
    {
        byte[] bytes;
        try
        {
            bytes = System.IO.File.ReadAllBytes(file);
            if (bytes.Length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
            {
                using var unpacked = new MemoryStream();
                using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                {
                    gzip.CopyTo(unpacked);
                }

                bytes = unpacked.ToArray();
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException(file, "the file is not there. Check the path.", e);
        }
        catch (InvalidDataException e)
        {
            throw new InputFileException(file, "the file begins as gzip but cannot be unpacked. It may be cut off; fetch it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(file, $"the file cannot be read ({e.Message}).", e);
        }

        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InputFileException(file, "the file is empty. It needs a header row and at least one row.");
        }

        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? text : text[..end];
        var header = line.Split(',').Select(h => h.Trim().Trim('"')).ToArray();
        return new NumericCsv(file, text, header, end < 0 ? text.Length : end + 1);
    }

    /// <summary>The place of a column in the header.</summary>
    /// <exception cref="InputFileException">No such column.</exception>
    public int Column(string name) => OptionalColumn(name) ?? throw new InputFileException(
        File, $"the column '{name}' is missing. The header has: {string.Join(", ", Header)}.");

    public int? OptionalColumn(string name)
    {
        var column = Array.FindIndex(Header, h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));
        return column < 0 ? null : column;
    }

    /// <summary>Goes to the next row that has as many fields as the header; blank lines are passed over, other rows are faults.</summary>
    public bool Next()
    {
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(at, end - at);
            var start = at;
            at = end + 1;
            Row++;
            if (line.IsWhiteSpace())
            {
                continue;
            }

            var fields = 0;
            foreach (var range in line.Split(','))
            {
                if (fields < starts.Length)
                {
                    var (offset, length) = range.GetOffsetAndLength(line.Length);
                    starts[fields] = start + offset;
                    lengths[fields] = length;
                }

                fields++;
            }

            if (fields == Header.Length)
            {
                return true;
            }

            Fault($"{fields} fields where the header has {Header.Length}.");
        }

        return false;
    }

    public ReadOnlySpan<char> Field(int column) => text.AsSpan(starts[column], lengths[column]).Trim().Trim('"');

    public bool TryWhole(int column, out long value)
    {
        if (long.TryParse(Field(column), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        Fault($"{Header[column]} '{Field(column)}' is not a whole number.");
        return false;
    }

    /// <summary>Reads a number; NaN and infinities are left for the caller's own range check, whose message is better.</summary>
    public bool TryNumber(int column, out double value)
    {
        if (double.TryParse(Field(column), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        Fault($"{Header[column]} '{Field(column)}' is not a number.");
        return false;
    }

    public void Fault(string reason)
    {
        FaultCount++;
        if (faults.Count < KeptFaults)
        {
            faults.Add(new RowFault(File, Row, reason));
        }
    }

    public void ThrowIfBroken()
    {
        if (FaultCount > 0)
        {
            throw new InputFileException(File, faults, FaultCount);
        }
    }
}
