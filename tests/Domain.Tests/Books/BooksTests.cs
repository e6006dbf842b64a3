using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Books;

public sealed class BooksTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1_250, "USD", "12.50")]
    [InlineData(-5, "USD", "-0.05")]
    [InlineData(0, "USD", "0.00")]
    [InlineData(1_250, "JPY", "1250")]
    [InlineData(1_250, "KWD", "1.250")]
    [InlineData(long.MaxValue, "KWD", "9223372036854775.807")]
    [InlineData(long.MinValue, "JPY", "-9223372036854775808")]
    public void AmountText_OfEveryScale_IsExact(long minorUnits, string currency, string text) => Assert.Equal(text, AmountText.Of(minorUnits, currency));

    [Fact]
    public void AccountNames_OfKindsThatArePosted_AreTheLedgersNames() => Assert.All(
        new[] { (AccountKind.Customer, AccountNames.Customer), (AccountKind.ProviderPayable, AccountNames.ProviderPayable), (AccountKind.PlatformRevenue, AccountNames.PlatformRevenue),
            (AccountKind.Tax, AccountNames.Tax), (AccountKind.GatewayClearing, AccountNames.GatewayClearing), (AccountKind.PromotionFunder, AccountNames.PromotionFunder) },
        pair => Assert.Equal(LedgerAccount.Name(pair.Item1), pair.Item2));

    [Fact]
    public void Economics_OfACompletedJob_AreItsSettlement()
    {
        var fare = new Fare(
            [
                new FareLine(FareLineKind.Base, Scenarios.Usd(1_100)),
                new FareLine(FareLineKind.Discount, Scenarios.Usd(-300), new Funder(FunderKind.Merchant, "m1")),
                new FareLine(FareLineKind.Discount, Scenarios.Usd(-100), Funder.Platform),
            ],
            Currency.Usd);
        var terms = Scenarios.Terms(commission: new CommissionPlan(new BasisPoints(2_000), Scenarios.Usd(0)), tax: new BasisPoints(1_000));
        var job = Scenarios.CompletedJob(order: Scenarios.Order(terms, fare, merchant: Scenarios.Merchant()));
        var moves = LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Day }).Select(BookMove.Of).ToList();
        moves.Add(new BookMove(AccountNames.GatewayClearing, "acme", AccountNames.Customer, "c", "captured", 700));
        moves.Add(new BookMove(AccountNames.GatewayFees, "acme", AccountNames.GatewayClearing, "acme", "gateway_fee", 50));
        var economics = JobEconomics.Of(moves);
        Assert.Equal(
            (1_100L, 200L, 100L, 800L, 700L, 50L, job.Settlement!.PlatformMargin.MinorUnits - 50),
            (economics.Gross, economics.Commission, economics.Tax, economics.ProviderNet, economics.Captured, economics.GatewayFees, economics.PlatformMargin));
        Assert.Equal([new FundedAmount("merchant/m1", 300), new FundedAmount("platform/acme", 100)], economics.Discounts.ToArray());
        Assert.Equal(0, economics.Accounts.Sum(account => account.MinorUnits));
    }

    [Fact]
    public void Economics_AfterRefundTipPayoutAndDispute_KeepTheGrossAndChangeTheParts()
    {
        List<BookMove> moves =
        [
            new(AccountNames.Customer, "c", AccountNames.ProviderPayable, "p", "completed", 800),
            new(AccountNames.Customer, "c", AccountNames.PlatformRevenue, "acme", "completed", 200),
            new(AccountNames.GatewayClearing, "acme", AccountNames.Customer, "c", "captured", 1_000),
            new(AccountNames.PlatformRevenue, "acme", AccountNames.Customer, "c", "refunded", 30),
            new(AccountNames.ProviderPayable, "p", AccountNames.Customer, "c", "refunded", 70),
            new(AccountNames.Customer, "c", AccountNames.GatewayClearing, "acme", "refunded", 100),
            new(AccountNames.Customer, "c", AccountNames.ProviderPayable, "p", "tip", 150),
            new(AccountNames.GatewayClearing, "acme", AccountNames.Customer, "c", "tip", 150),
            new(AccountNames.ProviderPayable, "p", "bank", "acme", "payout", 500),
            new(AccountNames.Disputes, "acme", AccountNames.GatewayClearing, "acme", "dispute_opened", 900),
        ];
        var open = JobEconomics.Of(moves);
        Assert.Equal(
            (1_000L, 170L, 880L, 150L, 1_150L, 100L, 900L, 170L - 900),
            (open.Gross, open.Commission, open.ProviderNet, open.Tips, open.Captured, open.Refunded, open.Disputed, open.PlatformMargin));
        Assert.Contains(new AccountAmount("bank", 500), open.Accounts);

        // Lost: the platform bears it, and the margin stays what it was while the money was held.
        moves.Add(new BookMove(AccountNames.PlatformRevenue, "acme", AccountNames.Disputes, "acme", "dispute_lost", 900));
        var lost = JobEconomics.Of(moves);
        Assert.Equal((open.Commission, open.Disputed, open.PlatformMargin), (lost.Commission, lost.Disputed, lost.PlatformMargin));
        Assert.Equal(0, lost.Accounts.Sum(account => account.MinorUnits));
    }

    /// <summary>Whatever is settled: the gross is divided to the unit, and all accounts sum to zero.</summary>
    [Fact]
    public void Economics_OfAnySettlement_DivideTheGross() => Law.HoldsForChoices(8, choices =>
    {
        var gross = 1 + choices.Next(10_000);
        var fare = new Fare([new FareLine(FareLineKind.Base, Scenarios.Usd(gross)), new FareLine(FareLineKind.Discount, Scenarios.Usd(-choices.Next(gross)), Funder.Platform)], Currency.Usd);
        var terms = Scenarios.Terms(commission: new CommissionPlan(new BasisPoints(choices.Next(9_000)), Scenarios.Usd(choices.Next(300))), tax: new BasisPoints(choices.Next(3_000)));
        var job = Scenarios.CompletedJob(order: Scenarios.Order(terms, fare));
        var economics = JobEconomics.Of(LedgerPostings.Of(job, new JobEvent.Completed(job.FinalFare!, job.Settlement!) { At = Day }).Select(BookMove.Of));
        Assert.Equal(gross, economics.Gross);
        Assert.Equal(gross, economics.Commission + economics.Tax + economics.ProviderNet);
        Assert.Equal(job.Settlement!.PlatformMargin.MinorUnits, economics.PlatformMargin);
        Assert.Equal(0, economics.Accounts.Sum(account => account.MinorUnits));
    });

    [Fact]
    public void Close_OfADay_HasOpeningMovementsByCauseAndClosing()
    {
        var close = PeriodClose.Of(Day, Day.AddDays(1),
        [
            new AccountMovement("tax", "USD", "completed", 0, 40, 0, 5),
            new AccountMovement("customer", "USD", "completed", 40, 0, 5, 0),
            new AccountMovement("customer", "USD", "captured", 0, 40, 0, 0),
            new AccountMovement("gateway_clearing", "USD", "captured", 40, 0, 0, 0),
            new AccountMovement("tax", "JPY", "completed", 0, 0, 0, 7),
            new AccountMovement("customer", "JPY", "completed", 0, 0, 7, 0),
        ]);
        Assert.Equal(["JPY customer 0 7", "JPY tax 0 -7", "USD customer 0 5", "USD gateway_clearing 40 40", "USD tax -40 -45"],
            close.Accounts.Select(account => $"{account.Currency} {account.Account} {account.OpeningMinorUnits} {account.ClosingMinorUnits}"));
        Assert.Equal([new CauseMovement("completed", 5, 0)], close.Accounts[2].Movements.ToArray());
        Assert.Equal(0, close.ImbalanceMinorUnits);
        Assert.Equal(["JPY", "USD"], close.Currencies.ToArray());

        // What one currency has too much does not make up for what another lacks.
        Assert.Equal(14, PeriodClose.Of(Day, Day.AddDays(1), [new("tax", "USD", "x", 0, 0, 7, 0), new("tax", "JPY", "x", 0, 0, 0, 7)]).ImbalanceMinorUnits);
    }

    [Fact]
    public void Statement_WithRefundTipAndPayout_GoesFromOpeningToClosing()
    {
        var provider = Scenarios.Provider();
        var payable = new LedgerAccount(AccountKind.ProviderPayable, provider.ToString());
        var customer = new LedgerAccount(AccountKind.Customer, "c");
        var revenue = new LedgerAccount(AccountKind.PlatformRevenue, "acme");
        var job = Scenarios.CompletedJob();
        var statement = Statement.Of(
            Day,
            Day.AddDays(1),
            [KeyValuePair.Create("USD", 10L), KeyValuePair.Create("JPY", 3L)],
            [
                Transfer(customer, payable, 800, "completed", Day.AddHours(-1)),
                Transfer(customer, revenue, 200, "completed", Day.AddHours(-1)),
                Transfer(payable, customer, 70, "refunded", Day.AddHours(1)),
                Transfer(customer, payable, 150, "tip", Day.AddHours(2)),
                Transfer(payable, revenue, 500, "payout", Day.AddHours(3)),
                Transfer(customer, payable, 1, "completed", Day.AddDays(1)),
            ],
            account => Statement.IsOf(provider, account));
        var line = Assert.Single(statement.Lines);
        Assert.Equal((0L, 150L, 80L, 500L, Day.AddHours(3)), (line.Gross, line.Tips, line.Net, line.PaidOut, line.At));
        Assert.Equal(["JPY 3 0 3", "USD 10 80 -410"], statement.Totals.Select(total => $"{total.Currency} {total.Opening} {total.Net} {total.Closing}"));
        Assert.False(Statement.IsOf(new ProviderId(Guid.Parse("0193a1b2c3d47e8f9a0b1c2d3e4f5061")), payable));

        LedgerTransfer Transfer(LedgerAccount debit, LedgerAccount credit, long amount, string cause, DateTimeOffset at) =>
            new($"{job.Id}:{cause}:{amount}", debit, credit, Scenarios.Usd(amount), job.Id, null, cause, Scenarios.Operator, null, at);
    }
}
