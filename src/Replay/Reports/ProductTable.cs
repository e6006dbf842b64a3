using System.Globalization;
using Spectre.Console;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>What became of each product, a row each.</summary>
public static class ProductTable
{
    /// <summary>What the columns are called.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["product", "requests", "served", "mean wait", "95 %", "longest", "captured"];

    /// <summary>The cells of a product, a text for each column.</summary>
    public static IReadOnlyList<string> Cells(ProductReport product) =>
    [
        product.Product,
        Text($"{product.Requests:N0}"),
        Text($"{product.Served:N0} ({product.ServiceRate * 100:0.0} %)"),
        Seconds(product.MeanWaitSeconds),
        Seconds(product.P95WaitSeconds),
        Seconds(product.MaxWaitSeconds),
        Text($"{product.CapturedMinorUnits / 100m:N2}"),
    ];

    /// <summary>Writes it.</summary>
    public static void Write(IReadOnlyList<ProductReport> products, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = column == Columns[0] ? Justify.Left : Justify.Right, NoWrap = true });
        }

        foreach (var product in products)
        {
            table.AddRow([.. Cells(product).Select(Markup.Escape)]);
        }

        // A table that is cut to the width of a file says nothing.
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = 200;
        }

        console.Write(table);
    }

    private static string Seconds(double? wait) => wait is { } seconds ? Text($"{seconds:0} s") : string.Empty;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
