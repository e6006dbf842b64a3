using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Redemption;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Redemption;

public sealed class RedemptionTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;
    private static readonly Redeemable Noodles = new(3, Scenarios.Usd(1_000), Now + TimeSpan.FromDays(30), []);

    [Fact]
    public void Redeem_InParts_AddsUpToWhatWasPaid()
    {
        var (of, worths) = (Noodles, new List<long>());
        for (var n = 1; n <= 3; n++)
        {
            var outcome = Redeem(of, n, 1);
            worths.Add(outcome.Part!.Worth.MinorUnits);
            of = outcome.After!;
        }

        Assert.Equal([333L, 333, 334], worths);
        Assert.Equal(RedemptionRejection.AlreadyRedeemed, Redeem(of, 4, 1).Rejection);
    }

    [Fact]
    public void Redeem_SaidAgain_IsHadOnce()
    {
        var once = Redeem(Noodles, 1, 2);
        var again = Redeem(once.After!, 1, 2);
        Assert.Equal((once.After, once.Part), (again.After, again.Part));
        Assert.Equal(RedemptionRejection.CommandReused, Redeem(once.After!, 1, 1).Rejection);
    }

    [Fact]
    public void Redeem_WhatCannotBeHad_SaysWhy()
    {
        Assert.Equal(RedemptionRejection.UnitsWrong, Redeem(Noodles, 1, 0).Rejection);
        Assert.Equal(RedemptionRejection.UnitsWrong, Redeem(Noodles, 1, -1).Rejection);
        Assert.Equal(RedemptionRejection.NotSoManyLeft, Redeem(Noodles, 1, 4).Rejection);
        Assert.Equal(RedemptionRejection.Expired, RedemptionDecisions.Redeem(Noodles, Id(1), 1, new StoreId(Id(2)), Id(3), Noodles.ExpiresAt).Rejection);
    }

    [Fact]
    public void Expire_GivesBackWhatWasNotHadByPolicy()
    {
        var part = Redeem(Noodles, 1, 1).After!;
        Assert.Equal(part, RedemptionDecisions.Expire(part, Noodles.ExpiresAt - TimeSpan.FromTicks(1)));
        Assert.Equal(Scenarios.Usd(0), RedemptionDecisions.RefundOf(part, BasisPoints.One));
        var expired = RedemptionDecisions.Expire(part, Noodles.ExpiresAt);
        Assert.Equal(Scenarios.Usd(667), RedemptionDecisions.RefundOf(expired, BasisPoints.One));
        Assert.Equal(Scenarios.Usd(334), RedemptionDecisions.RefundOf(expired, new BasisPoints(5_000)));
        Assert.Equal(expired, RedemptionDecisions.Expire(expired, Noodles.ExpiresAt + TimeSpan.FromDays(1)));
        var all = Redeem(Noodles, 1, 3).After!;
        Assert.Equal(all, RedemptionDecisions.Expire(all, Noodles.ExpiresAt));
    }

    [Fact]
    public void AnyHistory_HadAndGivenBackAreWhatWasPaid() => Law.HoldsForChoices(40, choices =>
    {
        var of = new Redeemable(1 + choices.Next(20), Scenarios.Usd(1 + choices.Next(9_999)), Now + TimeSpan.FromDays(1), []);
        var now = Now;
        while (!choices.Over)
        {
            now += TimeSpan.FromHours(choices.Of(0, 1, 5));
            of = choices.Next(8) == 0
                ? RedemptionDecisions.Expire(of, now)
                : RedemptionDecisions.Redeem(of, Id(choices.Next(30)), choices.Next(6), new StoreId(Id(2)), Id(3), now).After ?? of;
            Assert.InRange(of.Left, 0, of.Units);
            Assert.All(of.Parts, part => Assert.False(part.Worth.IsNegative));
            Assert.Equal(of.Parts.Length, of.Parts.Select(part => part.Command).Distinct().Count());
        }

        of = RedemptionDecisions.Expire(of, of.ExpiresAt);
        Assert.Equal(of.Paid.MinorUnits, of.Parts.Sum(part => part.Worth.MinorUnits) + RedemptionDecisions.RefundOf(of, BasisPoints.One).MinorUnits);
    });

    private static RedemptionOutcome Redeem(Redeemable of, int command, int units) => RedemptionDecisions.Redeem(of, Id(command), units, new StoreId(Id(2)), Id(3), Now);

    private static Guid Id(int n) => new(n, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1);
}
