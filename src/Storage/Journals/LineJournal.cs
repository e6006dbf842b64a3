namespace O2O.Dispatch.Storage.Journals;

/// <summary>
/// A file that lines are appended to, each handed to the system in one write, so that a killed process leaves whole lines and at most one that is cut off. A loss of power may take the last ones.
/// </summary>
public sealed class LineJournal : IDisposable
{
    private readonly FileStream _file;

    private LineJournal(FileStream file) => _file = file;

    /// <summary>Opens a journal, creating it if need be; a line that was cut off is cut away.</summary>
    /// <exception cref="StoreOpenException">The file cannot be opened.</exception>
    public static LineJournal Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            file.SetLength(WholeLines(file));
            file.Position = file.Length;
            return new LineJournal(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"{path} cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>The whole lines of a journal; none when it is not there.</summary>
    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var left = WholeLines(file);
        file.Position = 0;
        using var text = new StreamReader(file);
        while (left > 0 && text.ReadLine() is { } line)
        {
            // Lines are ASCII: every character is a byte.
            left -= line.Length + 1;
            yield return line;
        }
    }

    /// <summary>Appends a line.</summary>
    /// <param name="line">ASCII bytes without the line end.</param>
    public void Append(ReadOnlySpan<byte> line)
    {
        Span<byte> whole = line.Length < 4_096 ? stackalloc byte[line.Length + 1] : new byte[line.Length + 1];
        line.CopyTo(whole);
        whole[^1] = (byte)'\n';
        _file.Write(whole);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Where the last whole line ends.</summary>
    private static long WholeLines(FileStream file)
    {
        var buffer = new byte[4_096];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            file.Position = start;
            var read = file.ReadAtLeast(buffer.AsSpan(0, (int)(end - start)), (int)(end - start), throwOnEndOfStream: false);
            var last = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                return start + last + 1;
            }

            end = start;
        }

        return 0;
    }
}
