namespace O2O.Dispatch.Api.Books;

/// <summary>Writes comma-separated values (RFC 4180): quoted where need be, lines ended by CR LF. Text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
/// <param name="output">Where to.</param>
internal sealed class CsvRows(TextWriter output)
{
    private bool _begun;

    /// <summary>Adds a text to the row.</summary>
    public CsvRows Text(string? text) => Cell(text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text ?? string.Empty);

    /// <summary>Adds what is a number or an instant already.</summary>
    public CsvRows Plain(string text) => Cell(text);

    /// <summary>Ends the row.</summary>
    public void End()
    {
        output.Write("\r\n");
        _begun = false;
    }

    /// <summary>Writes a whole row of names.</summary>
    public void Names(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Cell(name);
        }

        End();
    }

    private CsvRows Cell(string text)
    {
        if (_begun)
        {
            output.Write(',');
        }

        _begun = true;
        if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0)
        {
            output.Write('"');
            output.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }
        else
        {
            output.Write(text);
        }

        return this;
    }
}
