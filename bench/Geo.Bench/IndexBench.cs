using System.Diagnostics;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Geo.Bench;

internal static class IndexBench
{
    private const int Vehicles = 100_000;
    private const int Many = 1_000_000;
    private const int ReportsASecond = 100_000;
    private const int Batch = 50;

    public static void Run()
    {
        var fleet = new Fleet(Vehicles);
        var hits = new VehicleHit[10];
        var found = 0L;
        var wanted = new VehicleFilter(1, 2, 2, Fleet.Now.AddSeconds(10));
        var times = Rounds.Nanoseconds(
            (fleet.Asked.Length, () =>
            {
                foreach (var point in fleet.Asked)
                {
                    found += fleet.Index.Nearest(point, hits);
                }
            }),
            (fleet.Asked.Length, () =>
            {
                foreach (var point in fleet.Asked)
                {
                    found += fleet.Index.Nearest(point, hits, wanted);
                }
            }),
            (20, () =>
            {
                foreach (var point in fleet.Asked.AsSpan(0, 20))
                {
                    found += LookAtAll(fleet, point)[0].Slot;
                }
            }),
            (2 * Vehicles, () =>
            {
                foreach (var slot in fleet.Order)
                {
                    fleet.Index.Update(slot, fleet.Moved[slot], Fleet.Traits, Fleet.Now);
                }

                foreach (var slot in fleet.Order)
                {
                    fleet.Index.Update(slot, fleet.Places[slot], Fleet.Traits, Fleet.Now);
                }
            }));
        Console.WriteLine($"10 nearest of {Vehicles:N0}: {1e3 / times[0]:0.00} million/s; by service, capacity, state and time {1e3 / times[1]:0.00} million/s; a look at all {times[2] / times[0]:N0} times as long");
        Console.WriteLine($"reports in no order, {Vehicles:N0} vehicles: {1e3 / times[3]:0.0} million/s");
        Compare(fleet);
        ManyReports();
        BesideReports(fleet);
        GC.KeepAlive(found);
    }

    private static (double Metres, int Slot)[] LookAtAll(Fleet fleet, Domain.Places.GeoPoint point)
    {
        var best = new PriorityQueue<int, double>();
        for (var slot = 0; slot < fleet.Places.Length; slot++)
        {
            var metres = GreatCircle.Distance(point, fleet.Places[slot]).Value;
            if (best.Count < 10)
            {
                best.Enqueue(slot, -metres);
            }
            else
            {
                best.EnqueueDequeue(slot, -metres);
            }
        }

        return [.. best.UnorderedItems.Select(i => (-i.Priority, i.Element)).Order()];
    }

    private static void Compare(Fleet fleet)
    {
        // The index rounds to a centimetre: a vehicle may stand for another that is farther by no more than that.
        const double centimetres = 0.03;
        const int searches = 500;
        var hits = new VehicleHit[10];
        var wrong = 0;
        foreach (var point in fleet.Asked.AsSpan(0, searches))
        {
            var found = fleet.Index.Nearest(point, hits);
            var expected = LookAtAll(fleet, point);
            for (var i = 0; i < 10; i++)
            {
                wrong += found == 10 && Math.Abs(expected[i].Metres - hits[i].DistanceMetres) < centimetres ? 0 : 1;
            }
        }

        Console.WriteLine($"compared with a look at all: {searches} searches, {10 * searches:N0} vehicles, {wrong} mismatches");
    }

    private static void ManyReports()
    {
        var fleet = new Fleet(Many);
        VehicleReport[] there = [.. fleet.Order.Select(slot => new VehicleReport(slot, fleet.Moved[slot], Fleet.Traits, Fleet.Now))];
        VehicleReport[] back = [.. fleet.Order.Select(slot => new VehicleReport(slot, fleet.Places[slot], Fleet.Traits, Fleet.Now))];
        var times = Rounds.Nanoseconds(
            (2 * Many, () =>
            {
                foreach (ref readonly var report in there.AsSpan())
                {
                    fleet.Index.Update(report.Slot, report.Point, report.Traits, report.SeenAt);
                }

                foreach (ref readonly var report in back.AsSpan())
                {
                    fleet.Index.Update(report.Slot, report.Point, report.Traits, report.SeenAt);
                }
            }),
            (2 * Many, () =>
            {
                foreach (var reports in new[] { there, back })
                {
                    for (var i = 0; i < Many; i += Batch)
                    {
                        fleet.Index.Update(reports.AsSpan(i, Batch));
                    }
                }
            }));
        string Share(double time) => $"{time * Many / 4 / 1e7:0.0} % of a core ({time:0} ns a report)";
        Console.WriteLine($"{Many:N0} vehicles that report every 4 s: one by one {Share(times[0])}, in batches of {Batch} {Share(times[1])}");
    }

    /// <summary>Every search timed on the wall while a second thread reports at a steady rate.</summary>
    private static void BesideReports(Fleet fleet)
    {
        var done = false;
        var reports = 0L;
        var clock = Stopwatch.StartNew();
        var writer = new Thread(() =>
        {
            for (var turn = 0; !Volatile.Read(ref done); turn++)
            {
                while (reports >= clock.Elapsed.TotalSeconds * ReportsASecond)
                {
                    Thread.SpinWait(20);
                }

                var slot = fleet.Order[turn % Vehicles];
                fleet.Index.Update(slot, turn / Vehicles % 2 == 0 ? fleet.Moved[slot] : fleet.Places[slot], Fleet.Traits, Fleet.Now);
                reports++;
            }
        });
        writer.Start();
        var hits = new VehicleHit[10];
        var ticks = new List<long>(6_000_000);
        var before = O2O.Dispatch.Matching.Bench.Machine.Clock();
        while (clock.Elapsed.TotalSeconds < 5)
        {
            foreach (var point in fleet.Asked)
            {
                var start = Stopwatch.GetTimestamp();
                fleet.Index.Nearest(point, hits);
                ticks.Add(Stopwatch.GetTimestamp() - start);
            }
        }

        var processor = O2O.Dispatch.Matching.Bench.Machine.Clock() - before;
        Volatile.Write(ref done, true);
        writer.Join();
        ticks.Sort();
        double Microseconds(double share) => ticks[(int)((ticks.Count - 1) * share)] * 1e6 / Stopwatch.Frequency;
        Console.WriteLine(
            $"searches while {reports / clock.Elapsed.TotalSeconds:N0} reports/s arrive, on the wall: p50 {Microseconds(0.5):0.00} us, p99 {Microseconds(0.99):0.00} us, p99.9 {Microseconds(0.999):0.0} us, "
            + $"longest {Microseconds(1) / 1e3:0.0} ms (when the machine takes the processor away); {ticks.Count / processor / 1e3:0.00} million per second of processor time");
    }
}
