using System.Globalization;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every ledger promises. The store is one that can be reached past itself.</summary>
public abstract class LedgerContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task OfJob_Transfers_ComeAsTheyWerePosted()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true));
        var expected = new List<LedgerTransfer>();
        Job? after = null;
        foreach (var entry in await store.Reader.Timeline(job.Id, default))
        {
            after = after is null ? JobEvents.Begin(job.Order, (JobEvent.Requested)entry.Event) : JobEvents.Evolve(after, entry.Event);
            expected.AddRange(LedgerPostings.Of(after, entry.Event));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.ToArray(), (await store.Ledger.OfJob(job.Id, default)).ToArray());
        Assert.Empty(await store.Ledger.OfJob(new JobId(fleet.NextId()), default));
    }

    [ContractFact]
    public async Task TrialBalance_OfManyJobs_SumsEveryKindAndBalances()
    {
        using var store = Open();
        var fleet = new Fleet();
        var captured = 0L;
        for (var i = 0; i < 8; i++)
        {
            captured += (await store.Bring(fleet, JobStatus.Completed)).Payment.Captured.MinorUnits;
        }

        var totals = await store.Ledger.TrialBalance(default);
        Assert.Equal(totals.Select(total => total.Kind).Order(), totals.Select(total => total.Kind));
        Assert.Equal(totals.Sum(total => total.DebitMinorUnits), totals.Sum(total => total.CreditMinorUnits));
        Assert.Equal(captured, totals.Single(total => total.Kind == AccountKind.GatewayClearing).DebitMinorUnits);
        var customers = totals.Single(total => total.Kind == AccountKind.Customer);
        Assert.Equal(customers.DebitMinorUnits, customers.CreditMinorUnits);
    }

    [ContractFact]
    public async Task Verify_SoundBooks_FindsNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Completed);
        await store.Bring(fleet, JobStatus.InProgress);
        var check = await store.Ledger.Verify(default);
        Assert.Equal(new LedgerCheck(2, (await store.Ledger.OfJob(job.Id, default)).Length, job.Payment.Captured.MinorUnits, 0, null), check);
    }

    [ContractFact]
    public async Task Verify_EmptyStore_FindsNothing()
    {
        using var store = Open();
        Assert.Equal(new LedgerCheck(0, 0, 0, 0, null), await store.Ledger.Verify(default));
    }

    [ContractFact]
    public async Task Verify_CaptureThatTheJobKnowsNothingOf_TellsTheJobAndTheAmount()
    {
        using var store = Open();
        var fleet = new Fleet();
        await store.Bring(fleet, JobStatus.Completed);
        var job = await store.Bring(fleet, JobStatus.Completed);
        Insert(store, job.Id, "gateway_clearing", "acme", "customer", job.Order.Customer.ToString(), 77);
        var check = await store.Ledger.Verify(default);

        // The capture itself, and the customer's account that it leaves off zero.
        Assert.Equal(2 * 77, check.ImbalanceMinorUnits);
        Assert.Contains(job.Id.ToString(), check.FirstFault, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Verify_TransferOfNoJob_IsFoundWhereverItsIdLies()
    {
        using var store = Open();
        store.LiftLedgerGuards();
        await store.Bring(new Fleet(), JobStatus.Completed);
        foreach (var id in new[] { new Guid(1, 0, 0, new byte[8]), new Guid(-1, 0, 0, new byte[8]) })
        {
            Insert(store, new JobId(id), "tax", "acme", "platform_revenue", "acme", 5);
        }

        var check = await store.Ledger.Verify(default);
        Assert.Equal(10, check.ImbalanceMinorUnits);
        Assert.Contains("which does not exist", check.FirstFault, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Verify_TransferOnAnotherCustomersAccount_IsFound()
    {
        using var store = Open();
        var job = await store.Bring(new Fleet(), JobStatus.Completed);
        Insert(store, job.Id, "customer", "somebody", "tax", "acme", 9);
        var check = await store.Ledger.Verify(default);
        Assert.Equal(9, check.ImbalanceMinorUnits);
        Assert.Contains("somebody", check.FirstFault, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Verify_TransferInAnotherCurrency_IsFound()
    {
        using var store = Open();
        store.LiftLedgerGuards();
        var job = await store.Bring(new Fleet(), JobStatus.Completed);
        Insert(store, job.Id, "customer", job.Order.Customer.ToString(), "tax", "acme", 4, "EUR");
        var check = await store.Ledger.Verify(default);
        Assert.Equal(4, check.ImbalanceMinorUnits);
        Assert.Contains("EUR", check.FirstFault, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Verify_HoldThatIsNeitherCapturedNorReleased_IsFound()
    {
        using var store = Open();
        var job = await store.Bring(new Fleet(), JobStatus.Completed);
        store.Execute("UPDATE jobs SET authorised_minor_units = authorised_minor_units + 3");
        var check = await store.Ledger.Verify(default);
        Assert.Equal(3, check.ImbalanceMinorUnits);
        Assert.Contains($"Job {job.Id} is settled with", check.FirstFault, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Transfers_ChangedPastTheStore_AreRefused()
    {
        using var store = Open();
        var job = await store.Bring(new Fleet(), JobStatus.Completed);
        var before = await store.Ledger.OfJob(job.Id, default);
        foreach (var sql in new[]
        {
            "UPDATE ledger_transfers SET amount_minor_units = 1",
            "DELETE FROM ledger_transfers",
            "UPDATE job_events SET name = 'departed'",
            "DELETE FROM job_events",
            "UPDATE job_orders SET order_json = '{}'",
            "DELETE FROM job_orders",
        })
        {
            Assert.ThrowsAny<Exception>(() => store.Execute(sql));
        }

        Assert.ThrowsAny<Exception>(() => Insert(store, job.Id, "tax", "acme", "platform_revenue", "acme", 0));
        Assert.ThrowsAny<Exception>(() => Insert(store, job.Id, "tax", "acme", "platform_revenue", "acme", -5));
        Assert.Equal(before.ToArray(), (await store.Ledger.OfJob(job.Id, default)).ToArray());
    }

    [ContractFact]
    public async Task Earnings_OfAProvider_AreALineAJobLatestFirstWithinTheInstants()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var jobs = new List<Job>();
        for (var hour = 0; hour < 4; hour++)
        {
            jobs.Add(await store.Bring(fleet, JobStatus.Completed, fleet.Order(Fleet.Start + TimeSpan.FromHours(hour)), provider));
        }

        await store.Bring(fleet, JobStatus.Completed);
        var expected = new List<EarningLine>();
        foreach (var job in jobs)
        {
            var moved = (await store.Ledger.OfJob(job.Id, default))
                .SelectMany(transfer => new (LedgerAccount Account, long Amount, DateTimeOffset At)[] { (transfer.Credit, transfer.Amount.MinorUnits, transfer.At), (transfer.Debit, -transfer.Amount.MinorUnits, transfer.At) })
                .Where(side => side.Account.Kind == AccountKind.ProviderPayable)
                .ToList();
            Assert.NotEmpty(moved);
            expected.Insert(0, new EarningLine(job.Id, Fleet.Usd(moved.Sum(side => side.Amount)), moved.Max(side => side.At)));
        }

        var (all, always) = (Fleet.Start - TimeSpan.FromDays(1), Fleet.Start + TimeSpan.FromDays(1));
        Assert.Equal(expected, (await store.Ledger.Earnings(provider, all, always, 10, default)).ToArray());
        Assert.Equal(expected.Take(2), (await store.Ledger.Earnings(provider, all, always, 2, default)).ToArray());
        Assert.Equal(expected.Skip(1).Take(2), (await store.Ledger.Earnings(provider, expected[2].At, expected[0].At, 10, default)).ToArray());
        Assert.Empty(await store.Ledger.Earnings(fleet.Provider(), all, always, 10, default));

        // What is taken back counts against it.
        Insert(store, jobs[0].Id, "provider_payable", provider.ToString(), "platform_revenue", "acme", 3);
        var less = (await store.Ledger.Earnings(provider, DateTimeOffset.MinValue, always, 10, default))[^1];
        Assert.Equal((jobs[0].Id, expected[^1].Amount.MinorUnits - 3), (less.Job, less.Amount.MinorUnits));
    }

    private static void Insert(StoreUnderTest store, JobId job, string debit, string debitOwner, string credit, string creditOwner, long amount, string currency = "USD") =>
        store.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, cause, operator_id, at)
            VALUES ('{job}:injected', '{debit}', '{debitOwner}', '{credit}', '{creditOwner}', {amount}, '{currency}', {store.IdLiteral(job.Value)}, 'injected', 'acme', 0)
            """));
}
