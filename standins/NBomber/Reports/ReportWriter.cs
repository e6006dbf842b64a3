using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.Engine;

namespace NBomber.Reports;

/// <summary>Writes the reports that are wanted.</summary>
internal static class ReportWriter
{
    /// <summary>Writes them.</summary>
    /// <returns>The files.</returns>
    public static ReportFile[] Write(NBomberContext context, NodeStats stats, IReadOnlyList<IReadOnlyList<TimelinePoint>> timelines)
    {
        if (context.ReportFormats.Count == 0)
        {
            return [];
        }

        Directory.CreateDirectory(context.ReportFolder);
        var name = context.ReportFileName ?? $"report-{stats.TestInfo.SessionId}";
        return [.. context.ReportFormats.Distinct().Select(format =>
        {
            var (ending, content) = format switch
            {
                ReportFormat.Txt => ("txt", TextReport.Txt(stats)),
                ReportFormat.Html => ("html", HtmlReport.Page(stats, timelines)),
                ReportFormat.Csv => ("csv", TextReport.Csv(stats)),
                ReportFormat.Md => ("md", TextReport.Md(stats)),
            };
            var path = Path.Combine(context.ReportFolder, $"{name}.{ending}");
            File.WriteAllText(path, content);
            return new ReportFile(path, format, content);
        })];
    }
}
