using System.Text;
using NBomber.Contracts.Stats;

namespace NBomber.Reports;

/// <summary>Reports without plots: plain text, Markdown, CSV.</summary>
internal static class TextReport
{
    /// <summary>Plain text, columns aligned.</summary>
    public static string Txt(NodeStats stats)
    {
        var text = new StringBuilder();
        foreach (var note in ReportRows.Notes(stats))
        {
            text.AppendLine(note);
        }

        foreach (var scenario in stats.ScenarioStats)
        {
            text.AppendLine();
            Aligned(text, ReportRows.MeasuredColumns, [.. ReportRows.Measured(scenario)]);
            Aligned(text, ReportRows.CodeColumns, [.. ReportRows.Codes(scenario)]);
        }

        Aligned(text, ReportRows.ThresholdColumns, [.. ReportRows.Thresholds(stats)]);
        return text.ToString();
    }

    /// <summary>Markdown.</summary>
    public static string Md(NodeStats stats)
    {
        var text = new StringBuilder().AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"# {stats.TestInfo.TestName}").AppendLine();
        foreach (var note in ReportRows.Notes(stats))
        {
            text.AppendLine(note).AppendLine();
        }

        foreach (var scenario in stats.ScenarioStats)
        {
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"## {Cell(scenario.ScenarioName)}").AppendLine();
            Piped(text, ReportRows.MeasuredColumns, [.. ReportRows.Measured(scenario)]);
            Piped(text, ReportRows.CodeColumns, [.. ReportRows.Codes(scenario)]);
        }

        if (stats.Thresholds.Length > 0)
        {
            text.AppendLine("## Thresholds").AppendLine();
            Piped(text, ReportRows.ThresholdColumns, [.. ReportRows.Thresholds(stats)]);
        }

        return text.ToString();
    }

    /// <summary>CSV (RFC 4180), a row for each outcome of a scenario and of each step.</summary>
    public static string Csv(NodeStats stats)
    {
        var text = new StringBuilder("test_suite,test_name,begun,scenario,step,outcome,count,percent,per_second,min_ms,mean_ms,p50_ms,p75_ms,p95_ms,p99_ms,max_ms,std_dev_ms,bytes\r\n");
        foreach (var scenario in stats.ScenarioStats)
        {
            foreach (var row in ReportRows.Measured(scenario))
            {
                var step = row[0].StartsWith("  ", StringComparison.Ordinal) ? row[0][2..] : "";
                var begun = stats.TestInfo.Created.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
                text.AppendJoin(',', new[] { stats.TestInfo.TestSuite, stats.TestInfo.TestName, begun, scenario.ScenarioName, step }.Concat(row.Skip(1)).Select(Field)).Append("\r\n");
            }
        }

        return text.ToString();
    }

    private static string Field(string value) =>
        value.AsSpan().ContainsAny(',', '"', '\n') || value.Contains('\r', StringComparison.Ordinal) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static void Aligned(StringBuilder text, string[] columns, string[][] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var widths = columns.Select((column, i) => Math.Max(column.Length, rows.Max(row => row[i].Length))).ToArray();
        foreach (var row in rows.Prepend(columns))
        {
            text.AppendLine(string.Join("  ", row.Select((cell, i) => IsText(columns[i]) ? cell.ReplaceLineEndings(" ").PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }

        text.AppendLine();
    }

    private static void Piped(StringBuilder text, string[] columns, string[][] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        text.AppendLine($"| {string.Join(" | ", columns)} |").AppendLine($"|{string.Concat(columns.Select(column => IsText(column) ? "---|" : "---:|"))}");
        foreach (var row in rows)
        {
            text.AppendLine($"| {string.Join(" | ", row.Select(Cell))} |");
        }

        text.AppendLine();
    }

    private static bool IsText(string column) => column is "scenario / step" or "outcome" or "threshold" or "of" or "fault" or "status" or "message";
}
