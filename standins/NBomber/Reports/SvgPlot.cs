using System.Globalization;
using System.Net;
using System.Text;
using NBomber.Engine;

namespace NBomber.Reports;

/// <summary>Lines over time, drawn as SVG.</summary>
internal static class SvgPlot
{
    private const double Width = 520;
    private const double Height = 220;
    private const double Left = 52;
    private const double Right = 8;
    private const double Top = 8;
    private const double Bottom = 26;
    private const int Steps = 4;

    /// <summary>Draws one.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="points">In order of time.</param>
    /// <param name="lines">Name, colour (a CSS variable) and value of each.</param>
    /// <param name="has">Whether a point has a value; the line goes on from the one before to the next that has. Null for all of them.</param>
    public static void Append(
        StringBuilder page, string title, IReadOnlyList<TimelinePoint> points, (string Name, string Colour, Func<TimelinePoint, double> Value)[] lines, Func<TimelinePoint, bool>? has = null)
    {
        page.Append("<figure><figcaption>").Append(WebUtility.HtmlEncode(title)).Append("</figcaption>");
        if (points.Count == 0)
        {
            page.Append("<p>Too short for a plot.</p></figure>");
            return;
        }

        var seconds = Math.Max(1, points[^1].At.TotalSeconds);
        var most = RoundUp(points.Max(point => lines.Max(line => line.Value(point))));
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">");
        for (var i = 0; i <= Steps; i++)
        {
            var (x, y) = (Across(seconds * i / Steps, seconds), Up(most * i / Steps, most));
            page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{y:0.#}\" x2=\"{Width - Right}\" y2=\"{y:0.#}\" stroke=\"var(--line)\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{ReportRows.Number(most * i / Steps)}</text>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{Height - 8}\" text-anchor=\"{(i == 0 ? "start" : i == Steps ? "end" : "middle")}\">{seconds * i / Steps:0.#} s</text>");
        }

        foreach (var (_, colour, value) in lines)
        {
            page.Append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"var(").Append(colour).Append(")\" points=\"");
            foreach (var point in points.Where(point => has?.Invoke(point) ?? true))
            {
                page.Append(CultureInfo.InvariantCulture, $"{Across(point.At.TotalSeconds, seconds):0.#},{Up(value(point), most):0.#} ");
            }

            page.Append("\"/>");
        }

        page.Append("</svg><div class=\"key\">").AppendJoin(" &nbsp; ", lines.Select(line => $"<b style=\"color:var({line.Colour})\">&#9632;</b> {WebUtility.HtmlEncode(line.Name)}")).Append("</div></figure>");
    }

    private static double Across(double value, double most) => Left + ((Width - Left - Right) * value / most);

    private static double Up(double value, double most) => Height - Bottom - ((Height - Top - Bottom) * value / most);

    /// <summary>The next of 1, 2, 4, 5, 8 times a power of ten, so that quarters of it read well.</summary>
    private static double RoundUp(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * new[] { 1.0, 2, 4, 5, 8, 10 }.First(step => step * power >= value * 0.999_999);
    }
}
