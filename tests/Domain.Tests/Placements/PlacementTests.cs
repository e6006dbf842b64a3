using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Tests.Placements;

/// <summary>What a placement pays for, and which store is shown first.</summary>
public sealed class PlacementTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Faults_OfASoundOne_AreNone_AndEachOtherIsNamed()
    {
        Assert.Empty(Of(1, 100).Faults());
        Assert.Empty((Of(1, Placement.MostMinorUnits) with { Budget = Usd(Placement.MostMinorUnits), PerDay = Usd(Placement.MostMinorUnits) }).Faults());
        Assert.Empty((Of(1, 100) with { PerDay = Usd(100), Stores = [new StoreId(Id(1))], Zones = ["centre"] }).Faults());
        foreach (var wrong in new[]
        {
            Of(1, 0), Of(1, -1), Of(1, 100) with { Budget = Usd(99) }, Of(1, 100) with { PerDay = Usd(99) }, Of(1, 100) with { Ends = Now.AddDays(-1) }, Of(1, 100) with { Zones = [" "] },
            Of(1, 100) with { Budget = Usd(Placement.MostMinorUnits + 1) }, Of(1, 100) with { PerDay = Usd(long.MaxValue) }, Of(1, long.MaxValue) with { Budget = Usd(long.MaxValue) },
            Of(1, 100) with { Zones = [.. Enumerable.Range(0, 101).Select(i => $"{i}")] },
        })
        {
            Assert.Single(wrong.Faults());
        }
    }

    [Fact]
    public void Placement_IsOn_BetweenItsEndsUnlessItIsPaused()
    {
        var one = Of(1, 100);
        Assert.Equal([false, true, true, false], new[] { one.Begins.AddTicks(-1), one.Begins, one.Ends.AddTicks(-1), one.Ends }.Select(one.IsOn));
        Assert.False((one with { Paused = true }).IsOn(Now));
        Assert.True(one.IsIn("anywhere"));
        Assert.Equal((true, false), ((one with { Zones = ["centre"] }).IsIn("centre"), (one with { Zones = ["centre"] }).IsIn(string.Empty)));
    }

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(600, 300, 0, true)]
    [InlineData(600, 301, 0, false)]
    [InlineData(901, 0, 0, false)]
    [InlineData(0, 0, 200, true)]
    [InlineData(0, 0, 201, false)]
    public void HasRoom_IsTheBudgetAndTheDays(long spent, long held, long today, bool expected) =>
        Assert.Equal(expected, (Of(1, 100) with { PerDay = Usd(300) }).HasRoom(new PlacementUsage(spent, held, today)));

    [Fact]
    public void HasRoom_OfTheHighestNumbers_DoesNotOverflow()
    {
        var one = Of(1, long.MaxValue) with { Budget = Usd(long.MaxValue), PerDay = Usd(long.MaxValue) };
        Assert.True(one.HasRoom(new PlacementUsage(0, 0, 0)));
        Assert.False(one.HasRoom(new PlacementUsage(0, long.MaxValue, long.MaxValue)));
    }

    [Fact]
    public void Order_IsByBidThenDistanceThenId_AndAStoreOnce()
    {
        var (low, high) = (Of(1, 100), Of(2, 200));
        Assert.Equal(
            [(high, new StoreId(Id(3))), (high, new StoreId(Id(1))), (high, new StoreId(Id(4))), (low, new StoreId(Id(2)))],
            PlacementChoice.Order(
                [(low, new StoreId(Id(1)), new Metres(10)), (low, new StoreId(Id(2)), new Metres(1)), (high, new StoreId(Id(4)), new Metres(10)), (high, new StoreId(Id(1)), new Metres(10)), (high, new StoreId(Id(3)), new Metres(5))]).ToArray());
    }

    [Fact]
    public void Posting_OfAVisit_GoesFromTheMerchantToThePlatformUnderTheOrdersKey()
    {
        var click = PlacementClick.Of(new PlacementDisplay(Id(9), new PlacementId(Id(1)), new StoreId(Id(2)), new CustomerId(Id(3))), Of(1, 100), Now, TimeSpan.FromHours(24));
        var job = new JobId(Id(4));
        var posting = new PlacementVisit(click, job, new OperatorId("acme")).Posting(Now);
        Assert.Equal(($"{job}:placed_visit", "merchant_payable", click.Merchant.ToString(), "platform_revenue", "acme", 100L),
            (posting.Key, Ledger.LedgerAccount.Name(posting.Debit.Kind), posting.Debit.Owner, Ledger.LedgerAccount.Name(posting.Credit.Kind), posting.Credit.Owner, posting.Amount.MinorUnits));
        Assert.Equal(Now.AddHours(25), click.HeldUntil);
    }

    private static Placement Of(int number, long price) => new(
        new PlacementId(Id(number)), new MerchantId(Id(50)), new MarketId("vienna"), [], [], Usd(price), Usd(1_000), null, Now.AddDays(-1), Now.AddDays(1));

    private static Money.Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static Guid Id(int number) => new(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
}
