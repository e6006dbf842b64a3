using System.Globalization;
using System.Text;

namespace O2O.Dispatch.Replay.Reports.Html;

/// <summary>One plot as inline SVG: axes with round numbers, lines, stacked areas or a scatter. No script, so that it is drawn wherever the report is read.</summary>
internal sealed class Plot
{
    private const double Left = 52;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 34;
    private readonly StringBuilder _marks = new();
    private readonly double _width;
    private readonly double _height;
    private readonly double _mostX;
    private readonly double _mostY;
    private readonly string _title;
    private readonly string _xName;
    private readonly string _yName;

    /// <summary>Makes an empty plot.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="xName">Of the horizontal axis, with unit.</param>
    /// <param name="yName">Of the vertical axis, with unit.</param>
    /// <param name="mostX">The greatest x.</param>
    /// <param name="mostY">The greatest y.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public Plot(string title, string xName, string yName, double mostX, double mostY, double width = 560, double height = 260)
    {
        (_title, _xName, _yName) = (title, xName, yName);
        _mostX = Math.Max(mostX, 1e-9);
        var step = Step(mostY);
        _mostY = Math.Max(step, Math.Ceiling(mostY / step) * step);
        (_width, _height) = (width, height);
    }

    /// <summary>Draws a line; a point without a value breaks it.</summary>
    public void Line(IEnumerable<(double X, double? Y)> points, int colour)
    {
        var path = new StringBuilder();
        var pen = 'M';
        foreach (var (x, y) in points)
        {
            if (y is not { } value)
            {
                pen = 'M';
                continue;
            }

            path.Append(pen).Append(At(X(x))).Append(' ').Append(At(Y(value)));
            pen = 'L';
        }

        _marks.Append(CultureInfo.InvariantCulture, $"<path class=\"line c{colour}\" d=\"{path}\"/>");
    }

    /// <summary>Draws an area between two courses.</summary>
    public void Area(IReadOnlyList<(double X, double Low, double High)> points, int colour)
    {
        if (points.Count == 0)
        {
            return;
        }

        var path = new StringBuilder("M");
        path.AppendJoin('L', points.Select(point => $"{At(X(point.X))} {At(Y(point.High))}"));
        path.Append('L').AppendJoin('L', points.Reverse().Select(point => $"{At(X(point.X))} {At(Y(point.Low))}"));
        _marks.Append(CultureInfo.InvariantCulture, $"<path class=\"area f{colour}\" d=\"{path}Z\"/>");
    }

    /// <summary>The SVG.</summary>
    public override string ToString()
    {
        var axes = new StringBuilder();
        var step = Step(_mostY);
        for (var y = 0.0; y <= _mostY + step / 1_000; y += step)
        {
            axes.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{At(Left)}\" x2=\"{At(_width - Right)}\" y1=\"{At(Y(y))}\" y2=\"{At(Y(y))}\"/>");
            axes.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{At(Left - 6)}\" y=\"{At(Y(y) + 4)}\" text-anchor=\"end\">{y:#,0.##}</text>");
        }

        var stepX = Step(_mostX);
        for (var x = 0.0; x <= _mostX + stepX / 1_000; x += stepX)
        {
            axes.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{At(X(x))}\" y=\"{At(_height - Bottom + 16)}\" text-anchor=\"middle\">{x:#,0.##}</text>");
        }

        axes.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{At((Left + _width - Right) / 2)}\" y=\"{At(_height - 2)}\" text-anchor=\"middle\">{HtmlPage.Text(_xName)}</text>");
        axes.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" transform=\"translate(12 {At((Top + _height - Bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\">{HtmlPage.Text(_yName)}</text>");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {_width} {_height}\" role=\"img\" aria-label=\"{HtmlPage.Text(_title)}\">{axes}{_marks}</svg>");
    }

    private static string At(double pixels) => pixels.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>1, 2 or 5 times a power of ten, so that there are about five of them.</summary>
    private static double Step(double most)
    {
        if (most <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(most / 5)));
        var rest = most / 5 / power;
        return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    }

    private double X(double x) => Left + (x / _mostX * (_width - Left - Right));

    private double Y(double y) => _height - Bottom - (y / _mostY * (_height - Top - Bottom));
}
