using System.Globalization;
using Spectre.Console;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>Several replays of one period side by side.</summary>
public static class CompareTable
{
    /// <summary>What the columns are called.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["policy", "served", "mean wait", "median", "95 %", "longest", "lost", "empty/occupied", "swaps", "chained", "moves", "captured", "imbalance", "wall"];

    /// <summary>The cells of a replay, a text for each column.</summary>
    public static IReadOnlyList<string> Cells(ReplayReport report) =>
    [
        report.WindowSeconds is { } window ? Text($"{report.Policy} / {window:0.###} s") : report.Policy,
        Text($"{report.ServiceRate * 100:0.00} %"),
        Text($"{report.MeanWaitSeconds:0.0} s"),
        Text($"{report.P50WaitSeconds:0} s"),
        Text($"{report.P95WaitSeconds:0} s"),
        Text($"{report.MaxWaitSeconds:0} s"),
        Text($"{report.Requests - report.Served:N0}"),
        Text($"{report.EmptyToOccupiedRatio:0.000}"),
        Text($"{report.Reassignments:N0}"),
        Text($"{report.ChainedJobs:N0}"),
        Text($"{report.AdvisedMoves:N0}"),
        Text($"{report.CapturedMinorUnits / 100m:N2}"),
        Text($"{report.LedgerImbalanceMinorUnits / 100m:N2}"),
        Text($"{report.ReplayWallSeconds:0} s"),
    ];

    /// <summary>Writes it.</summary>
    public static void Write(IReadOnlyList<ReplayReport> reports, IAnsiConsole console)
    {
        var first = reports[0];
        console.WriteLine(Text($"{first.City}, {first.From:yyyy-MM-dd HH:mm} to {first.To:HH:mm}: {first.Requests:N0} requests, {first.Vehicles:N0} vehicles, seed {first.Seed}"));
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = column == Columns[0] ? Justify.Left : Justify.Right, NoWrap = true });
        }

        foreach (var report in reports)
        {
            table.AddRow([.. Cells(report).Select(Markup.Escape)]);
        }

        // A table that is cut to the width of a file says nothing.
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = 200;
        }

        console.Write(table);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
