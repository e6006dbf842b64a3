using System.Globalization;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store's proof says of vouchers: a sound history is proven, and every kind of fault is found and named.</summary>
public abstract class VoucherBooksContract
{
    private static readonly DateTimeOffset Now = Fleet.Start;
    private static readonly TimeSpan Valid = TimeSpan.FromDays(2);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Prove_VouchersUsedPartUsedReturnedAndExpired_AreSound()
    {
        using var store = Open();
        var history = await History.Play(store);
        Assert.Equal([], await store.Faults());
        Assert.Equal(
            [
                (VoucherStatus.Redeemed, 300L), (VoucherStatus.Redeemed, 200), (VoucherStatus.Issued, 0), (VoucherStatus.Expired, 0), (VoucherStatus.Redeemed, 250), (VoucherStatus.Held, 0),
                (VoucherStatus.Held, 0), (VoucherStatus.Held, 0), (VoucherStatus.Voided, 0),
            ],
            await history.Stand());
        Assert.Equal(0, (await store.Ledger.Verify(default)).ImbalanceMinorUnits);
    }

    [ContractFact]
    public async Task Prove_EachRuleOfVouchersBroken_IsNamedWithExpectedAndFound()
    {
        using var store = Open();
        var history = await History.Play(store);
        store.LiftLedgerGuards();
        string Id(Guid id) => store.IdLiteral(id);
        var (used, job) = (Id(history.Used.Value), Id(history.Job.Id.Value));
        var (campaign, elsewhere) = (Id(history.Campaign.Id.Value), Id(history.Other.Id.Value));
        var discount = $"WHERE key = '{history.Job.Id}:completed:discount{history.Place}'";

        // Each use within what the voucher was held for, and worth; and its funder charged just that.
        await Broken("voucher_above_held", $"UPDATE vouchers SET used_minor_units = 301 WHERE voucher_id = {used}", $"UPDATE vouchers SET used_minor_units = 300 WHERE voucher_id = {used}", 300, 301);
        await Broken("voucher_above_worth", $"UPDATE vouchers SET hold_minor_units = 301 WHERE voucher_id = {used}", $"UPDATE vouchers SET hold_minor_units = 300 WHERE voucher_id = {used}", 300, 301);
        await Broken("voucher_above_worth", Terms("\"value\":\"300 USD\"", "\"value\":\"299 USD\""), Terms("\"value\":\"299 USD\"", "\"value\":\"300 USD\""), 299, 300);
        await Broken("voucher_above_worth", Terms("\"share\":5000", "\"share\":2000", elsewhere), Terms("\"share\":2000", "\"share\":5000", elsewhere), history.GrossOfPart / 5, 500);
        await Broken("voucher_charged_differs", $"UPDATE ledger_transfers SET amount_minor_units = 299 {discount}", $"UPDATE ledger_transfers SET amount_minor_units = 300 {discount}", 300, 299, hasKey: true);
        await Broken("voucher_charged_differs", $"UPDATE ledger_transfers SET key = key || 'x' {discount}", "UPDATE ledger_transfers SET key = substr(key, 1, length(key) - 1) WHERE key LIKE '%x'", 300, 0);
        await Broken("voucher_charged_differs", $"UPDATE vouchers SET used_minor_units = 299 WHERE voucher_id = {used}", $"UPDATE vouchers SET used_minor_units = 300 WHERE voucher_id = {used}", 299, 300, hasKey: true);
        await Broken(
            "voucher_charged_differs",
            $"UPDATE vouchers SET status = 'issued', hold_by = NULL, used_minor_units = NULL WHERE voucher_id = {used}",
            $"UPDATE vouchers SET status = 'redeemed', hold_by = {Id(history.Job.Order.Quote.Value)}, used_minor_units = 300 WHERE voucher_id = {used}",
            0,
            300,
            hasKey: true);
        await Broken("voucher_funder_differs", $"UPDATE ledger_transfers SET debit_owner = 'merchant/noodles' {discount}", $"UPDATE ledger_transfers SET debit_owner = 'merchant/film' {discount}", 0, 300, hasKey: true);
        await Broken("voucher_currency_differs", $"UPDATE vouchers SET currency = 'EUR' WHERE voucher_id = {used}", $"UPDATE vouchers SET currency = 'USD' WHERE voucher_id = {used}", 0, 300, hasKey: true);

        // A voucher that was used names a completed job, and one that its job let go of, or that never was the job's, is not used by it.
        var (returned, quote) = (Id(history.Returned.Value), Id(history.Canceled.Order.Quote.Value));
        await Broken(
            "voucher_not_completed",
            $"UPDATE vouchers SET status = 'redeemed', hold_by = {quote}, hold_minor_units = 300, used_minor_units = 300 WHERE voucher_id = {returned}",
            $"UPDATE vouchers SET status = 'issued', hold_by = NULL, hold_minor_units = NULL, used_minor_units = NULL WHERE voucher_id = {returned}",
            0,
            300);
        var fee = $"{history.Canceled.Id}:no_show:discount{VoucherUses.First(history.Canceled.Order)}";
        await Broken(
            "voucher_charged_differs",
            $"""
            INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, cause, operator_id, at)
            VALUES ('{fee}', 'promotion_funder', 'merchant/film', 'customer', '{history.Canceled.Order.Customer}', 300, 'USD', {Id(history.Canceled.Id.Value)}, 'no_show', 'acme', 0)
            """,
            $"DELETE FROM ledger_transfers WHERE key = '{fee}'",
            0,
            300,
            hasKey: true);
        await Broken("voucher_not_settled", "UPDATE outbox SET kind = 'x' WHERE kind = 'settle_voucher'", "UPDATE outbox SET kind = 'settle_voucher' WHERE kind = 'x'", 0, 300, hasKey: true);
        await Broken("voucher_missing", $"UPDATE job_vouchers SET campaign_id = {elsewhere} WHERE voucher_id = {used}", $"UPDATE job_vouchers SET campaign_id = {campaign} WHERE voucher_id = {used}", 1, 0, hasKey: true);
        await Broken("voucher_missing", $"UPDATE vouchers SET campaign_id = {elsewhere} WHERE voucher_id = {used}", $"UPDATE vouchers SET campaign_id = {campaign} WHERE voucher_id = {used}", 1, 0, hasKey: true);
        await Broken("state_unreadable", Terms("\"value\":\"300 USD\"", "\"value\":7"), Terms("\"value\":7", "\"value\":\"300 USD\""), 0, 0);
        var row = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO job_vouchers (job_id, voucher_id, campaign_id, place) VALUES ({{0}}, {used}, {campaign}, {history.Place})");
        await Broken("voucher_job_missing", $"DELETE FROM job_vouchers WHERE voucher_id = {used}", string.Format(CultureInfo.InvariantCulture, row, job), 0, 300, isOfAll: true);
        var nobody = Id(history.Fleet.NextId());
        await Broken("voucher_job_missing", string.Format(CultureInfo.InvariantCulture, row, nobody), $"DELETE FROM job_vouchers WHERE job_id = {nobody}", 0, 300);

        // What campaigns count is what their vouchers come to, within budget and caps.
        var (spent, held) = (300 + 250, 3 * 300);
        await OfCampaign("campaign_spent_differs", "spent_minor_units", spent);
        await OfCampaign("campaign_held_differs", "held_minor_units", held);
        await OfCampaign("campaign_uses_differ", "uses", 5);
        await OfCampaign("campaign_issued_differs", "issued", 8);
        await Broken("campaign_over_budget", Terms("10000 USD", "1449 USD"), Terms("1449 USD", "10000 USD"), 1_449, spent + held, isOfAll: true);
        foreach (var (cap, most, uses) in new[] { ("total", 50, 5), ("per_day", 40, 5), ("per_customer", 30, 5), ("per_customer_per_day", 20, 5) })
        {
            var name = $"\"{cap}\":";
            await Broken("campaign_over_cap", Terms($"{name}{most}", $"{name}{uses - 1}"), Terms($"{name}{uses - 1}", $"{name}{most}"), uses - 1, uses, isOfAll: true);
        }

        var counted = $"WHERE campaign_id = {campaign} AND day = 0";
        await Broken("campaign_counts_differ", $"UPDATE campaign_counts SET uses = uses + 1 {counted}", $"UPDATE campaign_counts SET uses = uses - 1 {counted}", 5, 6, isOfAll: true);
        await Broken("campaign_counts_differ", $"UPDATE vouchers SET hold_day = hold_day + 1 WHERE voucher_id = {used}", $"UPDATE vouchers SET hold_day = hold_day - 1 WHERE voucher_id = {used}", 4, 5, isOfAll: true);
        Assert.Equal([], await store.Faults());

        string Terms(string from, string to, string? of = null) => $"UPDATE campaigns SET body = replace(body, '{from}', '{to}') WHERE campaign_id = {of ?? campaign}";

        Task OfCampaign(string rule, string column, long sound) => Broken(
            rule, $"UPDATE campaigns SET {column} = {column} + 1 WHERE campaign_id = {campaign}", $"UPDATE campaigns SET {column} = {column} - 1 WHERE campaign_id = {campaign}", sound, sound + 1, isOfAll: true);

        async Task Broken(string rule, string change, string back, long expected, long actual, bool hasKey = false, bool isOfAll = false)
        {
            store.Execute(change);
            var faults = await store.Faults();
            store.Execute(back);
            Assert.True(
                faults.Exists(fault => fault.Rule == rule && (fault.ExpectedMinorUnits, fault.FoundMinorUnits) == (expected, actual) && fault.OffMinorUnits > 0 && (fault.Job is null) == isOfAll
                    && (isOfAll || (fault.Key is not null) == hasKey)),
                $"{rule} of {change} was not found as {expected} and {actual}; found: {string.Join("; ", faults)}");
        }
    }

    /// <summary>Two jobs with one voucher, on quotes of their own and on the same: whoever posts for both, the second is found.</summary>
    [ContractFact]
    public async Task Prove_OneVoucherUsedByTwoJobs_IsNamed()
    {
        foreach (var isSameQuote in new[] { false, true })
        {
            using var store = Open();
            var history = await History.Play(store);
            var order = history.With(history.Fleet.Order(), history.Campaign, history.Used, 300);
            var again = await store.Bring(history.Fleet, JobStatus.Completed, isSameQuote ? order with { Quote = history.Job.Order.Quote } : order);
            var fault = Assert.Single(await store.Faults());
            Assert.Equal(
                isSameQuote ? ("voucher_used_twice", null, 300L, 600L) : ("voucher_used_twice", (JobId?)again.Id, 0, 300),
                (fault.Rule, fault.Job, fault.ExpectedMinorUnits, fault.FoundMinorUnits));
            Assert.Equal(isSameQuote ? history.Used.ToString() : $"{again.Id}:completed:discount{VoucherUses.First(order)}", fault.Key);
        }
    }

    /// <summary>A campaign that gives 3.00 and one that gives half of the price, and a voucher in every state.</summary>
    private sealed class History(StoreUnderTest store, Campaign campaign, Campaign other)
    {
        private readonly List<VoucherId> _vouchers = [];

        public Fleet Fleet { get; } = new();

        public Campaign Campaign { get; } = campaign;

        public Campaign Other { get; } = other;

        /// <summary>The voucher that was used whole, and its job.</summary>
        public VoucherId Used => _vouchers[0];

        public Job Job { get; private set; } = null!;

        public int Place => VoucherUses.First(Job.Order);

        /// <summary>What the job that used a part was quoted, before discounts.</summary>
        public long GrossOfPart { get; private set; }

        /// <summary>The voucher that came back, and the job that was canceled.</summary>
        public VoucherId Returned => _vouchers[2];

        public Job Canceled { get; private set; } = null!;

        public static async Task<History> Play(StoreUnderTest store)
        {
            var ids = new Fleet(9);
            var limits = new VoucherLimits(Fleet.Usd(10_000), 50, 40, 30, 20);
            var campaign = new Campaign(
                new CampaignId(ids.NextId()), new OperatorId("acme"), "A film after noodles", new Funder(FunderKind.Merchant, "film"), new VoucherBenefit.Amount(Fleet.Usd(300)), VoucherScope.Anything, limits,
                Now - TimeSpan.FromDays(1), Now + TimeSpan.FromDays(30), Valid, false, null, false);
            var history = new History(store, campaign, campaign with
            {
                Id = new CampaignId(ids.NextId()), Funder = Funder.Platform, Benefit = new VoucherBenefit.Percentage(new BasisPoints(5_000), Fleet.Usd(600)),
            });
            foreach (var one in new[] { history.Campaign, history.Other })
            {
                await store.Done(store.Vouchers.Add(CampaignAccount.Of(one, null, Now), default));
            }

            await history.Play();
            return history;
        }

        /// <summary>How the vouchers stand.</summary>
        public async Task<List<(VoucherStatus Status, long Used)>> Stand()
        {
            var stand = new List<(VoucherStatus, long)>();
            foreach (var id in _vouchers)
            {
                var voucher = (await store.Vouchers.Find(id, default))!;
                stand.Add((voucher.Status, voucher.Used?.MinorUnits ?? 0));
            }

            return stand;
        }

        /// <summary>An order with a voucher behind the discounts it has.</summary>
        public JobOrder With(JobOrder order, Campaign of, VoucherId voucher, long amount) => order with
        {
            Vouchers = [new OrderedVoucher(voucher, of.Id, Fleet.Usd(amount), of.Funder)],
            QuotedFare = new Fare(order.QuotedFare.Lines.Add(new FareLine(FareLineKind.Discount, Fleet.Usd(-amount), of.Funder)), order.QuotedFare.Currency),
        };

        private async Task Play()
        {
            var customer = new CustomerId(Fleet.NextId());

            // Used whole.
            var order = await Hold(Fleet.Order() with { Customer = customer }, Campaign, 300);
            Job = await store.Bring(Fleet, JobStatus.Completed, order);
            await Run(Campaign, Redeem(order, 300));

            // Used in part: the meter came to less than was quoted, and another discount comes first.
            var metered = Fleet.Order() with { Customer = customer, QuotedDistance = new Metres(9_000), QuotedDuration = TimeSpan.FromMinutes(20) };
            metered = metered with { Terms = metered.Terms with { Fares = metered.Terms.Fares with { Pricing = PricingMode.Metered } } };
            metered = metered with { QuotedFare = FareMeter.Price(metered.Terms.Fares, metered.QuotedDistance, metered.QuotedDuration, BasisPoints.One, [new Discount(Fleet.Usd(500), Funder.Platform)]) };
            GrossOfPart = metered.QuotedFare.Gross.MinorUnits;
            order = await Hold(metered, Other, 500);
            var part = await store.Bring(Fleet, JobStatus.InProgress, order);
            part = await Next(part, new JobCommand.Complete(part.Assignment!.Provider, new Metres(1)), TimeSpan.FromMinutes(3));
            Assert.Equal((Fleet.Usd(0), Fleet.Usd(200)), (part.FinalFare!.Total, VoucherUses.Of(order, part.FinalFare)[0].Used));
            await Run(Other, Redeem(order, 200));

            // Canceled: it comes back, and another comes back when its time is over.
            foreach (var after in new[] { TimeSpan.FromMinutes(1), Valid })
            {
                order = await Hold(Fleet.Order() with { Customer = customer }, Campaign, 300);
                var canceled = await Next(await store.Bring(Fleet, JobStatus.Matching, order), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), after);
                Canceled ??= canceled;
                await Run(Campaign, after, new VoucherCommand.Return(_vouchers[^1], order.Quote.Value));
            }

            // Come back from one job, used by the next.
            order = await Hold(Fleet.Order() with { Customer = customer }, Campaign, 300);
            await Next(await store.Bring(Fleet, JobStatus.Matching, order), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), TimeSpan.FromMinutes(1));
            await Run(Campaign, new VoucherCommand.Return(_vouchers[^1], order.Quote.Value));
            order = await Take(Fleet.Order() with { Customer = customer }, Campaign, _vouchers[^1], 250);
            await store.Bring(Fleet, JobStatus.Completed, order);
            await Run(Campaign, Redeem(order, 250));

            // On its way; and done, with the news of it still in the outbox.
            await store.Bring(Fleet, JobStatus.InProgress, await Hold(Fleet.Order() with { Customer = customer }, Campaign, 300));
            order = await Hold(Fleet.Order() with { Customer = customer }, Campaign, 300);
            var running = await store.Bring(Fleet, JobStatus.InProgress, order);
            var done = Fleet.Commit(running, new JobCommand.Complete(running.Assignment!.Provider, null), Now + TimeSpan.FromMinutes(3));
            await store.Commit(done with
            {
                Outbox = done.Outbox.Add(new OutboxMessage.SettleVoucher(Campaign.Id.Value, running.Id.Value, new MoveVoucher(_vouchers[^1].Value, order.Quote.Value, VoucherStep.Redeem, 300, "USD"))),
            });

            // Held by a quote, and taken back by an operator.
            await Hold(Fleet.Order() with { Customer = customer }, Campaign, 300, isOrdered: false);
            await Run(Campaign, Issue(customer));
            await Run(Campaign, new VoucherCommand.Void(_vouchers[^1]));
        }

        private async Task<JobOrder> Hold(JobOrder order, Campaign of, long amount, bool isOrdered = true)
        {
            await Run(of, Issue(order.Customer));
            return await Take(order, of, _vouchers[^1], amount, isOrdered);
        }

        private async Task<JobOrder> Take(JobOrder order, Campaign of, VoucherId voucher, long amount, bool isOrdered = true)
        {
            await Run(of, new VoucherCommand.Take(voucher, order.Quote.Value, order.Customer, Fleet.Usd(amount), Now + TimeSpan.FromDays(1), isOrdered));
            if (isOrdered)
            {
                await Run(of, new VoucherCommand.Keep(voucher, order.Quote.Value));
            }

            return With(order, of, voucher, amount);
        }

        private VoucherCommand.Issue Issue(CustomerId customer)
        {
            _vouchers.Add(new VoucherId(Fleet.NextId()));
            return new VoucherCommand.Issue(
                _vouchers[^1], VoucherCode.Of(Fleet.NextId().ToByteArray().AsSpan(0, VoucherCode.RandomBytes)), customer, VoucherSource.Link, null, Now);
        }

        private static VoucherCommand.Redeem Redeem(JobOrder order, long used) => new(order.Vouchers!.Value[0].Voucher, order.Quote.Value, Fleet.Usd(used));

        private Task Run(Campaign of, VoucherCommand command) => Run(of, TimeSpan.Zero, command);

        private async Task Run(Campaign of, TimeSpan after, VoucherCommand command)
        {
            var outcome = (await store.Done(store.Vouchers.Run(of.Id, [command], Now + after, default)))[0];
            Assert.True(outcome.Changed, $"{command}: {outcome.Rejection}");
        }

        private async Task<Job> Next(Job job, JobCommand command, TimeSpan after)
        {
            var commit = Fleet.Commit(job, command, Now + after);
            await store.Commit(commit);
            return commit.After;
        }
    }
}
