namespace O2O.Dispatch.Geo.Cities;

/// <summary>
/// Draws the trips people wish to make in a city: a Poisson process whose rate changes with the hour and the place. Each hot spot sends and draws people
/// by its kind and the time of day, homes all over the city do so a little, and near destinations are likelier than far ones (gravity).
/// </summary>
public static class CityDemand
{
    private const double MinuteMilliseconds = 60_000;

    // The share of trips that begin, or end, anywhere in the city instead of at a hot spot.
    private const double AnywhereWeight = 4;

    // The distance at which a destination is half as likely as next door, and the one below which people walk.
    private const double HalfwayMetres = 1_500;
    private const double WalkMetres = 500;
    private const int Tries = 64;

    /// <summary>Draws the trips of a period, in order of time.</summary>
    /// <param name="city">The city.</param>
    /// <param name="from">Start of the period; its time of day is the city's.</param>
    /// <param name="to">End of the period, exclusive, after the start.</param>
    /// <param name="requestsPerHour">How many trips an hour of the period has on average; finite, 0 or more. The number drawn varies as chance does.</param>
    /// <param name="seed">Any number; the same gives the same trips.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is empty or the rate no rate.</exception>
    public static IReadOnlyList<CityTrip> Generate(City city, DateTimeOffset from, DateTimeOffset to, double requestsPerHour, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(city);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        if (!double.IsFinite(requestsPerHour) || requestsPerHour < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(requestsPerHour), requestsPerHour, "A rate of requests is finite and not negative.");
        }

        // The random streams of demand and of streets must differ, or one seed would tie trips to streets.
        var random = new SeededRandom(seed ^ 0x7472697073);
        var places = new Places(city);
        var length = (to - from).TotalMilliseconds;
        var start = from.TimeOfDay.TotalMilliseconds;

        // The rate within a minute is that of its middle. Its mean is scaled to the asked rate and candidates at the greatest rate are thinned out.
        var minutes = new double[(int)Math.Ceiling(length / MinuteMilliseconds)];
        double sum = 0, greatest = 0;
        for (var minute = 0; minute < minutes.Length; minute++)
        {
            var begins = minute * MinuteMilliseconds;
            var lasts = Math.Min(MinuteMilliseconds, length - begins);
            minutes[minute] = places.Rate(DayHour(start + begins + lasts / 2));
            sum += minutes[minute] * lasts;
            greatest = Math.Max(greatest, minutes[minute]);
        }

        var trips = new List<CityTrip>();
        var perMillisecond = requestsPerHour / 3_600_000 * (greatest * length / sum);
        if (perMillisecond <= 0)
        {
            return trips;
        }

        for (var time = 0.0; ;)
        {
            time += -Math.Log(1 - random.NextDouble()) / perMillisecond;
            if (time >= length)
            {
                return trips;
            }

            if (random.NextDouble() * greatest < minutes[(int)(time / MinuteMilliseconds)])
            {
                var hour = DayHour(start + time);
                var pickUp = places.PickUp(hour, ref random);
                trips.Add(new CityTrip((long)time, pickUp, places.DropOff(hour, pickUp, ref random)));
            }
        }
    }

    /// <summary>How busy each hour of a day is, beside the average of the day, which is 1: 24 numbers from midnight.</summary>
    public static double[] DayProfile(City city)
    {
        ArgumentNullException.ThrowIfNull(city);
        var places = new Places(city);
        var rates = new double[24];
        for (var hour = 0; hour < rates.Length; hour++)
        {
            rates[hour] = places.Rate(hour + 0.5);
        }

        var mean = rates.Average();
        return Array.ConvertAll(rates, rate => rate / mean);
    }

    private static double DayHour(double milliseconds) => milliseconds / 3_600_000 % 24;

    /// <summary>How many leave a kind of place, and how many go there, at 0, 3, 6 .. 21 h, between which it changes evenly. A guess at city life.</summary>
    private static (double[] Leave, double[] Come) Habits(HotSpotKind kind) => kind switch
    {
        HotSpotKind.Centre => ([1.0, 0.4, 0.2, 0.5, 1.0, 1.2, 1.4, 1.3], [0.5, 0.2, 0.3, 1.0, 1.3, 1.2, 1.2, 0.8]),
        HotSpotKind.Station => ([0.6, 0.2, 0.8, 1.5, 1.0, 1.0, 1.4, 1.0], [0.3, 0.2, 0.9, 1.2, 0.9, 1.1, 1.5, 0.8]),
        HotSpotKind.Stadium => ([0.3, 0.1, 0.1, 0.1, 0.2, 0.3, 0.3, 2.5], [0.1, 0.1, 0.1, 0.2, 0.3, 0.8, 2.5, 0.3]),
        HotSpotKind.Nightlife => ([2.5, 1.6, 0.3, 0.1, 0.3, 0.4, 0.6, 1.4], [1.2, 0.3, 0.1, 0.1, 0.5, 0.5, 1.2, 2.2]),
        HotSpotKind.Offices => ([0.2, 0.1, 0.1, 0.4, 0.9, 1.2, 1.8, 0.6], [0.1, 0.1, 0.6, 2.2, 1.0, 0.7, 0.3, 0.1]),
        HotSpotKind.Homes => ([0.3, 0.1, 0.7, 1.6, 0.7, 0.7, 0.9, 0.6], [1.6, 0.9, 0.2, 0.3, 0.5, 0.8, 1.4, 1.5]),
    };

    /// <summary>The hot spots as places to draw nodes from; the last place is anywhere.</summary>
    private sealed class Places
    {
        private readonly City city;
        private readonly double[][] sums;
        private readonly double[] weights;
        private readonly (double[] Leave, double[] Come)[] habits;
        private readonly double[] shares;

        public Places(City city)
        {
            this.city = city;
            var points = city.Network.Points.ToArray();
            sums =
            [
                .. city.HotSpots.Select(spot => Sums(points.Select(point =>
                {
                    // Falls to a quarter at the radius and is cut off at three radii.
                    var far = GreatCircle.Distance(spot.Centre, point).Value / spot.Radius.Value;
                    return far > 3 ? 0 : 1 / ((1 + far * far) * (1 + far * far));
                }))),
                Sums(points.Select(_ => 1.0)),
            ];
            weights = [.. city.HotSpots.Select(s => s.Weight), AnywhereWeight];
            habits = [.. city.HotSpots.Select(s => Habits(s.Kind)), Habits(HotSpotKind.Homes)];
            shares = new double[weights.Length];
        }

        public double Rate(double hour) => Enumerable.Range(0, weights.Length).Sum(i => weights[i] * At(habits[i].Leave, hour));

        public int PickUp(double hour, ref SeededRandom random)
        {
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = (i == 0 ? 0 : shares[i - 1]) + weights[i] * At(habits[i].Leave, hour);
            }

            return Draw(sums[Draw(shares, ref random)], ref random);
        }

        public int DropOff(double hour, int pickUp, ref SeededRandom random)
        {
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = (i == 0 ? 0 : shares[i - 1]) + weights[i] * At(habits[i].Come, hour);
            }

            var node = pickUp;
            for (var turn = 0; turn < Tries || node == pickUp; turn++)
            {
                node = Draw(sums[Draw(shares, ref random)], ref random);
                var far = GreatCircle.Distance(city.Network.Point(pickUp), city.Network.Point(node)).Value;
                if (far >= WalkMetres && random.NextDouble() < 1 / (1 + far * far / (HalfwayMetres * HalfwayMetres)))
                {
                    return node;
                }
            }

            return node;
        }

        private static double At(double[] everyThreeHours, double hour)
        {
            var at = hour / 3;
            var low = (int)at;
            return everyThreeHours[low % 8] + (at - low) * (everyThreeHours[(low + 1) % 8] - everyThreeHours[low % 8]);
        }

        private static double[] Sums(IEnumerable<double> weights)
        {
            var sum = 0.0;
            var sums = weights.Select(w => sum += w).ToArray();

            // A hot spot without a node in reach draws evenly from all, rather than from nothing.
            return sum > 0 ? sums : [.. Enumerable.Range(1, sums.Length).Select(i => (double)i)];
        }

        /// <summary>Draws a place in a list of running sums, each as likely as it adds.</summary>
        private static int Draw(double[] sums, ref SeededRandom random)
        {
            var target = random.NextDouble() * sums[^1];
            int low = 0, high = sums.Length - 1;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (sums[middle] > target)
                {
                    high = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            return low;
        }
    }
}
