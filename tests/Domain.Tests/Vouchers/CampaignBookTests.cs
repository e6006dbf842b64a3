using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class CampaignBookTests
{
    /// <summary>Two vouchers for a first order, two quotes: the one that is ordered first has its own, and the other is none any more until that has ended without being completed.</summary>
    [Fact]
    public void Take_OrderedForAFirstOrder_OneOrderAtATimeHasOne()
    {
        var campaign = Orders.Campaign(1, new VoucherBenefit.Amount(Scenarios.Usd(300)));
        campaign = campaign with { Scope = campaign.Scope with { FirstTimeOnly = true } };
        var (one, other) = (Orders.Voucher(11, campaign), Orders.Voucher(12, campaign));
        VoucherCommand.Take Of(Voucher voucher, int quote, bool ordered = true) =>
            new(voucher.Id, Orders.Id(quote), Orders.Customer, Scenarios.Usd(300), Orders.Now + TimeSpan.FromMinutes(5), ordered, Scenarios.Market);

        // In one batch, and both quotes held theirs before.
        var book = Book();
        Assert.True(book.Run(Of(one, 51, ordered: false)).Changed);
        Assert.True(book.Run(Of(other, 52, ordered: false)).Changed);
        Assert.True(book.Run(Of(one, 51)).Changed);
        Assert.Equal(VoucherRejection.NotTheFirstTime, book.Run(Of(other, 52)).Rejection);
        Assert.False(book.Run(Of(one, 51)).Changed);
        Assert.Null(book.Run(new VoucherCommand.Return(one.Id, Orders.Id(51))).Rejection);
        Assert.True(book.Run(Of(other, 52)).Changed);

        // Several of one order go together.
        book = Book();
        Assert.True(book.Run(Of(one, 51)).Changed);
        Assert.True(book.Run(Of(other, 51)).Changed);

        // What another campaign's voucher is held for counts, once an order holds it; and so does what was completed.
        var elsewhere = Orders.Voucher(13, Orders.Campaign(2, campaign.Benefit));
        var hold = new VoucherHold(Orders.Id(53), Orders.Customer, Scenarios.Usd(300), Orders.Now + TimeSpan.FromHours(1), Ordered: true);
        elsewhere = elsewhere with { Status = VoucherStatus.Held, Hold = hold };
        Assert.Equal(VoucherRejection.NotTheFirstTime, Book(new OrdersBefore(false, [elsewhere])).Run(Of(one, 51)).Rejection);
        Assert.True(Book(new OrdersBefore(false, [elsewhere with { Hold = hold with { Ordered = false } }])).Run(Of(one, 51)).Changed);
        Assert.True(Book(new OrdersBefore(false, [elsewhere with { Hold = hold with { Until = Orders.Now } }])).Run(Of(one, 51)).Changed);
        Assert.Equal(VoucherRejection.NotTheFirstTime, Book(new OrdersBefore(true, [])).Run(Of(one, 51)).Rejection);
        Assert.True(Book(new OrdersBefore(true, [])).Run(Of(one, 51, ordered: false)).Changed);

        CampaignBook Book(OrdersBefore? before = null)
        {
            var book = new CampaignBook(CampaignAccount.Of(campaign, null, Orders.Now), Orders.Now);
            book.Put(one);
            book.Put(other);
            foreach (var (customer, market) in book.AsksBefore([Of(one, 51), Of(one, 51, ordered: false), Of(other, 52)]))
            {
                Assert.Equal((Orders.Customer, Scenarios.Market), (customer, market));
                book.Put(customer, market, before ?? new OrdersBefore(false, []));
            }

            return book;
        }
    }

    /// <summary>Whatever is said in whatever order, in batches of any size: what the account says is what its vouchers say, and neither budget nor cap is passed.</summary>
    [Fact]
    public void AnyHistory_AccountIsWhatItsVouchersSayAndNoLimitIsPassed() => Law.HoldsForChoices(80, choices =>
    {
        // Of what has no limit the book reads no count, and tells all the same by how much it changes.
        int? Limit(int most) => choices.Next(4) == 0 ? null : most;
        var limits = new VoucherLimits(Scenarios.Usd(900), 6, Limit(3), Limit(3), Limit(2));
        var campaign = Orders.Campaign(1, new VoucherBenefit.Amount(Scenarios.Usd(300)), budget: 900) with { Limits = limits };
        var account = CampaignAccount.Of(campaign, null, Orders.Now);
        var vouchers = new SortedDictionary<VoucherId, Voucher>();
        var counts = new Dictionary<CampaignCount, int>();
        var now = Orders.Now;
        var next = 100;
        while (!choices.Over)
        {
            now += TimeSpan.FromMinutes(choices.Of(0, 1, 6, 60 * 24));
            var commands = Enumerable.Range(0, 1 + choices.Next(4)).Select(_ => Command()).ToList();
            var book = new CampaignBook(account, now);
            foreach (var voucher in vouchers.Values)
            {
                book.Put(voucher);
            }

            foreach (var count in book.Needed(commands))
            {
                if (counts.TryGetValue(count, out var uses))
                {
                    book.Put(count, uses);
                }
            }

            book.Lapse();
            foreach (var command in commands)
            {
                book.Run(command);
            }

            account = book.Account;
            foreach (var voucher in book.Changed)
            {
                vouchers[voucher.Id] = voucher;
            }

            foreach (var (count, by) in book.Counted)
            {
                counts[count] = counts.GetValueOrDefault(count) + by;
            }

            var held = vouchers.Values.Where(voucher => voucher.Status == VoucherStatus.Held).ToList();
            var used = vouchers.Values.Where(voucher => voucher.Status == VoucherStatus.Redeemed).ToList();
            Assert.Equal(held.Sum(voucher => voucher.Hold!.Amount.MinorUnits), account.Held.MinorUnits);
            Assert.Equal(used.Sum(voucher => voucher.Used!.Value.MinorUnits), account.Spent.MinorUnits);
            Assert.Equal(held.Count + used.Count, account.Uses);
            Assert.Equal(vouchers.Count, account.Issued);
            Assert.True(account.Spent + account.Held <= campaign.Limits.Budget);
            Assert.InRange(account.Uses, 0, 6);
            foreach (var group in held.Concat(used).GroupBy(voucher => voucher.Hold!.Day))
            {
                Assert.InRange(group.Count(), 0, limits.PerDay ?? int.MaxValue);
                Assert.Equal(group.Count(), counts[new CampaignCount(null, group.Key)]);
                Assert.All(group.GroupBy(voucher => voucher.Hold!.Customer), one => Assert.InRange(one.Count(), 0, limits.PerCustomerPerDay ?? int.MaxValue));
            }

            Assert.All(held.Concat(used).GroupBy(voucher => voucher.Hold!.Customer), one => Assert.Equal(one.Count(), counts[new CampaignCount(one.Key, null)]));
            Assert.All(held.Concat(used).GroupBy(voucher => voucher.Hold!.Customer), one => Assert.InRange(one.Count(), 0, limits.PerCustomer ?? int.MaxValue));
        }

        VoucherCommand Command()
        {
            var customer = new CustomerId(Orders.Id(choices.Of(1, 2)));
            var id = vouchers.Count == 0 ? new VoucherId(Orders.Id(99)) : vouchers.Keys.ElementAt(choices.Next(vouchers.Count));
            var by = Orders.Id(choices.Of(50, 51));
            return choices.Next(8) switch
            {
                0 or 1 => new VoucherCommand.Issue(new VoucherId(Orders.Id(++next)), VoucherCode.Of([0, 0, 0, 0, 0, (byte)(next >> 8), (byte)next]), customer, VoucherSource.Job, $"{choices.Next(12)}", now),
                2 or 3 => new VoucherCommand.Take(id, by, customer, Scenarios.Usd(choices.Of(300, 200, 950)), now + TimeSpan.FromMinutes(5), choices.Next(2) == 0),
                4 => new VoucherCommand.Keep(id, by),
                5 => new VoucherCommand.Redeem(id, by, Scenarios.Usd(choices.Of(300, 150))),
                6 => new VoucherCommand.Return(id, by),
                _ => choices.Next(4) == 0 ? new VoucherCommand.Void(id) : new VoucherCommand.Lapse(),
            };
        }
    });
}
