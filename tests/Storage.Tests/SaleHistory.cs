using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>Random weeks of two merchants with three stores, between rides that are none of theirs: orders that are asked, taken, brought, had, refunded and rated, or not. Every commit goes to the store, some of them twice.</summary>
internal sealed class SaleHistory
{
    private readonly Choices _choices;
    private readonly Fleet _fleet;
    private readonly StoreUnderTest _store;
    private readonly List<Job> _jobs = [];
    private readonly List<JobRating> _ratings = [];
    private readonly CustomerId[] _customers;
    private readonly ProviderId[] _providers;

    private SaleHistory(StoreUnderTest store, Choices choices)
    {
        (_store, _choices, _fleet) = (store, choices, new Fleet(choices.Next(1_000)));
        _customers = [.. Enumerable.Range(0, 5).Select(_ => new CustomerId(_fleet.NextId()))];
        _providers = [.. Enumerable.Range(0, 9).Select(_ => _fleet.Provider())];
        Merchants = [new MerchantId(_fleet.NextId()), new MerchantId(_fleet.NextId())];
        Stores = [(Merchants[0], new StoreId(_fleet.NextId())), (Merchants[0], new StoreId(_fleet.NextId())), (Merchants[1], new StoreId(_fleet.NextId()))];
    }

    public MerchantId[] Merchants { get; }

    public (MerchantId Merchant, StoreId Store)[] Stores { get; }

    public IReadOnlyList<Job> Jobs => _jobs;

    public IReadOnlyList<JobRating> Ratings => _ratings;

    public DateTimeOffset Now { get; private set; } = Fleet.Start;

    public static async Task<SaleHistory> Live(StoreUnderTest store, Choices choices)
    {
        var history = new SaleHistory(store, choices);
        while (!choices.Over)
        {
            await history.Step();
        }

        return history;
    }

    private async Task Step()
    {
        Now += TimeSpan.FromSeconds(_choices.Of(0, 7, 95, 400, 3_000, 40_000));
        var which = _jobs.Count == 0 || _choices.Next(7) == 0 ? -1 : _jobs.Count - 1 - _choices.Next(_choices.Next(4) == 0 ? _jobs.Count : Math.Min(_jobs.Count, 6));
        var job = which < 0 ? null : _jobs[which];
        if (job is { Status: JobStatus.Completed, Assignment: { } done } && _choices.Next(4) == 0)
        {
            var rating = new JobRating(
                job.Id, job.Order.Customer, done.Provider, 1 + _choices.Next(5), null, Now, _choices.Next(3) == 0 ? RatingSide.Provider : RatingSide.Customer, [], job.EndedAt);
            _ratings.Add(await _store.Done(_store.Ratings.Add(rating, default)));
            return;
        }

        if (_fleet.TryCommit(job, job is null ? new JobCommand.Request(Order()) : Next(job), Now) is not { } commit)
        {
            return;
        }

        var result = await _store.Done(_store.Jobs.Commit(commit, default));
        if (result.Status == CommitStatus.PlanSlotTaken)
        {
            return;
        }

        Assert.Equal(CommitStatus.Committed, result.Status);
        if (_choices.Next(10) == 0)
        {
            // Said again, with its answer and without: neither is written.
            Assert.Equal(CommitStatus.CommandSeen, (await _store.Done(_store.Jobs.Commit(commit, default))).Status);
            Assert.Equal(CommitStatus.VersionConflict, (await _store.Done(_store.Jobs.Commit(commit with { Answer = null }, default))).Status);
        }

        if (which < 0)
        {
            _jobs.Add(commit.After);
        }
        else
        {
            _jobs[which] = commit.After;
        }
    }

    private JobOrder Order()
    {
        var order = _fleet.Order(Now) with { Customer = _choices.Of(_customers) };
        if (_choices.Next(6) == 0)
        {
            return _choices.Next(2) == 0 ? order : order with { Merchant = Merchants[0] };
        }

        var isCounter = _choices.Next(2) == 0;
        var (merchant, store) = _choices.Of(Stores);
        var sale = new Sale(
            store,
            [new PricedItem(new ProductId(_fleet.NextId()), "Noodles", [], Fleet.Usd(_choices.Of(990, 333, 1_201)), 1 + _choices.Next(3))],
            TimeSpan.FromMinutes(15),
            isCounter ? null : _choices.Of<TimeSpan?>(null, TimeSpan.FromMinutes(5)),
            isCounter ? _choices.Of(TimeSpan.FromHours(2), TimeSpan.FromDays(9)) : null,
            isCounter ? new BasisPoints(_choices.Of(10_000, 0, 6_000)) : null);
        Discount[] discounts = _choices.Next(3) switch
        {
            0 => [],
            1 => [new Discount(Fleet.Usd(100), Funder.Platform)],
            _ => [new Discount(Fleet.Usd(77), new Funder(FunderKind.Merchant, merchant.ToString())), new Discount(Fleet.Usd(50), new Funder(FunderKind.Operator, "acme"))],
        };
        var price = FareMeter.OfSale(
            order.Terms.Fares, isCounter ? [(FareLineKind.Goods, sale.Goods)] : [(FareLineKind.Goods, sale.Goods), (FareLineKind.DeliveryFee, Fleet.Usd(_choices.Of(300, 0)))], [.. discounts]);
        var seller = _choices.Of<Seller?>(null, Seller.Merchant);
        return order with
        {
            Kind = isCounter ? ServiceKind.Redemption : ServiceKind.Delivery,
            Merchant = merchant,
            Sale = sale,
            QuotedFare = price,
            Pin = isCounter ? "CODE" : null,
            PickUpAt = isCounter || _choices.Next(3) != 0 ? null : Now + TimeSpan.FromHours(3),
            PaymentMethod = isCounter && _choices.Next(3) == 0 ? JobOrder.Wallet : order.PaymentMethod,
            Terms = order.Terms with { Commission = order.Terms.Commission with { Seller = seller } },
        };
    }

    private JobCommand Next(Job job)
    {
        var bound = job.Assignment?.Provider ?? _choices.Of(_providers);
        var merchant = job.Order.Merchant ?? default;
        return _choices.Next(9) switch
        {
            0 => new JobCommand.Wake(),
            _ when job.Sale is { AnswerBy: not null, ReadyAt: null } && _choices.Next(3) == 0 => new JobCommand.Wake(),
            1 => _choices.Next(4) == 0 ? new JobCommand.CancelByCustomer(CancelReason.ChangedMind) : new JobCommand.Arrive(bound),
            2 => _choices.Next(3) == 0 ? new JobCommand.MerchantReject(merchant) : new JobCommand.MarkPrepared(merchant),
            _ => Sensible(job, bound, merchant),
        };
    }

    private JobCommand Sensible(Job job, ProviderId bound, MerchantId merchant) => job.Status switch
    {
        // A hold that runs out early is asked for anew; the order is the same.
        _ when job.Payment.Status is PaymentStatus.Authorizing => new JobCommand.PaymentAuthorised(
            $"pi_{job.Id}_{job.Payment.Holds}", job.Order.Hold, _choices.Of<DateTimeOffset?>(null, Now + TimeSpan.FromHours(15))),
        JobStatus.Scheduled or JobStatus.InProgress when job.Order.IsRedemption => _choices.Next(3) != 0 ? new JobCommand.Wake() : new JobCommand.Redeem(
            merchant, _fleet.NextId(), 1 + _choices.Next(2), _choices.Of(Stores.Where(one => one.Merchant == merchant).ToArray()).Store, merchant.Value),
        JobStatus.Scheduled when job.Order.IsDelivery => job.Sale?.ReadyAt is null ? new JobCommand.MerchantAccept(merchant, null) : new JobCommand.Wake(),
        JobStatus.Matching => _fleet.Accept(job, bound, 0, Now),
        JobStatus.Accepted or JobStatus.EnRouteToPickup => new JobCommand.Arrive(bound),
        JobStatus.ArrivedAtPickup => new JobCommand.Start(bound, null),
        JobStatus.InProgress => _choices.Next(5) == 0 ? new JobCommand.ReturnGoods(bound, _choices.Of(ReturnReason.CustomerAbsent, ReturnReason.Damaged))
            : new JobCommand.Complete(bound, null, SignedBy: "A. Neighbour"),
        _ when job.Payment.Status == PaymentStatus.Capturing => new JobCommand.PaymentCaptured(Money.Min(job.FinalFare!.Total, job.Payment.Authorised), job.Payment.Intent, Fleet.Usd(37)),
        _ when job.Payment.Refunds?.Items.FirstOrDefault(refund => refund.Status == RefundStatus.Begun) is { } refund => new JobCommand.RefundPaid(refund.Number, refund.Amount),
        _ => new JobCommand.Refund(_choices.Of<Money?>(null, Fleet.Usd(120)), RefundReason.Overcharged, _choices.Of(RefundBearer.Platform, RefundBearer.Proportional)),
    };
}
