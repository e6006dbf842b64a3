using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class VoucherDecisionTests
{
    private static readonly Campaign Film = Orders.Campaign(1, new VoucherBenefit.Amount(Scenarios.Usd(500)));
    private static readonly Guid Quote = Orders.Id(50);
    private static readonly Guid Other = Orders.Id(51);
    private static readonly DateTimeOffset Now = Orders.Now;
    private static readonly DateTimeOffset Soon = Now + TimeSpan.FromMinutes(5);

    [Fact]
    public void Life_TakenKeptRedeemed_FunderPaysWhatWasUsed()
    {
        var voucher = Take(Orders.Voucher(2, Film)).After!;
        voucher = VoucherDecisions.Keep(voucher, Quote, Now).After!;
        Assert.Null(voucher.Hold!.Until);
        voucher = VoucherDecisions.Redeem(voucher, Quote, Scenarios.Usd(420)).After!;
        Assert.Equal((VoucherStatus.Redeemed, Scenarios.Usd(420)), (voucher.Status, voucher.Used!.Value));
        Assert.False(VoucherDecisions.Redeem(voucher, Quote, Scenarios.Usd(420)).Changed);
        Assert.Equal(VoucherRejection.AlreadyRedeemed, VoucherDecisions.Redeem(voucher, Quote, Scenarios.Usd(421)).Rejection);
        Assert.Equal(VoucherRejection.AlreadyRedeemed, Take(voucher, Other).Rejection);
        Assert.Equal(VoucherRejection.AlreadyRedeemed, VoucherDecisions.Return(voucher, Quote, Now).Rejection);
    }

    [Fact]
    public void Take_WhatCannotBeTaken_SaysWhy()
    {
        var voucher = Orders.Voucher(2, Film);
        Assert.Equal(VoucherRejection.NotYours, Take(voucher, customer: new CustomerId(Orders.Id(99))).Rejection);
        Assert.Equal(VoucherRejection.Expired, VoucherDecisions.Take(voucher, Quote, Orders.Customer, Scenarios.Usd(1), Soon, voucher.ExpiresAt).Rejection);
        Assert.Equal(VoucherRejection.WorthNothing, VoucherDecisions.Take(voucher, Quote, Orders.Customer, Scenarios.Usd(0), Soon, Now).Rejection);
        Assert.Equal(VoucherRejection.HeldElsewhere, Take(Take(voucher with { Holder = null }).After!, Other, new CustomerId(Orders.Id(99))).Rejection);
        Assert.Equal(VoucherRejection.Voided, Take(VoucherDecisions.Void(voucher, Now).After!).Rejection);
    }

    [Fact]
    public void Take_OfWhatAQuoteHeldThatRanOut_Succeeds()
    {
        var held = Take(Orders.Voucher(2, Film)).After!;
        var again = VoucherDecisions.Take(held, Other, Orders.Customer, Scenarios.Usd(300), Soon + TimeSpan.FromMinutes(5), Soon);
        Assert.Equal(Other, again.After!.Hold!.By);
        Assert.Equal(VoucherRejection.NotHeld, VoucherDecisions.Keep(again.After, Quote, Soon).Rejection);
        Assert.Equal(VoucherRejection.NotHeld, VoucherDecisions.Keep(held, Quote, Soon).Rejection);
    }

    [Fact]
    public void Take_ByAnotherQuoteOfTheCustomer_TakesOverUntilOneIsOrdered()
    {
        var first = Take(Orders.Voucher(2, Film)).After!;
        var second = Take(first, Other).After!;
        Assert.Equal(Other, second.Hold!.By);
        Assert.Equal(VoucherRejection.NotHeld, VoucherDecisions.Redeem(second, Quote, Scenarios.Usd(500)).Rejection);
        var later = Soon + TimeSpan.FromDays(1);
        var ordered = VoucherDecisions.Take(second, Quote, Orders.Customer, Scenarios.Usd(500), later, Now, ordered: true);
        Assert.Equal(new VoucherHold(Quote, Orders.Customer, Scenarios.Usd(500), later, true), ordered.After!.Hold);
        Assert.False(VoucherDecisions.Take(ordered.After, Quote, Orders.Customer, Scenarios.Usd(500), Soon, Now).Changed);
        Assert.Equal(VoucherRejection.HeldElsewhere, Take(ordered.After, Other).Rejection);
        Assert.Equal(VoucherRejection.HeldElsewhere, Take(VoucherDecisions.Keep(ordered.After, Quote, Now).After!, Other).Rejection);
    }

    [Fact]
    public void Return_PastItsDate_Expires()
    {
        var voucher = VoucherDecisions.Keep(Take(Orders.Voucher(2, Film)).After!, Quote, Now).After!;
        Assert.False(VoucherDecisions.Expire(voucher, voucher.ExpiresAt).Changed);
        Assert.Equal(VoucherStatus.Expired, VoucherDecisions.Return(voucher, Quote, voucher.ExpiresAt).After!.Status);
        Assert.Equal(VoucherStatus.Issued, VoucherDecisions.Return(voucher, Quote, Now).After!.Status);
    }

    [Fact]
    public void AnyHistory_IsUsedOnceAtMostByWhoHeldItAndForNoMoreThanWasHeld() => Law.HoldsForChoices(60, choices =>
    {
        var voucher = Orders.Voucher(2, Film);
        var now = Now;
        var (redeemed, taken) = (0, new Dictionary<Guid, long>());
        while (!choices.Over)
        {
            now += TimeSpan.FromMinutes(choices.Of(0, 1, 6, 60 * 24));
            var by = choices.Of(Quote, Other);
            var amount = Scenarios.Usd(choices.Of(500, 300, 501, 0));
            var step = choices.Next(6);
            var outcome = step switch
            {
                0 => VoucherDecisions.Take(voucher, by, Orders.Customer, amount, now + TimeSpan.FromMinutes(5), now),
                1 => VoucherDecisions.Keep(voucher, by, now),
                2 => VoucherDecisions.Redeem(voucher, by, amount),
                3 => VoucherDecisions.Return(voucher, by, now),
                4 => VoucherDecisions.Expire(voucher, now),
                _ => VoucherDecisions.Void(voucher, now),
            };
            Assert.True(outcome.After is null == outcome.Rejection is not null);
            if (outcome.After is not { } after)
            {
                continue;
            }

            if (step == 0)
            {
                Assert.True(now < voucher.ExpiresAt || !outcome.Changed);
                taken[by] = after.Hold!.Amount.MinorUnits;
            }

            if (after.Status == VoucherStatus.Redeemed && voucher.Status != VoucherStatus.Redeemed)
            {
                redeemed++;
                Assert.Equal((2, by), (step, after.Hold!.By));
                Assert.InRange(after.Used!.Value.MinorUnits, 1, taken[by]);
            }

            // An end is an end, and a command that is said twice changes nothing the second time.
            Assert.True(voucher.Status is VoucherStatus.Issued or VoucherStatus.Held || after == voucher);
            Assert.Equal((after.Status == VoucherStatus.Held, after.Status is VoucherStatus.Held or VoucherStatus.Redeemed), (after.Status == VoucherStatus.Held, after.Hold is not null));
            voucher = after;
        }

        Assert.InRange(redeemed, 0, 1);
    });

    private static VoucherOutcome Take(Voucher voucher, Guid? by = null, CustomerId? customer = null) =>
        VoucherDecisions.Take(voucher, by ?? Quote, customer ?? Orders.Customer, Scenarios.Usd(500), Soon, Now);
}
