namespace O2O.Dispatch.Geo.Files;

/// <summary>An input file cannot be used. The message names the file, the first broken rows, and what to do.</summary>
public sealed class InputFileException : Exception
{
    private const int FaultsInMessage = 5;

    /// <summary>The file as a whole is unusable: absent, empty, without a column.</summary>
    public InputFileException(string file, string message, Exception? inner = null)
        : base($"{file}: {message}", inner)
    {
        File = file;
        Faults = [];
    }

    /// <summary>The file has broken rows.</summary>
    /// <param name="file">The file as it was named by the caller.</param>
    /// <param name="faults">The broken rows in file order, at least one.</param>
    /// <param name="total">How many rows are broken in all, when <paramref name="faults"/> holds only the first; otherwise null.</param>
    public InputFileException(string file, IReadOnlyList<RowFault> faults, int? total = null)
        : base(Describe(file, faults, total ?? faults.Count))
    {
        File = file;
        Faults = faults;
    }

    /// <summary>The file as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>The broken rows in file order; empty when the file as a whole is unusable.</summary>
    public IReadOnlyList<RowFault> Faults { get; }

    private static string Describe(string file, IReadOnlyList<RowFault> faults, int total)
    {
        var first = string.Join(Environment.NewLine, faults.Take(FaultsInMessage).Select(f => $"  row {f.Row}: {f.Reason}"));
        var more = total > FaultsInMessage ? $"{Environment.NewLine}  and {total - FaultsInMessage} more" : string.Empty;
        return $"{file}: {total} broken row{(total == 1 ? string.Empty : "s")}.{Environment.NewLine}{first}{more}{Environment.NewLine}"
            + "Mend the rows, or leave them out by skipping bad rows (--skip-bad-rows), which counts them.";
    }
}
