using System.Text.Json;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>The JSON form of a report.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The text.</summary>
    public static string Write(ReplayReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Writes a file.</summary>
    /// <exception cref="ReplayFault">The file cannot be written.</exception>
    /// <param name="reports">At least one.</param>
    /// <param name="file">Where to.</param>
    /// <param name="asList">Whether a list is written, also of one.</param>
    public static void WriteFile(IReadOnlyList<ReplayReport> reports, string file, bool asList)
    {
        try
        {
            File.WriteAllText(file, (asList ? JsonSerializer.Serialize(reports, Options) : Write(reports[0])) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--report: {file} cannot be written: {fault.Message}", fault);
        }
    }
}
