using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Routing.Bench;

namespace O2O.Dispatch.Geo.Tests.TravelTimes;

public class TravelTimeLearnerTests
{
    private static readonly RoadNetwork Network = GeneratedRoads.Create(2_500, 3);
    private static readonly AllPairsTravelTimes Empty = AllPairsTravelTimes.Build(Network, 1);
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.0)]
    [InlineData(1.7)]
    [InlineData(2.6)]
    public void Observe_KnownFactorOfOneHour_IsLearnedDespiteScatter(double factor)
    {
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc);
        Drive(learner, new Random(1), 1_500, _ => 8, _ => factor, scatter: 0.3);
        Assert.InRange(learner.Factors().At(8, 0) / factor, 0.96, 1.04);
    }

    [Fact]
    public void Observe_TenthOfDrivesAbsurd_MovesTheFactorLittle()
    {
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc);
        var random = new Random(2);
        Drive(learner, random, 2_000, _ => 8, i => i % 10 == 0 ? 5.8 : 1.6, scatter: 0.2);
        Assert.InRange(learner.Factors().At(8, 0), 1.5, 1.72);
    }

    [Fact]
    public void Observe_FactorOfEachHour_IsLearnedForEach()
    {
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc);
        static double Truth(int hour) => 1.2 + (hour is >= 8 and < 19 ? 1.0 : 0);
        Drive(learner, new Random(3), 20_000, i => i % 24, i => Truth(i % 24), scatter: 0.2);
        Assert.All(Enumerable.Range(0, 24), hour => Assert.InRange(learner.Factors().At(hour, 0) / Truth(hour), 0.93, 1.07));
    }

    [Fact]
    public void Observe_ThinHour_FollowsItsNeighboursAndAnUnseenDayTheStart()
    {
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc, startFactor: 1.4);
        Assert.Equal(1.4, learner.Factors().At(9, 0), 1e-9);
        Drive(learner, new Random(4), 2_000, i => i % 2 == 0 ? 8 : 10, _ => 2.2, scatter: 0.1);
        Assert.InRange(learner.Factors().At(9, 0), 1.9, 2.2);
        Assert.Equal(1.4, learner.Factors().At(20, 0), 1e-9);
    }

    [Fact]
    public void Observe_TrafficChangesForGood_IsFollowed()
    {
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc, halfLife: TimeSpan.FromDays(3));
        for (var day = 0; day < 30; day++)
        {
            Drive(learner, new Random(day), 40, _ => 8, _ => day < 15 ? 1.3 : 2.0, scatter: 0.1, Day.AddDays(day));
        }

        Assert.InRange(learner.Factors().At(8, 0), 1.85, 2.05);
    }

    [Fact]
    public void Observe_SlowPartOfTheCity_IsLearnedBySquares()
    {
        var groups = EdgeGroups.BySquares(Network, 1_500);
        var middle = Network.Bounds.SouthWest.Longitude / 2 + Network.Bounds.NorthEast.Longitude / 2;
        var truth = EdgeTimes.Scaled(Network, 1.3);
        for (var node = 0; node < Network.NodeCount; node++)
        {
            for (var edge = Network.FirstOut[node]; edge < Network.FirstOut[node + 1]; edge++)
            {
                truth[edge] = Network.Point(node).Longitude < middle ? truth[edge] * 2 : truth[edge];
            }
        }

        var real = AllPairsTravelTimes.Build(Network, truth);
        var (whole, squares) = (new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc), new TravelTimeLearner(groups, Empty, TimeZoneInfo.Utc));
        var random = new Random(5);
        for (var i = 0; i < 6_000; i++)
        {
            var (from, to) = (random.Next(Network.NodeCount), random.Next(Network.NodeCount));
            var duration = TimeSpan.FromMilliseconds(real.Milliseconds(from, to) * Math.Exp(0.2 * (random.NextDouble() - 0.5)));
            whole.Observe(from, to, Day.AddHours(8), duration);
            squares.Observe(from, to, Day.AddHours(8), duration);
        }

        double Error(TravelTimeLearner learner)
        {
            var times = AllPairsTravelTimes.Build(Network, EdgeTimes.AtHour(learner.Factors(), 8));
            var check = new Random(6);
            return Enumerable.Range(0, 2_000).Select(_ => (From: check.Next(Network.NodeCount), To: check.Next(Network.NodeCount))).Where(pair => pair.From != pair.To)
                .Average(pair => Math.Abs(times.Milliseconds(pair.From, pair.To) / (double)real.Milliseconds(pair.From, pair.To) - 1));
        }

        Assert.True(Error(squares) < Error(whole) / 2, $"squares {Error(squares):P1}, whole {Error(whole):P1}");
    }

    [Fact]
    public void Observe_MarketsClock_DecidesTheHour()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-5), "test", "test");
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, zone);
        Drive(learner, new Random(7), 500, _ => 3, _ => 2, scatter: 0);
        Assert.InRange(learner.Factors().At(22, 0), 1.9, 2.1);
        Assert.Equal(1, learner.Factors().At(3, 0));
    }

    [Fact]
    public void Observe_DrivesThatTeachNothing_AreNamedAndPassedOver()
    {
        var learner = new TravelTimeLearner(EdgeGroups.Whole(Network), Empty, TimeZoneInfo.Utc);
        var far = Enumerable.Range(1, Network.NodeCount - 1).First(to => Empty.Milliseconds(0, to) > 300_000);
        LearnedFrom Seen(int to, double seconds) => learner.Observe(0, to, Day, TimeSpan.FromSeconds(seconds));
        Assert.Equal(LearnedFrom.DurationOutOfRange, Seen(far, 59));
        Assert.Equal(LearnedFrom.DurationOutOfRange, Seen(far, -1));
        Assert.Equal(LearnedFrom.DurationOutOfRange, Seen(far, 10_801));
        Assert.Equal(LearnedFrom.EndsTooClose, Seen(0, 600));
        Assert.Equal(LearnedFrom.RatioOutOfRange, Seen(far, Math.Min(10_800, Empty.Milliseconds(0, far) / 1_000.0 * 6.1)));
        Assert.Equal(0, learner.Learned);
        Assert.Equal(LearnedFrom.Learned, Seen(far, Empty.Milliseconds(0, far) / 1_000.0 * 5.9999999));
        Assert.Equal(LearnedFrom.Learned, Seen(far, Empty.Milliseconds(0, far) / 1_000.0 * 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seen(Network.NodeCount, 600));
    }

    [Fact]
    public void Create_BadInput_IsNamed()
    {
        var groups = EdgeGroups.Whole(Network);
        Assert.Throws<ArgumentOutOfRangeException>("startFactor", () => new TravelTimeLearner(groups, Empty, TimeZoneInfo.Utc, startFactor: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("halfLife", () => new TravelTimeLearner(groups, Empty, TimeZoneInfo.Utc, halfLife: TimeSpan.Zero));
        var other = AllPairsTravelTimes.Build(Networks.Random(1, 9), 1);
        Assert.Throws<ArgumentException>("freeFlow", () => new TravelTimeLearner(groups, other, TimeZoneInfo.Utc));
    }

    private static void Drive(
        TravelTimeLearner learner, Random random, int drives, Func<int, int> hour, Func<int, double> factor, double scatter, DateTimeOffset? day = null)
    {
        for (var i = 0; i < drives; i++)
        {
            var (from, to) = (random.Next(Network.NodeCount), random.Next(Network.NodeCount));
            var noise = Math.Exp(scatter * (random.NextDouble() + random.NextDouble() - 1) * 2);
            learner.Observe(from, to, (day ?? Day).AddHours(hour(i)).AddMinutes(random.Next(60)), TimeSpan.FromMilliseconds(Empty.Milliseconds(from, to) * factor(i) * noise));
        }
    }
}
