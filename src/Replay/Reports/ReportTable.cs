using System.Globalization;
using Spectre.Console;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>The report as a table for people.</summary>
public static class ReportTable
{
    /// <summary>Writes it.</summary>
    public static void Write(ReplayReport report, IAnsiConsole console)
    {
        console.WriteLine(Text(
            $"{report.City}, {report.From:yyyy-MM-dd HH:mm} to {report.To:HH:mm}: {report.Vehicles:N0} vehicles, {report.Policy}{(report.WindowSeconds is { } window ? Text($" every {window:0.###} s") : "")}, seed {report.Seed}{(report.Mix is { } mix ? $", {mix}" : "")}"));
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Figure");
        table.AddColumn(new TableColumn("Value").RightAligned());
        table.HideHeaders();
        void Row(string name, FormattableString value) => table.AddRow(Markup.Escape(name), Markup.Escape(Text(value)));
        Row("requests", $"{report.Requests:N0}");
        foreach (var (reason, count) in report.RefusedByReason)
        {
            Row($"  refused, {reason}", $"{count:N0}");
        }

        Row("served", $"{report.Served:N0} ({report.ServiceRate * 100:0.0} %)");
        var whose = report.Mix is null ? "wait" : "wait of rides";
        Row($"{whose}: mean, median", $"{report.MeanWaitSeconds:0} s, {report.P50WaitSeconds:0} s");
        Row($"{whose}: 95 %, longest", $"{report.P95WaitSeconds:0} s, {report.MaxWaitSeconds:0} s");
        Row("empty to occupied time", $"{report.EmptyToOccupiedRatio:0.00}");
        if (report.Reassignments + report.ChainedJobs + report.AdvisedMoves > 0)
        {
            Row("reassigned, chained, moved", $"{report.Reassignments:N0}, {report.ChainedJobs:N0}, {report.AdvisedMoves:N0}");
        }

        foreach (var (status, count) in report.EndedByStatus)
        {
            Row($"  {status}", $"{count:N0}");
        }

        if (report.Sales is { } sales)
        {
            Row("goods sold, put back", $"{sales.GoodsSold:N0}, {sales.GoodsPutBack:N0}");
            Row("brought back to the store", $"{sales.ReturnedToStore:N0}");
            Row("couriers at the store: mean, 95 %", $"{sales.MeanCourierWaitSeconds:0} s, {sales.P95CourierWaitSeconds:0} s");
            Row("goods at the store: mean, 95 %", $"{sales.MeanGoodsWaitSeconds:0} s, {sales.P95GoodsWaitSeconds:0} s");
            Row("codes: redeemed, in part, expired", $"{sales.CodesRedeemed:N0}, {sales.CodesRedeemedInPart:N0}, {sales.CodesExpired:N0}");
            Row("merchants paid", $"{sales.MerchantsPaidMinorUnits / 100m:N2} USD");
        }

        Row("captured", $"{report.CapturedMinorUnits / 100m:N2} USD");
        Row("ledger imbalance", $"{report.LedgerImbalanceMinorUnits / 100m:N2} USD");
        Row("grain calls, commits", $"{report.GrainCalls:N0}, {report.Commits:N0}");
        Row("event hash", $"{report.EventHash}");
        Row("simulated, wall, processor", $"{report.SimulatedSeconds:N0} s, {report.WallSeconds:0.0} s, {report.CpuSeconds:0.0} s");
        Row("peak memory", $"{report.PeakMemoryMb:N0} MiB");
        console.Write(table);
        if (report.Products is { } products)
        {
            ProductTable.Write(products, console);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
