using CsvHelper;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>Reads a trips file of any known format, plain or gzip (by content), row by row, so that a month of a city fits.</summary>
public static class TripFile
{
    private const int KeptFaults = 1_000;
    private const int MinuteMilliseconds = 60_000;
    private const int LongestRow = 1 << 20;
    private const int ShortestGzip = 18;

    /// <summary>Reads the trips of a period whose both ends lie near a road.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="roads">The roads that the ends are put on.</param>
    /// <param name="options">Which trips, and how.</param>
    /// <exception cref="InputFileException">The file is missing, empty, of no known format, cut off, or has broken rows that are not to be skipped.</exception>
    public static TripReading Read(string file, RoadNetwork roads, TripReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(roads);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            // No format here quotes commas or line ends, so a stray quote breaks its own row and no other.
            using var csv = CsvReader.Create(
                Open(file),
                new CsvReaderOptions { Mode = CsvMode.NoEscape, HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LongestRow },
                leaveOpen: false);
            return Read(file, csv, roads, options);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException(file, "the file is not there. Check the path.", absent);
        }
        catch (InvalidDataException broken)
        {
            throw new InputFileException(file, "the file begins as gzip but cannot be unpacked. It may be cut off; fetch it again.", broken);
        }
        catch (CsvFormatException broken)
        {
            throw new InputFileException(file, $"the file cannot be read as CSV: {broken.Message} It may not be a text file.", broken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(file, $"the file cannot be read ({broken.Message}).", broken);
        }
    }

    private static TripReading Read(string file, CsvReader csv, RoadNetwork roads, TripReadingOptions options)
    {
        if (!csv.Read() || Fields(csv) is not { } first || first.All(string.IsNullOrWhiteSpace))
        {
            throw new InputFileException(file, "the file is empty. It needs a header row and at least one row.");
        }

        var header = Array.ConvertAll(first, name => Bare(name).TrimStart('\uFEFF'));
        ITripReader reader = RidesFileReader.For(header) ?? (ITripReader?)TlcYellowCabReader.For(header)
            ?? throw new InputFileException(file, $"the header is of no known format. It has: {string.Join(", ", header)}. Known are the rides file "
                + "(pickup_time, pickup_lat, pickup_lon, dropoff_lat, dropoff_lon) and the TLC's yellow-cab records of 2009 to 2016, which have coordinates.");
        var faults = new List<RowFault>();
        var faultCount = 0;
        var rows = 0;
        var offTheRoads = 0;
        var outside = 0;
        var trips = new List<(long At, int Row, Trip Trip)>();
        while (csv.Read())
        {
            var fields = Fields(csv);
            if (fields.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            rows++;
            var row = checked((int)csv.LineNumber);
            if (!TryRow(reader, header.Length, fields, out var published, out var fault))
            {
                faultCount++;
                if (faults.Count < KeptFaults)
                {
                    faults.Add(new RowFault(file, row, fault!));
                }

                continue;
            }

            var at = Spread(published.PickUpAt, row, options.Seed);
            if (at < options.Earliest || at >= options.Before)
            {
                outside++;
                continue;
            }

            if (NodeOf(roads, published.PickUp, published.PickUpSnap, options) is not { } pickUp || NodeOf(roads, published.DropOff, published.DropOffSnap, options) is not { } dropOff)
            {
                offTheRoads++;
                continue;
            }

            trips.Add((at.Ticks, row, new Trip(0, at, published.PickUp, pickUp, published.DropOff, dropOff)));
        }

        if (faultCount > 0 && !options.SkipBadRows)
        {
            throw new InputFileException(file, faults, faultCount);
        }

        if (rows == faultCount)
        {
            throw new InputFileException(file, faultCount == 0 ? "the file has a header and no rows." : $"there is no usable row in the file ({faultCount} broken rows).");
        }

        trips.Sort((left, right) => left.At != right.At ? left.At.CompareTo(right.At) : left.Row.CompareTo(right.Row));
        return new TripReading([.. trips.Select((entry, index) => entry.Trip with { Index = index })], reader.Format, rows, faultCount, faults, offTheRoads, outside);
    }

    /// <summary>Half of New York's meters round to the minute: their rides are spread over it, or requests would come in bursts. The draw rests on the seed and the row alone.</summary>
    internal static DateTimeOffset Spread(DateTimeOffset at, int row, ulong seed)
    {
        if (at.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
        }

        return at.AddMilliseconds(SeededDraw.Below(MinuteMilliseconds, seed, DrawPurpose.MinuteSpread, unchecked((ulong)row)));
    }

    private static string[] Fields(CsvReader csv)
    {
        var fields = new string[csv.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = csv.GetString(i);
        }

        return fields;
    }

    private static bool TryRow(ITripReader reader, int columns, string[] fields, out PublishedTrip trip, out string? fault)
    {
        trip = default;
        if (fields.Length < columns || fields.AsSpan(columns).ContainsAnyExcept(string.Empty))
        {
            fault = $"{fields.Length} fields where the header has {columns}.";
            return false;
        }

        for (var i = 0; i < columns; i++)
        {
            fields[i] = Bare(fields[i]);
        }

        return reader.TryRead(fields.AsSpan(0, columns), out trip, out fault);
    }

    private static string Bare(string field) => field.Length > 0 && (field[0] == '"' || field[^1] == '"' || char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1]))
        ? field.Trim().Trim('"').Trim()
        : field;

    /// <summary>The road node of a place; null when it lies too far from any. The node that the file names counts, when these roads have it.</summary>
    private static int? NodeOf(RoadNetwork roads, GeoPoint place, PublishedSnap? published, TripReadingOptions options)
    {
        if (published is { } snap && roads.TryIndexOf(snap.Node, out var named))
        {
            return snap.Metres <= options.FarthestFromRoadMetres ? named : null;
        }

        var nearest = roads.NearestNode(place);
        return nearest.Distance.Value <= options.FarthestFromRoadMetres ? nearest.Node : null;
    }

    private static Stream Open(string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
            stream.Position = 0;
            return read == 2 && stream.Length >= ShortestGzip && magic[0] == 0x1f && magic[1] == 0x8b ? new CheckedGzipStream(stream) : stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
