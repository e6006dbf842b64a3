using System.Net;
using System.Text;
using NBomber.Contracts.Stats;
using NBomber.Engine;

namespace NBomber.Reports;

/// <summary>One page that needs nothing else: no script, no font, no picture from anywhere.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#667080;--line:#d7dce2;--page:#fff;--card:#f6f8fa;--good:#15803d;--bad:#c2261c;--a:#2563eb;--b:#d97706;--c:#9333ea}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#98a2b3;--line:#333b47;--page:#12161c;--card:#1a2028;--good:#4ade80;--bad:#f87171;--a:#60a5fa;--b:#fbbf24;--c:#c084fc}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:1100px;margin:0 auto;padding:24px}
        h1{font-size:24px;margin:0 0 8px}h2{font-size:18px;margin:32px 0 8px}p{margin:4px 0;color:var(--soft)}p.loud{color:var(--bad);font-weight:600}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums;margin:8px 0}
        th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}th{color:var(--soft);font-weight:600}td.t,th.t,td.m,th.m{text-align:left}td.m{white-space:normal}
        .good{color:var(--good)}.bad{color:var(--bad);font-weight:600}.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:16px}
        figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px}figcaption{font-weight:600;margin-bottom:4px}
        svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font:11px system-ui,sans-serif}.key{color:var(--soft);font-size:12px}.key b{font-weight:700}
        """;

    /// <summary>The page.</summary>
    /// <param name="stats">What the run came to.</param>
    /// <param name="timelines">Of each scenario, in the same order.</param>
    public static string Page(NodeStats stats, IReadOnlyList<IReadOnlyList<TimelinePoint>> timelines)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<title>").Append(Text(stats.TestInfo.TestName)).Append("</title><style>").Append(Style).Append("</style></head><body><h1>").Append(Text(stats.TestInfo.TestName)).Append("</h1>");
        foreach (var note in ReportRows.Notes(stats))
        {
            page.Append(note.StartsWith("THE GENERATOR", StringComparison.Ordinal) || note.StartsWith("It ended early", StringComparison.Ordinal) ? "<p class=\"loud\">" : "<p>").Append(Text(note)).Append("</p>");
        }

        if (stats.Thresholds.Length > 0)
        {
            page.Append("<h2>Thresholds</h2>");
            Table(page, ReportRows.ThresholdColumns, ReportRows.Thresholds(stats));
        }

        for (var i = 0; i < stats.ScenarioStats.Length; i++)
        {
            var scenario = stats.ScenarioStats[i];
            var points = timelines[i];
            page.Append("<h2>").Append(Text(scenario.ScenarioName)).Append("</h2><div class=\"plots\">");
            SvgPlot.Append(page, "Iterations a second", points, [("ok", "--good", point => point.OkPerSecond), ("failed", "--bad", point => point.FailPerSecond)]);
            SvgPlot.Append(page, "Latency of those that went well, ms", points, [("p50", "--a", point => point.Percent50), ("p95", "--b", point => point.Percent95), ("p99", "--c", point => point.Percent99)], point => point.OkPerSecond > 0);
            SvgPlot.Append(page, "Under way", points, [("iterations", "--a", point => point.InFlight)]);
            page.Append("</div>");
            Table(page, ReportRows.MeasuredColumns, ReportRows.Measured(scenario));
            Table(page, ReportRows.CodeColumns, ReportRows.Codes(scenario));
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);

    private static void Table(StringBuilder page, string[] columns, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        page.Append("<div class=\"wide\"><table><tr>");
        foreach (var column in columns)
        {
            page.Append("<th class=\"").Append(Class(column)).Append("\">").Append(Text(column)).Append("</th>");
        }

        page.Append("</tr>");
        foreach (var row in all)
        {
            page.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                var colour = columns[i] != "outcome" ? "" : row[i] is "ok" or "passed" ? " good" : " bad";
                var indented = row[i].StartsWith("  ", StringComparison.Ordinal) ? "&emsp;" : "";
                page.Append("<td class=\"").Append(Class(columns[i])).Append(colour).Append("\">").Append(indented).Append(Text(row[i].Trim())).Append("</td>");
            }

            page.Append("</tr>");
        }

        page.Append("</table></div>");
    }

    private static string Class(string column) => column is "message" or "fault" or "threshold" ? "m" : column is "scenario / step" or "outcome" or "of" or "status" ? "t" : "";
}
