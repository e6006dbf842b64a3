using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

/// <summary>Orders, campaigns and vouchers for tests.</summary>
internal static class Orders
{
    public static readonly DateTimeOffset Now = Scenarios.Now;
    public static readonly CustomerId Customer = new(Id(1));

    public static Guid Id(int n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    public static VoucherOrder Order(long gross) => new(
        Customer,
        Scenarios.Market,
        Scenarios.ServiceClass,
        null,
        ["midtown"],
        Now,
        new DateTime(2026, 11, 20, 19, 30, 0),
        Scenarios.Usd(gross),
        false,
        [],
        new Metres(4_000),
        TimeSpan.FromMinutes(10),
        null,
        BasisPoints.One);

    public static Campaign Campaign(int n, VoucherBenefit benefit, bool stackable = false, long budget = 1_000_000, Funder? funder = null) => new(
        new CampaignId(Id(n)),
        new OperatorId("test"),
        "A film after noodles",
        funder ?? new Funder(FunderKind.Merchant, "film"),
        benefit,
        VoucherScope.Anything,
        new VoucherLimits(Scenarios.Usd(budget), null, null, null, null),
        Now - TimeSpan.FromDays(1),
        Now + TimeSpan.FromDays(30),
        TimeSpan.FromDays(7),
        stackable,
        null,
        false);

    public static Voucher Voucher(int n, Campaign campaign, CustomerId? holder = null) => new(
        new VoucherId(Id(n)), VoucherCode.Of([0, 0, 0, 0, 0, 0, (byte)n]), campaign.Id, holder ?? Customer, VoucherSource.Job, null, Now - TimeSpan.FromHours(1), Now + TimeSpan.FromDays(6));

    public static CampaignUsage Unused { get; } = new(Scenarios.Usd(0), Scenarios.Usd(0), 0, 0, 0, 0);
}
