using System.Globalization;
using System.Net;
using System.Text;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Replay.Run;
using O2O.Dispatch.Simulation.Measures;

namespace O2O.Dispatch.Replay.Reports.Html;

/// <summary>The report of one or several replays of the same period as one HTML file that needs nothing else: figures, waits over time, vehicles by state, served and lost, a map of lost requests.</summary>
public static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1e24; --soft: #5b6472; --rule: #d6dae1; --page: #fff; --c0: #1f5fd0; --c1: #c2570c; --c2: #0b7a4b; --c3: #8b3fc2; --c4: #b3263e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --soft: #a0a8b6; --rule: #3a404b; --page: #15181d; --c0: #7aa7ff; --c1: #ff9d5c; --c2: #4fd196; --c3: #c792f5; --c4: #ff7d92; } }
        body { margin: 0 auto; max-width: 1180px; padding: 24px; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
        h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 32px 0 8px; } h3 { font-size: 14px; margin: 0 0 4px; }
        p { margin: 4px 0; } figure { margin: 0; } .soft { color: var(--soft); }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; } th, td { padding: 5px 8px; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; } th:first-child, td:first-child { text-align: left; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 20px; } .maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 270px)); gap: 20px; }
        svg { width: 100%; height: auto; display: block; } svg[width="0"] { position: absolute; }
        .grid { stroke: var(--rule); } .tick { fill: var(--soft); font-size: 11px; } .axis { fill: var(--soft); font-size: 12px; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); }
        .area { opacity: .8; } .f0 { fill: var(--c0); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); } .f4 { fill: var(--c4); }
        .roads { fill: none; stroke: var(--rule); stroke-width: .6; } .lost { fill: var(--c4); fill-opacity: .75; }
        .key { display: inline-flex; gap: 14px; flex-wrap: wrap; list-style: none; padding: 0; margin: 0 0 6px; } .key i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 5px; vertical-align: -1px; }
        .b0 { background: var(--c0); } .b1 { background: var(--c1); } .b2 { background: var(--c2); } .b3 { background: var(--c3); } .b4 { background: var(--c4); }
        @media print { body { max-width: none; } .plots > *, .maps > * { break-inside: avoid; } }
        """;

    private static readonly string[] States = ["with a customer", "at the pick-up", "to a pick-up", "idle"];

    /// <summary>Writes the file.</summary>
    /// <param name="results">Of the same period, with their series.</param>
    /// <param name="roads">Of the city.</param>
    /// <param name="file">Where to.</param>
    /// <exception cref="ReplayFault">The file cannot be written.</exception>
    public static void WriteFile(IReadOnlyList<ReplayResult> results, RoadNetwork roads, string file)
    {
        try
        {
            File.WriteAllText(file, Write(results, roads));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--html: {file} cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>The page.</summary>
    /// <param name="results">Of the same period, with their series.</param>
    /// <param name="roads">Of the city.</param>
    public static string Write(IReadOnlyList<ReplayResult> results, RoadNetwork roads)
    {
        var first = results[0].Report;
        var minutes = (first.To - first.From).TotalMinutes;
        var page = new StringBuilder();
        var title = Inv($"{first.City}, {first.From:yyyy-MM-dd HH:mm} to {first.To:HH:mm}");
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Text(title)}: {Text(string.Join(", ", results.Select(Name)))}</title><style>{Style}</style></head><body>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1><p class=\"soft\">{first.Requests:N0} requests, {first.Vehicles:N0} vehicles, patience {first.PatienceSeconds:0} s, travel times x {first.TimeFactor:0.##}, seed {first.Seed}{(first.Mix is { } mix ? $", {mix}; waits and losses are those of rides" : "")}. Replayed by O2O.Dispatch through the grains, store, outbox and ledger that serve real customers.</p>");
        page.Append(Figures(results));
        foreach (var result in results)
        {
            if (result.Report.Products is { } products)
            {
                page.Append(CultureInfo.InvariantCulture, $"<h2>Products, {Text(Name(result))}</h2>").Append(Table(ProductTable.Columns, products.Select(ProductTable.Cells)));
            }
        }

        page.Append("<h2>Waits</h2>").Append(Key([.. results.Select(Name)])).Append("<div class=\"plots\">");
        page.Append("<figure><h3>Mean wait by minute of request</h3>").Append(Waits(results, minutes)).Append("</figure>");
        page.Append("<figure><h3>Share of served requests that waited at most so long</h3>").Append(Shares(results)).Append("</figure></div>");
        page.Append("<h2>Vehicles by what they do</h2>").Append(Key(States)).Append("<div class=\"plots\">");
        foreach (var result in results)
        {
            page.Append(CultureInfo.InvariantCulture, $"<figure><h3>{Text(Name(result))}</h3>{Vehicles(result, minutes)}</figure>");
        }

        page.Append("</div><h2>Served and lost</h2>").Append(Key(["served", "lost"])).Append("<div class=\"plots\">");
        foreach (var result in results)
        {
            page.Append(CultureInfo.InvariantCulture, $"<figure><h3>{Text(Name(result))}</h3>{Served(result, minutes)}</figure>");
        }

        var map = new LostMap(roads);
        page.Append("</div><h2>Where requests were lost</h2>").Append(map.Roads).Append("<div class=\"maps\">");
        foreach (var result in results)
        {
            var lost = result.Series!.LostAt;
            page.Append(CultureInfo.InvariantCulture, $"<figure><h3>{Text(Name(result))}: {lost.Count:N0}</h3>{map.Of($"Requests that {Name(result)} lost", lost)}</figure>");
        }

        return page.Append("</div></body></html>\n").ToString();
    }

    /// <summary>Text as HTML.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Name(ReplayResult result) => result.Report.WindowSeconds is { } window ? Inv($"{result.Report.Policy} every {window:0.###} s") : result.Report.Policy;

    private static string Key(IReadOnlyList<string> names) =>
        $"<ul class=\"key\">{string.Concat(names.Select((name, i) => $"<li><i class=\"b{i % 5}\"></i>{Text(name)}</li>"))}</ul>";

    private static string Figures(IReadOnlyList<ReplayResult> results)
    {
        var faults = results.SelectMany(result => result.Faults.Select(fault => $"<p><strong>{Text(Name(result))}:</strong> {Text(fault)}</p>"));
        return Table(CompareTable.Columns, results.Select(result => CompareTable.Cells(result.Report))) + string.Concat(faults);
    }

    private static string Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var body = string.Concat(rows.Select(cells => $"<tr>{string.Concat(cells.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>"));
        return $"<div class=\"wide\"><table><thead><tr>{string.Concat(columns.Select(column => $"<th scope=\"col\">{Text(column)}</th>"))}</tr></thead><tbody>{body}</tbody></table></div>";
    }

    private static string Waits(IReadOnlyList<ReplayResult> results, double minutes)
    {
        var most = results.Max(result => Of(result, minutes).Max(minute => minute.MeanWaitSeconds ?? 0));
        var plot = new Plot("Mean wait by minute of request", "minute of the period", "seconds", minutes, most);
        for (var i = 0; i < results.Count; i++)
        {
            plot.Line(Of(results[i], minutes).Select((minute, at) => (at + 0.5, minute.MeanWaitSeconds)), i % 5);
        }

        return plot.ToString();
    }

    private static string Shares(IReadOnlyList<ReplayResult> results)
    {
        const int Points = 200;
        var waits = results.Select(result => result.Series!.WaitsAscending).ToArray();
        var plot = new Plot("Share of served requests that waited at most so long", "seconds", "%", waits.Max(sorted => sorted.Count == 0 ? 0 : sorted[^1]), 100);
        for (var i = 0; i < waits.Length; i++)
        {
            var sorted = waits[i];
            plot.Line(
                Enumerable.Range(0, sorted.Count == 0 ? 0 : Points + 1).Select(at => (sorted[(int)((long)at * (sorted.Count - 1) / Points)], (double?)(at * 100.0 / Points))),
                i % 5);
        }

        return plot.ToString();
    }

    private static string Vehicles(ReplayResult result, double minutes)
    {
        var plot = new Plot($"Vehicles by what they do, {Name(result)}", "minute of the period", "vehicles", minutes, result.Report.Vehicles, height: 220);
        var series = Of(result, minutes).ToArray();
        var below = new double[series.Length];
        for (var state = 0; state < States.Length; state++)
        {
            var points = new (double X, double Low, double High)[series.Length];
            for (var at = 0; at < series.Length; at++)
            {
                var minute = series[at];
                var high = below[at] + (state switch { 0 => minute.InService, 1 => minute.AtPickUp, 2 => minute.ToPickUp, _ => minute.Idle });
                points[at] = (at, below[at], high);
                below[at] = high;
            }

            plot.Area(points, state);
        }

        return plot.ToString();
    }

    private static string Served(ReplayResult result, double minutes)
    {
        var series = Of(result, minutes).ToArray();
        var plot = new Plot($"Requests served and lost, {Name(result)}", "minute of the period", "requests a minute", minutes, series.Length == 0 ? 1 : series.Max(minute => minute.Requested), height: 220);
        plot.Area([.. series.Select((minute, at) => (at + 0.5, 0.0, (double)minute.Served))], 0);
        plot.Area([.. series.Select((minute, at) => (at + 0.5, (double)minute.Served, (double)(minute.Served + minute.Lost)))], 1);
        return plot.ToString();
    }

    /// <summary>The minutes of the period; those after it only bring its jobs to their ends.</summary>
    private static IEnumerable<MinuteOfPeriod> Of(ReplayResult result, double minutes) => result.Series!.Minutes.Take((int)Math.Ceiling(minutes));
}
