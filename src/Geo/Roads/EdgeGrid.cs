using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>
/// Exact nearest place on an edge by a uniform grid of about one straight piece a cell. A piece stands in every cell it passes; rings of cells around the
/// point are searched outwards until no cell farther out can hold a nearer piece.
/// </summary>
internal sealed class EdgeGrid
{
    private const double RadiansPerDegree = Math.PI / 180;

    // Far from the poles a piece bulges off the straight line between its ends by less than this many times its depth under the surface.
    private const double LargestBulge = 8;

    private readonly RoadNetwork network;
    private readonly GridFrame frame;
    private readonly int[] first;
    private readonly int[] held;
    private readonly Piece[] pieces;
    private readonly double deepest;

    public EdgeGrid(RoadNetwork network)
    {
        this.network = network;
        var lines = new List<Piece>();
        var ends = new List<(GeoPoint A, GeoPoint B)>();
        for (var edge = 0; edge < network.EdgeCount; edge++)
        {
            // A street of two directions is one line.
            if (network.Opposite(edge) >= 0 && network.Opposite(edge) < edge)
            {
                continue;
            }

            var from = network.Point(network.Origin(edge));
            var shape = network.Shape(edge);
            for (var i = 0; i <= shape.Length; i++)
            {
                var to = i < shape.Length ? shape[i] : network.Point(network.Heads[edge]);
                lines.Add(new Piece(edge, i, GreatCircle.Vector(from), GreatCircle.Vector(to)));
                ends.Add((from, to));
                from = to;
            }
        }

        pieces = [.. lines];
        deepest = pieces.Max(p => p.SquaredLength) / (8 * GreatCircle.EarthRadiusMetres);
        var box = GeoBox.Around([.. ends.Select(e => e.A), .. ends.Select(e => e.B)]);
        frame = new GridFrame(box, pieces.Length);
        var cells = ends.Select(e => Cells(e.A, e.B)).ToArray();
        first = new int[frame.Cells + 1];
        foreach (var cell in cells.SelectMany(c => c))
        {
            first[cell + 1]++;
        }

        for (var cell = 0; cell < frame.Cells; cell++)
        {
            first[cell + 1] += first[cell];
        }

        held = new int[first[^1]];
        var next = first.AsSpan(0, frame.Cells).ToArray();
        for (var piece = 0; piece < cells.Length; piece++)
        {
            foreach (var cell in cells[piece])
            {
                held[next[cell]++] = piece;
            }
        }
    }

    public RoadPlace Nearest(GeoPoint point)
    {
        var (x, y, z) = GreatCircle.Vector(point);
        var best = new Best(double.PositiveInfinity, int.MaxValue, 0);
        if (!frame.CanBound(point))
        {
            for (var piece = 0; piece < pieces.Length; piece++)
            {
                Look(piece, x, y, z, ref best);
            }

            return Place(best);
        }

        var column = frame.ColumnOf(point);
        var row = frame.RowOf(point);
        for (var ring = 0; ; ring++)
        {
            foreach (var cell in frame.Ring(column, row, ring))
            {
                for (var at = first[cell]; at < first[cell + 1]; at++)
                {
                    Look(held[at], x, y, z, ref best);
                }
            }

            // The bound is for points on the surface; the middle of a piece lies a little below it.
            var beyond = Math.Sqrt(frame.SquaredChordBeyond(point, column, row, ring)) - deepest;
            if (beyond > 0 && beyond * beyond > best.Square)
            {
                return Place(best);
            }
        }
    }

    /// <summary>The cells a piece passes, row by row, with room for its bulge.</summary>
    private List<int> Cells(GeoPoint a, GeoPoint b)
    {
        var cells = new List<int>();
        var chord = GreatCircle.Distance(a, b).Value;
        var room = LargestBulge * chord * chord / (8 * GreatCircle.EarthRadiusMetres * GreatCircle.EarthRadiusMetres * RadiansPerDegree) + 1e-9;
        var (low, high) = a.Latitude <= b.Latitude ? (a, b) : (b, a);
        var lastRow = frame.RowOf(Moved(high, 0, room));
        for (var row = frame.RowOf(Moved(low, 0, -room)); row <= lastRow; row++)
        {
            // Where the line is while it is in this row's band of latitudes.
            var (south, north) = frame.Band(row);
            var rise = high.Latitude - low.Latitude;
            var from = rise > 0 ? Math.Clamp((south - room - low.Latitude) / rise, 0, 1) : 0;
            var to = rise > 0 ? Math.Clamp((north + room - low.Latitude) / rise, 0, 1) : 1;
            var p = low.Longitude + from * (high.Longitude - low.Longitude);
            var q = low.Longitude + to * (high.Longitude - low.Longitude);
            var wide = room / Math.Max(0.01, Math.Cos(high.Latitude * RadiansPerDegree));
            var lastColumn = frame.ColumnOf(Moved(new GeoPoint(Math.Max(p, q), low.Latitude), wide, 0));
            for (var column = frame.ColumnOf(Moved(new GeoPoint(Math.Min(p, q), low.Latitude), -wide, 0)); column <= lastColumn; column++)
            {
                cells.Add(row * frame.Columns + column);
            }
        }

        return cells;
    }

    private static GeoPoint Moved(GeoPoint point, double east, double north) =>
        new(Math.Clamp(point.Longitude + east, -180, 180), Math.Clamp(point.Latitude + north, -90, 90));

    private void Look(int at, double x, double y, double z, ref Best best)
    {
        ref readonly var piece = ref pieces[at];
        var (t, square) = piece.Nearest(x, y, z);
        if (square < best.Square || (square == best.Square && at < best.Piece))
        {
            best = new Best(square, at, t);
        }
    }

    private RoadPlace Place(Best best)
    {
        var at = best.Piece;
        ref readonly var piece = ref pieces[at];

        // Pieces of an edge stand side by side: the length before this one and the length of all make the fraction.
        var before = 0.0;
        var whole = 0.0;
        for (var i = at - piece.Number; i < pieces.Length && pieces[i].Edge == piece.Edge; i++)
        {
            var length = Math.Sqrt(pieces[i].SquaredLength);
            before += i < at ? length : i == at ? best.Share * length : 0;
            whole += length;
        }

        var fraction = whole > 0 ? Math.Clamp(before / whole, 0, 1) : 0;
        return new RoadPlace(
            piece.Edge, fraction, piece.At(best.Share), new Metres(GreatCircle.ArcOfSquaredChord(best.Square)), network.Opposite(piece.Edge));
    }

    private readonly record struct Best(double Square, int Piece, double Share);

    /// <summary>A straight piece of an edge between two vectors.</summary>
    internal readonly struct Piece
    {
        private readonly double ax;
        private readonly double ay;
        private readonly double az;
        private readonly double dx;
        private readonly double dy;
        private readonly double dz;

        public Piece(int edge, int number, (double X, double Y, double Z) a, (double X, double Y, double Z) b)
        {
            Edge = edge;
            Number = number;
            (ax, ay, az) = a;
            (dx, dy, dz) = (b.X - a.X, b.Y - a.Y, b.Z - a.Z);
            SquaredLength = dx * dx + dy * dy + dz * dz;
        }

        public int Edge { get; }

        /// <summary>Which piece of the edge it is, from 0.</summary>
        public int Number { get; }

        public double SquaredLength { get; }

        /// <summary>Which share of the piece is nearest to a vector, and the square of the chord to it.</summary>
        public (double Share, double Square) Nearest(double x, double y, double z)
        {
            var (px, py, pz) = (x - ax, y - ay, z - az);
            var t = SquaredLength > 0 ? Math.Clamp((px * dx + py * dy + pz * dz) / SquaredLength, 0, 1) : 0;
            var (qx, qy, qz) = (px - t * dx, py - t * dy, pz - t * dz);
            return (t, qx * qx + qy * qy + qz * qz);
        }

        public GeoPoint At(double share)
        {
            var (x, y, z) = (ax + share * dx, ay + share * dy, az + share * dz);
            return new GeoPoint(Math.Atan2(y, x) / RadiansPerDegree, Math.Atan2(z, Math.Sqrt(x * x + y * y)) / RadiansPerDegree);
        }
    }
}
