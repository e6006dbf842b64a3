using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class VoucherScopeTests
{
    private static readonly VoucherOrder Order = Orders.Order(1_000) with { Merchant = new MerchantId(Orders.Id(9)) };

    [Fact]
    public void Why_WithoutBounds_IsNothing() => Assert.Null(VoucherScope.Anything.Why(Order));

    [Fact]
    public void Why_EachBound_HasItsName()
    {
        var any = VoucherScope.Anything;
        Assert.Equal(VoucherRejection.NotForThis, (any with { Markets = [new MarketId("elsewhere")] }).Why(Order));
        Assert.Equal(VoucherRejection.NotForThis, (any with { ServiceClasses = [new ServiceClassId("film")] }).Why(Order));
        Assert.Equal(VoucherRejection.NotForThis, (any with { Merchants = [new MerchantId(Orders.Id(8))] }).Why(Order));
        Assert.Equal(VoucherRejection.NotForThis, (any with { Merchants = [new MerchantId(Orders.Id(9))] }).Why(Order with { Merchant = null }));
        Assert.Equal(VoucherRejection.NotHere, (any with { Zones = ["harlem"] }).Why(Order));
        Assert.Equal(VoucherRejection.NotNow, (any with { Hours = [new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(8, 0), new TimeOnly(12, 0)))] }).Why(Order));
        Assert.Equal(VoucherRejection.BelowMinimumSpend, (any with { MinimumSpend = Scenarios.Usd(1_001) }).Why(Order));
        Assert.Equal(VoucherRejection.NotTheFirstTime, (any with { FirstTimeOnly = true }).Why(Order));
        Assert.Null(new VoucherScope(
            [Order.Market], [Order.ServiceClass], [Order.Merchant!.Value], ["harlem", "midtown"], [new DailyHours(DailyHours.EveryDay, new HourRange(new TimeOnly(19, 0), new TimeOnly(20, 0)))], Scenarios.Usd(1_000), true)
            .Why(Order with { IsFirst = true }));
    }

    [Theory]
    [InlineData("2026-11-20T21:59:59", false)] // a Friday
    [InlineData("2026-11-20T22:00:00", true)]
    [InlineData("2026-11-21T01:59:59", true)]
    [InlineData("2026-11-21T02:00:00", false)]
    [InlineData("2026-11-21T22:00:00", false)]
    public void Hours_OverMidnight_BelongToTheDayTheyBeginOn(string local, bool expected)
    {
        var fridayNight = new DailyHours(1 << (int)DayOfWeek.Friday, new HourRange(new TimeOnly(22, 0), new TimeOnly(2, 0)));
        Assert.Equal(expected, fridayNight.Contains(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
