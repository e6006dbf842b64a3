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
    public static void WriteFile(ReplayReport report, string file)
    {
        try
        {
            File.WriteAllText(file, Write(report) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--report: {file} cannot be written: {fault.Message}", fault);
        }
    }
}
