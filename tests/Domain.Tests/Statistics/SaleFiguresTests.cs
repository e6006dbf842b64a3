using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Statistics;

public sealed class SaleFiguresTests
{
    private static readonly MerchantId Merchant = Scenarios.Merchant();
    private static readonly StoreId One = new(new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    private static readonly StoreId Two = new(new Guid(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));

    [Fact]
    public void Of_ACustomerOfTwoStores_IsCountedOnce()
    {
        var tally = SaleTally.Empty with { Customers = [new(One, Customer(1), true), new(Two, Customer(1), false), new(Two, Customer(2), false)] };
        Assert.Equal((1, 1), Figures(tally));
        Assert.Equal((1, 0), Figures(tally.Of(store => store == One)));

        // At the second store the same customer is one who came back.
        Assert.Equal((0, 2), Figures(tally.Of(store => store == Two)));

        static (int, int) Figures(SaleTally of) => SaleFigures.Of(of, Merchant) is var figures ? (figures.NewCustomers, figures.ReturningCustomers) : default;
    }

    [Fact]
    public void Of_MovesOfABrandAndOfPayouts_AreNotTheMerchants()
    {
        var own = Merchant.ToString();
        var tally = SaleTally.Empty with
        {
            Moves =
            [
                Move("customer", "merchant_payable", string.Empty, own, "completed", 800),
                Move("customer", "merchant_payable", string.Empty, "another", "completed", 50),
                Move("customer", "platform_revenue", string.Empty, string.Empty, "completed", 150),
                Move("promotion_funder", "customer", $"merchant/{own}", string.Empty, "completed", 100),
                Move("merchant_payable", "customer", own, string.Empty, "refunded", 80),
                Move("customer", "gateway_clearing", string.Empty, string.Empty, "refunded", 100),
                Move("merchant_payable", "payouts_under_way", own, string.Empty, "transfer_begun", 700),
            ],
        };
        var figures = SaleFigures.Of(tally, Merchant);
        Assert.Equal((1_000, 720, 100), (figures.Gross, figures.Net, figures.Refunded));
        Assert.Equal([new FundedAmount($"merchant/{own}", 100)], figures.Discounts.ToArray());
    }

    [Fact]
    public void Of_ATipThatWentBack_IsNoRefundOfTheMerchants()
    {
        var tally = SaleTally.Empty with
        {
            Moves =
            [
                Move("customer", "merchant_payable", string.Empty, Merchant.ToString(), "completed", 800),
                Move("merchant_payable", "customer", Merchant.ToString(), string.Empty, "refunded", 80),
                Move("customer", "gateway_clearing", string.Empty, string.Empty, "refunded", 80),
                Move("tips", "customer", "provider", string.Empty, "tip_refunded", 120),
                Move("provider_payable", "tips", "provider", "provider", "tip_refunded", 120),
                Move("customer", "gateway_clearing", string.Empty, string.Empty, "tip_refunded", 120),
            ],
        };
        Assert.Equal((720, 80), SaleFigures.Of(tally, Merchant) is var figures ? (figures.Net, figures.Refunded) : default);
    }

    [Fact]
    public void Of_Times_AreMeanAndNearestRanks()
    {
        var figures = DurationFigures.Of(Enumerable.Range(1, 40).Select(i => i * 1_000L).Reverse());
        Assert.Equal((40, 20.5, 20, 38), (figures.Count, figures.Mean!.Value.TotalSeconds, figures.Median!.Value.TotalSeconds, figures.NinetyFifth!.Value.TotalSeconds));
        Assert.Equal(new DurationFigures(1, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)), DurationFigures.Of([7_000]));
        Assert.Equal(new DurationFigures(0, null, null, null), DurationFigures.Of([]));
    }

    private static CustomerId Customer(int n) => Scenarios.Customer(n);

    private static SaleMove Move(string debit, string credit, string debitOwner, string creditOwner, string cause, long amount) =>
        new(One, Scenarios.Now, new BookMove(debit, debitOwner, credit, creditOwner, cause, amount));
}
