namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Names a job. Written as 32 lower-case hexadecimal digits.</summary>
/// <param name="Value">A version 7 identifier from the injected clock and source, or one that a caller chose.</param>
public readonly record struct JobId(Guid Value) : IComparable<JobId>
{
    /// <summary>Reads the text form; any form of a GUID is taken.</summary>
    public static bool TryParse(string? text, out JobId id)
    {
        var ok = Guid.TryParse(text, out var value) && value != Guid.Empty;
        id = new JobId(ok ? value : Guid.Empty);
        return ok;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no GUID, or the empty one.</exception>
    public static JobId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' does not name a job: a GUID is expected.");

    /// <inheritdoc/>
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
