using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Ratings;

public sealed class RatingTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;
    private static readonly string[] Tags = ["clean", "friendly", "late"];

    [Fact]
    public void Pair_IsHiddenUntilBothHaveSpoken()
    {
        var one = new RatingPair(Now).With(RatingSide.Customer, Rated(2))!;
        Assert.Null(one.Shown(RatingSide.Customer, Now));
        Assert.Null(one.With(RatingSide.Customer, Rated(5)));
        var both = one.With(RatingSide.Provider, Rated(4))!;
        Assert.Equal((2, 4), (both.Shown(RatingSide.Customer, Now)!.Stars, both.Shown(RatingSide.Provider, Now)!.Stars));
    }

    [Fact]
    public void Pair_IsShownWhenTheTimeIsOverAndTakesNoMore()
    {
        var end = Now + RatingPair.Window;
        var one = new RatingPair(Now).With(RatingSide.Customer, Rated(2))!;
        Assert.Null(one.Shown(RatingSide.Customer, end - TimeSpan.FromTicks(1)));
        Assert.Equal(2, one.Shown(RatingSide.Customer, end)!.Stars);
        Assert.Null(one.Shown(RatingSide.Provider, end));
        Assert.Null(one.With(RatingSide.Provider, Rated(1) with { At = end }));
    }

    [Fact]
    public void Score_OfFew_StaysNearThePriorAndOfManyLeavesIt()
    {
        var score = RatingScore.Default;
        Assert.Equal(4.6, score.Of([], Now));
        Assert.Equal(((4.6 * 5) + 1) / 6, score.Of([(1, Now)], Now), 9);
        Assert.InRange(score.Of(Enumerable.Repeat((1, Now), 500), Now), 1, 1.05);
    }

    [Fact]
    public void Score_OldRatings_WeighLess()
    {
        var score = new RatingScore(4, 0, TimeSpan.FromDays(90));
        Assert.Equal((5 + (1 * 0.5)) / 1.5, score.Of([(5, Now), (1, Now - TimeSpan.FromDays(90))], Now), 9);
        Assert.Equal(3, score.Of([(5, Now), (1, Now + TimeSpan.FromDays(90))], Now), 9);
        Assert.Equal(4, score.Of([], Now));
    }

    [Fact]
    public void Faults_AreNamed()
    {
        Assert.Empty(Rated(5).Faults(Tags));
        Assert.Single(Rated(0).Faults(Tags));
        Assert.Single(Rated(6).Faults(Tags));
        Assert.Single((Rated(5) with { Tags = ["rude"] }).Faults(Tags));
        Assert.Single((Rated(5) with { Tags = ["late", "late"] }).Faults(Tags));
        Assert.Single((Rated(5) with { Comment = new string('x', 1_001) }).Faults(Tags));
    }

    private static Rating Rated(int stars) => new(stars, ["clean"], null, Now + TimeSpan.FromHours(1));
}
