using System.Globalization;
using System.IO.Compression;
using System.Text;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Simulation.Demand;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Simulation.Tests.Demand;

public sealed class TripFileTests : IDisposable
{
    private const string Header = "ride_id,pickup_time,dropoff_time,duration_s,passengers,pickup_lat,pickup_lon,dropoff_lat,dropoff_lon,taxi,pickup_node,pickup_node_m,dropoff_node,dropoff_node_m\n";
    private const string Row = "1,2013-01-01T00:30:07,2013-01-01T00:40:00,593,1,52.0001,13.4,52.0031,13.4,77,100,11,103,11\n";
    private const string Tlc = "vendor_id,pickup_datetime,dropoff_datetime,passenger_count,trip_distance,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("trips").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_PlainAndGzip_GiveTheSameTrips()
    {
        var plain = Read(Write("plain.csv", Header + Row)).Trips;
        var packed = Read(Pack("packed.dat", Header + Row)).Trips;
        var trip = Assert.Single(plain);
        Assert.Equal(new DateTimeOffset(2013, 1, 1, 0, 30, 7, TimeSpan.Zero), trip.At);
        Assert.Equal((TestRoads.Node(100), TestRoads.Node(103)), (trip.PickUpNode, trip.DropOffNode));
        Assert.Equal((13.4, 52.0001), (trip.PickUp.Longitude, trip.PickUp.Latitude));
        Assert.Equal(plain, packed);
    }

    [Fact]
    public void Read_ManyRows_AreInOrderOfTimeAndNumbered()
    {
        var trips = Read(Write("t.csv", Header + Row + Row.Replace("00:30:07", "00:29:59") + Row.Replace("00:30:07", "00:31:01"))).Trips;
        Assert.Equal(["00:29:59", "00:30:07", "00:31:01"], trips.Select(trip => trip.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
        Assert.Equal([0, 1, 2], trips.Select(trip => trip.Index));
    }

    [Theory]
    [InlineData("vendor_name,Trip_Pickup_DateTime,Trip_Dropoff_DateTime,Passenger_Count,Trip_Distance,Start_Lon,Start_Lat,Rate_Code,store_and_forward,End_Lon,End_Lat\n",
        "VTS,2009-01-04 02:52:01,2009-01-04 03:02:00,1,2.6,13.4,52.0001,,,13.4,52.0031\n", "2009-01-04T02:52:01")]
    [InlineData("vendor_id, pickup_datetime, dropoff_datetime, passenger_count, trip_distance, pickup_longitude, pickup_latitude, rate_code, store_and_fwd_flag, dropoff_longitude, dropoff_latitude\n\n",
        "CMT,2014-01-09 20:45:25,2014-01-09 20:52:31,1,0.7,13.4,52.0001,1,N,13.4,52.0031,,\n", "2014-01-09T20:45:25")]
    [InlineData("VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,pickup_longitude,pickup_latitude,RateCodeID,store_and_fwd_flag,dropoff_longitude,dropoff_latitude\r\n",
        "2,2015-01-15 19:05:39,2015-01-15 19:23:42,1,1.59,13.4,52.0001,1,N,13.4,52.0031\r\n", "2015-01-15T19:05:39")]
    public void Read_TlcOfEachYear_IsRead(string header, string row, string at)
    {
        var read = Read(Write("tlc.csv", header + row));
        var trip = Assert.Single(read.Trips);
        Assert.Equal(at, trip.At.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Assert.Equal((TestRoads.Node(100), TestRoads.Node(103)), (trip.PickUpNode, trip.DropOffNode));
        Assert.Contains("TLC", read.Format);
    }

    [Theory]
    [InlineData("1,yesterday,,,1,52.0001,13.4,52.0031,13.4,77,100,11,103,11\n", "pickup_time 'yesterday' is not a time")]
    [InlineData("1,2013-01-01T25:30:07,,,1,52.0001,13.4,52.0031,13.4,77,100,11,103,11\n", "pickup_time '2013-01-01T25:30:07' is not a time")]
    [InlineData("1,2013-01-01T00:30:07,,,1,,13.4,52.0031,13.4,77,100,11,103,11\n", "pickup_lat is empty.")]
    [InlineData("1,2013-01-01T00:30:07,,,1,north,13.4,52.0031,13.4,77,100,11,103,11\n", "pickup_lat 'north' is not a number.")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001,NaN,52.0031,13.4,77,100,11,103,11\n", "pickup_lon NaN")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001,13.4,Infinity,13.4,77,100,11,103,11\n", "dropoff_lat Infinity")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001,13.4,52.0031,190,77,100,11,103,11\n", "dropoff_lon 190")]
    [InlineData("1,2013-01-01T00:30:07,,,1,152.0001,13.4,52.0031,13.4,77,100,11,103,11\n", "The two may be swapped")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001,13.4,52.0031,13.4,77,first,11,103,11\n", "pickup_node 'first' is not a whole number.")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001,13.4,52.0031,13.4,77,100,11,103,-4\n", "dropoff_node_m -4 is no distance")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001\n", "6 fields where the header has 14.")]
    [InlineData("1,2013-01-01T00:30:07,,,1,52.0001,13.4,52.0031,13.4,77,100,11,103,11,more\n", "15 fields where the header has 14.")]
    public void Read_BrokenRow_IsNamedWithItsNumberAndReason(string broken, string reason)
    {
        var file = Write("broken.csv", Header + Row + broken + Row);
        var fault = Assert.Throws<InputFileException>(() => Read(file));
        var row = Assert.Single(fault.Faults);
        Assert.Equal(3, row.Row);
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
        Assert.Contains("row 3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-bad-rows", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenRowsAreSkipped_CountsThem()
    {
        var read = Read(Write("skip.csv", Header + "x\n" + Row + "1,2,3\n" + Row), new TripReadingOptions { SkipBadRows = true });
        Assert.Equal((2, 2, 4), (read.Trips.Count, read.SkippedRows, read.Rows));
        Assert.Equal([2, 4], read.Skipped.Select(fault => fault.Row));
    }

    [Fact]
    public void Read_AStrayQuote_BreaksItsOwnRowAlone()
    {
        var read = Read(Write("quote.csv", Header + Row.Replace("00:30:07", "\"00:30:07") + Row), new TripReadingOptions { SkipBadRows = true });
        Assert.Equal((1, 1), (read.Trips.Count, read.SkippedRows));
    }

    [Fact]
    public void Read_QuotedFields_AreRead() =>
        Assert.Single(Read(Write("quoted.csv", Tlc.Replace("pickup_datetime", "\"pickup_datetime\"") + "CMT,\"2013-01-01 00:30:07\",,1,1,\"13.4\",52.0001,13.4,52.0031\n")).Trips);

    [Fact]
    public void Read_AnEndFarFromRoads_IsLeftOutAndCounted()
    {
        var rows = Tlc + "CMT,2013-01-01 00:30:07,,1,1,13.4,52.0001,13.4,52.0031\nCMT,2013-01-01 00:30:08,,1,1,0,0,13.4,52.0031\nCMT,2013-01-01 00:30:09,,1,1,13.4,52.0001,13.41,52.0031\n";
        var read = Read(Write("far.csv", rows));
        Assert.Equal((1, 2), (read.Trips.Count, read.OffTheRoads));
    }

    [Fact]
    public void Read_AnEndAtTheLimit_IsKeptAndBeyondItIsNot()
    {
        var read = Read(Write("limit.csv", Header + Row.Replace("103,11", "103,200") + Row.Replace("103,11", "103,200.1") + Row.Replace("103,11", ",")));
        Assert.Equal((2, 1), (read.Trips.Count, read.OffTheRoads));
    }

    [Fact]
    public void Read_APublishedNodeThatTheseRoadsLack_GivesTheNearest() =>
        Assert.Equal(TestRoads.Node(100), Assert.Single(Read(Write("other.csv", Header + Row.Replace("77,100,", "77,999,"))).Trips).PickUpNode);

    [Fact]
    public void Read_APeriod_IsHalfOpen()
    {
        var file = Write("period.csv", Header + Row + Row.Replace("00:30:07", "00:30:08") + Row.Replace("00:30:07", "00:30:09"));
        var at = new DateTimeOffset(2013, 1, 1, 0, 30, 8, TimeSpan.Zero);
        var read = Read(file, new TripReadingOptions { Earliest = at, Before = at.AddSeconds(1) });
        Assert.Equal((at, 2), (Assert.Single(read.Trips).At, read.OutsidePeriod));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\n\n", "the file is empty")]
    [InlineData(Header, "a header and no rows")]
    [InlineData("a,b,c\n1,2,3\n", "the header is of no known format. It has: a, b, c.")]
    [InlineData("VendorID,tpep_pickup_datetime,PULocationID,DOLocationID\n1,2017-01-01 00:00:00,1,2\n", "the header is of no known format")]
    public void Read_UnusableFile_SaysWhy(string content, string reason)
    {
        var file = Write("unusable.csv", content);
        var fault = Assert.Throws<InputFileException>(() => Read(file));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OnlyBrokenRowsSkipped_SaysThatNoneIsUsable() =>
        Assert.Contains("no usable row", Assert.Throws<InputFileException>(() => Read(Write("all.csv", Header + "x\n"), new TripReadingOptions { SkipBadRows = true })).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Assert.Contains("is not there", Assert.Throws<InputFileException>(() => Read(Path.Combine(_folder, "none.csv"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_GzipCutOff_SaysSo()
    {
        var file = Pack("cut.csv.gz", Header + string.Concat(Enumerable.Range(0, 2_000).Select(i => Row.Replace("1,2013", $"{i * 7919 % 10007},2013"))));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^200]);
        Assert.Throws<InputFileException>(() => Read(file));
    }

    [Fact]
    public void Spread_WholeMinutes_LandEvenlyWithinTheirMinute()
    {
        var minute = new DateTimeOffset(2013, 1, 1, 0, 30, 0, TimeSpan.Zero);
        var offsets = Enumerable.Range(0, 6_000).Select(row => (TripFile.Spread(minute, row, 1) - minute).TotalMilliseconds).ToList();
        Assert.All(offsets, offset => Assert.InRange(offset, 0, 59_999));
        for (var part = 0; part < 6; part++)
        {
            Assert.InRange(offsets.Count(offset => (int)(offset / 10_000) == part), 850, 1_150);
        }
    }

    [Fact]
    public void Spread_OtherTimes_StayAndSeedsDiffer()
    {
        var minute = new DateTimeOffset(2013, 1, 1, 0, 30, 0, TimeSpan.Zero);
        Assert.Equal(minute.AddSeconds(7), TripFile.Spread(minute.AddSeconds(7), 5, 1));
        Assert.Equal(TripFile.Spread(minute, 5, 1), TripFile.Spread(minute, 5, 1));
        Assert.NotEqual(TripFile.Spread(minute, 5, 1), TripFile.Spread(minute, 5, 2));
        Assert.NotEqual(TripFile.Spread(minute, 5, 1), TripFile.Spread(minute, 6, 1));
    }

    [SharedDataFact]
    public void Read_TheRealHour_HasTheRequestsOfTheReferenceModel()
    {
        var roads = RoadCsvReader.Read(SharedData.File("manhattan_nodes.csv.gz"), SharedData.File("manhattan_edges.csv.gz")).Network;
        var from = new DateTimeOffset(2013, 1, 1, 0, 30, 0, TimeSpan.Zero);
        foreach (var seed in new ulong[] { 1, 2 })
        {
            var read = TripFile.Read(SharedData.File("nyc_rides_20130101_0000_0145.csv.gz"), roads, new TripReadingOptions { Seed = seed, Before = from.AddHours(1) });
            Assert.Equal(25_864, read.Trips.Count(trip => trip.At >= from));
            Assert.Equal(52_397, read.Rows);
        }
    }

    [SharedDataFact]
    public void Read_TheDaySample_IsRead()
    {
        var roads = RoadCsvReader.Read(SharedData.File("manhattan_nodes.csv.gz"), SharedData.File("manhattan_edges.csv.gz")).Network;
        var read = TripFile.Read(SharedData.File("nyc_trips_20150115_fullday_2pct.csv.gz"), roads, new TripReadingOptions());
        Assert.Equal((9_989, 0), (read.Rows, read.SkippedRows));
        Assert.InRange(read.Trips.Count, 8_400, 8_800);
    }

    private static TripReading Read(string file, TripReadingOptions? options = null) => TripFile.Read(file, TestRoads.Street, options ?? new TripReadingOptions());

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private string Pack(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        gzip.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }
}
