using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store's books promise: sound ones are proven, and whatever is changed behind the store's back is found and named.</summary>
public abstract class BooksContract
{
    private static readonly DateTimeOffset Always = Fleet.Start + TimeSpan.FromDays(400);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Prove_SoundBooksOfManyKindsOfJobs_FindsNothingAndReaddsEveryAccount()
    {
        using var store = Open();
        await Many(store);
        var told = new List<LedgerProgress>();
        var proof = await store.Books.Prove(fault => throw new InvalidOperationException(fault.Detail), told.Add, default);
        var totals = await store.Ledger.TrialBalance(default);
        Assert.Equal((0, null, true), (proof.Faults, proof.FirstFault, proof.IsWhole));
        Assert.Equal(
            totals.Select(total => new KindTotal(LedgerAccount.Name(total.Kind), total.Currency, total.DebitMinorUnits, total.CreditMinorUnits)).OrderBy(total => total.Account, StringComparer.Ordinal),
            proof.Balance);
        Assert.Equal(new LedgerProgress(proof.Jobs, proof.Jobs, proof.Transfers), told[^1]);
        Assert.Equal((proof.Jobs, proof.Transfers), ((await store.Ledger.Verify(default)).Jobs, (await Journal(store)).Length));
    }

    [ContractFact]
    public async Task Prove_EmptyStore_FindsNothing()
    {
        using var store = Open();
        Assert.Equal(0, (await store.Books.Prove(_ => true, null, default)).Faults);
    }

    /// <summary>Nothing that a ledger row says about money can be changed without being found.</summary>
    [ContractFact]
    public async Task Prove_AnyTransferChangedOrTakenAway_FindsIt()
    {
        using var store = Open();
        await Many(store);
        store.LiftLedgerGuards();
        var entries = await Journal(store);
        Assert.True(entries.Length > 30);
        foreach (var entry in entries)
        {
            var here = string.Create(CultureInfo.InvariantCulture, $"WHERE id = {entry.Number}");
            foreach (var (change, back) in new[]
            {
                ("amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1"),
                ("operator_id = 'other'", "operator_id = 'acme'"),
                ("key = 'x' || key", "key = substr(key, 2)"),
                ("debit_kind = credit_kind, credit_kind = debit_kind, debit_owner = credit_owner, credit_owner = debit_owner", "debit_kind = credit_kind, credit_kind = debit_kind, debit_owner = credit_owner, credit_owner = debit_owner"),
                ("debit_owner = debit_owner || 'x', credit_owner = credit_owner || 'x'", "debit_owner = substr(debit_owner, 1, length(debit_owner) - 1), credit_owner = substr(credit_owner, 1, length(credit_owner) - 1)"),
            })
            {
                store.Execute($"UPDATE ledger_transfers SET {change} {here}");
                Assert.True((await store.Books.Prove(_ => true, null, default)).Faults > 0, $"{change} of {entry.Transfer.Key} was not found.");
                store.Execute($"UPDATE ledger_transfers SET {back} {here}");
            }
        }

        Assert.Equal(0, (await store.Books.Prove(_ => true, null, default)).Faults);
        store.Execute($"DELETE FROM ledger_transfers WHERE id = {entries[7].Number.ToString(CultureInfo.InvariantCulture)}");
        Assert.True((await store.Books.Prove(_ => true, null, default)).Faults > 0);
    }

    [ContractFact]
    public async Task Prove_EachRuleBroken_IsNamedWithJobExpectedAndFound()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true));
        store.LiftLedgerGuards();
        var settlement = job.Settlement!;
        var (net, commission, tax, paid) = (settlement.ProviderNet.MinorUnits, settlement.Commission.MinorUnits, settlement.Tax.MinorUnits, settlement.CustomerPays.MinorUnits);
        var id = store.IdLiteral(job.Id.Value);
        await Broken("provider_differs", "amount_minor_units = amount_minor_units - 2", "amount_minor_units = amount_minor_units + 2", ":provider", net, net - 2, null);
        await Broken("commission_differs", "amount_minor_units = amount_minor_units + 3", "amount_minor_units = amount_minor_units - 3", ":commission", commission, commission + 3, null);
        await Broken("tax_differs", "amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1", ":tax", tax, tax + 1, null);
        await Broken("customer_off_zero", "amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1", ":tax", 0, 1, null);
        await Broken("captured_differs", "amount_minor_units = amount_minor_units - 5", "amount_minor_units = amount_minor_units + 5", ":captured", paid, paid - 5, null);
        await Broken("amount_not_positive", "amount_minor_units = -amount_minor_units", "amount_minor_units = -amount_minor_units", ":tax", 1, -tax, ":tax");
        await Broken("one_account", "credit_kind = debit_kind, credit_owner = debit_owner", "credit_kind = 'tax', credit_owner = 'acme'", ":tax", 0, tax, ":tax");
        await Broken("currency_differs", "currency = 'EUR'", "currency = 'USD'", ":tax", 0, tax, ":tax");
        await Broken("key_not_its_own", "key = 'a' || key", "key = substr(key, 2)", ":tax", 1, 0, ":tax");
        await Broken("party_differs", "merchant_id = NULL", $"merchant_id = {store.IdLiteral(job.Order.Merchant!.Value.Value)}", ":tax", 0, tax, ":tax");
        await Broken("customer_foreign", "debit_owner = 'somebody'", $"debit_owner = '{job.Order.Customer}'", ":tax", 0, tax, ":tax");
        await Broken("provider_foreign", "credit_owner = 'somebody'", $"credit_owner = '{job.Assignment!.Provider}'", ":provider", 0, net, ":provider");
        await Broken("job_missing", $"job_id = {store.IdLiteral(fleet.NextId())}", $"job_id = {id}", ":tax", 0, tax, ":tax");
        var (customer, clearing) = ($"'customer', {{0}}_owner = '{job.Order.Customer}'", "'gateway_clearing', {0}_owner = 'acme'");
        await Broken(
            "refunded_above_captured",
            $"debit_kind = {string.Format(CultureInfo.InvariantCulture, customer, "debit")}, credit_kind = {string.Format(CultureInfo.InvariantCulture, clearing, "credit")}",
            $"debit_kind = {string.Format(CultureInfo.InvariantCulture, clearing, "debit")}, credit_kind = {string.Format(CultureInfo.InvariantCulture, customer, "credit")}",
            ":captured",
            0,
            paid,
            null);
        await OfJob("captured_differs", "captured_minor_units = captured_minor_units + 4", "captured_minor_units = captured_minor_units - 4", paid + 4, paid);
        await OfJob("hold_off", "released_minor_units = released_minor_units + 4", "released_minor_units = released_minor_units - 4", job.Payment.Authorised.MinorUnits, job.Payment.Authorised.MinorUnits + 4);
        var state = Encoding.UTF8.GetString(JobCodec.WriteState(job));
        await OfJob("settlement_missing", $"state_json = '{Encoding.UTF8.GetString(JobCodec.WriteState(job with { Settlement = null }))}'", $"state_json = '{state}'", 0, net + commission + tax);
        await OfJob("state_unreadable", "state_json = '{\"settlement\":7}'", $"state_json = '{state}'", 0, 0);
        var dearer = job with { Settlement = settlement with { FundedDiscounts = [.. settlement.FundedDiscounts, new Discount(Fleet.Usd(7), new Funder(FunderKind.Merchant, "m1"))] } };
        await OfJob("discount_differs", $"state_json = '{Encoding.UTF8.GetString(JobCodec.WriteState(dearer))}'", $"state_json = '{state}'", 7, 0);
        Assert.Equal(0, (await store.Books.Prove(_ => true, null, default)).Faults);

        Task Broken(string rule, string change, string back, string part, long expected, long actual, string? key) => Check(
            rule,
            $"UPDATE ledger_transfers SET {change} WHERE key LIKE '%{part}%'",
            $"UPDATE ledger_transfers SET {back} WHERE key LIKE '%{part}%'",
            expected,
            actual,
            key);

        Task OfJob(string rule, string change, string back, long expected, long actual) =>
            Check(rule, $"UPDATE jobs SET {change} WHERE job_id = {id}", $"UPDATE jobs SET {back} WHERE job_id = {id}", expected, actual, null);

        async Task Check(string rule, string change, string back, long expected, long actual, string? key)
        {
            store.Execute(change);
            var faults = new List<LedgerFault>();
            var proof = await store.Books.Prove(
                fault =>
                {
                    faults.Add(fault);
                    return true;
                },
                null,
                default);
            store.Execute(back);
            Assert.True(faults.Exists(fault => fault.Rule == rule), $"{rule} was not found; found: {string.Join("; ", faults)}");
            var found = faults.Find(fault => fault.Rule == rule)!;
            Assert.Equal((expected, actual), (found.ExpectedMinorUnits, found.FoundMinorUnits));
            Assert.True(found.OffMinorUnits > 0);
            Assert.Equal(key is null, found.Key is null);
            Assert.True(rule == "job_missing" || found.Job == job.Id);
            Assert.Equal((faults.Count, faults[0]), (proof.Faults, proof.FirstFault!));
        }
    }

    /// <summary>What is held, what of it was posted and what was let go: whatever is changed of it is found by the rule that says so.</summary>
    [ContractFact]
    public async Task Prove_PendingTransfersChanged_AreFoundByTheirRules()
    {
        using var store = Open();
        var fleet = new Fleet();
        var done = await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true));
        var held = await store.Bring(fleet, JobStatus.InProgress, fleet.Order(Fleet.Start + TimeSpan.FromHours(1)));
        Assert.Empty(await store.Faults());
        store.LiftLedgerGuards();
        var (ofDone, ofHeld) = ($"job_id = {store.IdLiteral(done.Id.Value)}", $"job_id = {store.IdLiteral(held.Id.Value)}");
        foreach (var (rule, where, change, back) in new[]
        {
            ("pending_posted_differs", $"{ofDone} AND phase = 'posted'", "amount_minor_units = amount_minor_units - 1", "amount_minor_units = amount_minor_units + 1"),
            ("pending_amount_differs", $"{ofDone} AND phase = 'pending'", "amount_minor_units = 1", $"amount_minor_units = {done.Payment.Authorised.MinorUnits.ToString(CultureInfo.InvariantCulture)}"),
            ("pending_amount_differs", $"{ofDone} AND phase <> 'pending'", "phase = 'voided', amount_minor_units = amount_minor_units - 1", "phase = 'posted', amount_minor_units = amount_minor_units + 1"),
            ("pending_open_differs", $"{ofHeld} AND phase = 'pending'", "amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1"),
            ("pending_unknown", $"{ofDone} AND phase = 'posted'", "of_key = of_key || 'x'", "of_key = substr(of_key, 1, length(of_key) - 1)"),
            ("pending_differs", ofHeld, "key = 'x' || key", "key = substr(key, 2)"),
            ("pending_differs", ofHeld, "operator_id = 'other'", "operator_id = 'acme'"),
            ("pending_differs", ofDone, "merchant_id = NULL", $"merchant_id = {store.IdLiteral(done.Order.Merchant!.Value.Value)}"),
            ("pending_differs", ofHeld, "currency = 'EUR'", "currency = 'USD'"),
            ("pending_differs", ofHeld, "debit_owner = 'other'", "debit_owner = 'acme'"),
            ("pending_differs", ofHeld, "credit_owner = 'other'", $"credit_owner = '{held.Order.Customer}'"),
            ("pending_differs", $"{ofDone} AND phase = 'posted'", "debit_kind = 'tax'", "debit_kind = 'gateway_clearing'"),
            ("pending_differs", ofHeld, "amount_minor_units = -amount_minor_units", "amount_minor_units = -amount_minor_units"),
            ("job_missing", ofHeld, $"job_id = {store.IdLiteral(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))}", null),
        })
        {
            store.Execute($"UPDATE ledger_pending SET {change} WHERE {where}");
            var faults = await store.Faults();
            Assert.True(faults.Any(fault => fault.Rule == rule), $"{rule} was not found after {change}; found: {string.Join("; ", faults)}");
            store.Execute($"UPDATE ledger_pending SET {back ?? ofHeld} WHERE {(back is null ? change : where)}");
            Assert.Empty(await store.Faults());
        }

        // Taken away, the hold of a job that goes on and that of one that is over.
        store.Execute($"DELETE FROM ledger_pending WHERE {ofHeld}");
        Assert.Contains(await store.Faults(), fault => fault.Rule == "pending_open_differs" && fault.Job == held.Id);
        store.Execute($"DELETE FROM ledger_pending WHERE {ofDone}");
        Assert.Contains(await store.Faults(), fault => fault.Rule == "pending_posted_differs" && fault.Job == done.Id);

        // One from before the ledger had any has none.
        foreach (var job in new[] { done, held })
        {
            var state = Encoding.UTF8.GetString(JobCodec.WriteState(job with { Payment = job.Payment with { HoldsArePending = null } }));
            store.Execute($"UPDATE jobs SET state_json = '{state}' WHERE job_id = {store.IdLiteral(job.Id.Value)}");
        }

        Assert.Empty(await store.Faults());
    }

    /// <summary>What a bank transfer is awaited to bring is what the job asked for: no row of it is missing, and none is of another amount.</summary>
    [ContractFact]
    public async Task Prove_AwaitedBankTransfer_IsHeldAgainstTheJob()
    {
        using var store = Open();
        var fleet = new Fleet();
        var awaited = await Asked(fleet.Order() with { PaymentMethod = JobOrder.BankTransfer, PickUpAt = Fleet.Start + TimeSpan.FromDays(1), GatewayCustomer = "cus_1" });
        var confirmed = await Asked(fleet.Order());
        var amount = awaited.Order.Hold.MinorUnits;
        Assert.Equal((PaymentStatus.RequiresAction, PaymentStatus.RequiresAction), (awaited.Payment.Status, confirmed.Payment.Status));
        Assert.Equal(amount, (await Pending(store, Always)).Single(kind => kind.Account == "gateway_clearing").DebitMinorUnits);
        Assert.Empty(await store.Faults());
        store.LiftLedgerGuards();
        foreach (var (change, back, found) in new[]
        {
            ("amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1", amount + 1),
            ("cause = 'held', amount_minor_units = 1", $"cause = 'awaited', amount_minor_units = {amount.ToString(CultureInfo.InvariantCulture)}", 1),
        })
        {
            store.Execute($"UPDATE ledger_pending SET {change}");
            await Differs(awaited, amount, found);
            store.Execute($"UPDATE ledger_pending SET {back}");
            Assert.Empty(await store.Faults());
        }

        // A second amount was asked for, which the state says. Without its row it is found as well, and so is a row of a card that is only to be confirmed.
        var dearer = awaited with { Payment = awaited.Payment with { Asked = Fleet.Usd(amount + 50) } };
        store.Execute($"UPDATE jobs SET state_json = '{Encoding.UTF8.GetString(JobCodec.WriteState(dearer))}' WHERE job_id = {store.IdLiteral(awaited.Id.Value)}");
        await Differs(awaited, amount + 50, amount);
        store.Execute("UPDATE ledger_pending SET amount_minor_units = amount_minor_units + 50");
        Assert.Empty(await store.Faults());
        store.Execute($"UPDATE ledger_pending SET job_id = {store.IdLiteral(confirmed.Id.Value)}, key = '{confirmed.Id}:x', credit_owner = '{confirmed.Order.Customer}'");
        await Differs(awaited, amount + 50, 0);
        await Differs(confirmed, 0, amount + 50);

        async Task Differs(Job job, long expected, long found) => Assert.Contains(
            await store.Faults(), fault => fault.Rule == "pending_open_differs" && fault.Job == job.Id && (fault.ExpectedMinorUnits, fault.FoundMinorUnits) == (expected, found));

        async Task<Job> Asked(JobOrder order)
        {
            Job? job = null;
            foreach (var command in new JobCommand[] { new JobCommand.Request(order), new JobCommand.PaymentNeedsAction($"pi_{order.Id}", "https://pay.example/1") })
            {
                var commit = fleet.Commit(job, command, order.RequestedAt);
                Assert.Equal(CommitStatus.Committed, (await store.Commit(commit)).Status);
                job = commit.After;
            }

            return job!;
        }
    }

    /// <summary>A tip of which a part went back and another came back, and a price that was paid at the door by card: sound, and each rule of theirs finds what is changed.</summary>
    [ContractFact]
    public async Task Prove_TipsAndWhatWasPaidAtTheDoor_AreFoundByTheirRules()
    {
        using var store = Open();
        var fleet = new Fleet();
        var tipped = await store.Bring(fleet, JobStatus.Completed);
        var at = Fleet.Start + TimeSpan.FromHours(2);
        foreach (var command in new JobCommand[]
        {
            new JobCommand.Tip(Fleet.Usd(300), TimeSpan.FromDays(30)),
            new JobCommand.TipCharged(1, "pi_tip", Fleet.Usd(300)),
            new JobCommand.RefundTip(Fleet.Usd(120), RefundReason.Goodwill),
            new JobCommand.RefundPaid(1, Fleet.Usd(120), "pi_tip", "re_1"),
            new JobCommand.RefundTip(null, RefundReason.ServiceFailure),
            new JobCommand.RefundPaid(2, Fleet.Usd(180), "pi_tip", "re_2"),
            new JobCommand.RefundRefused(2, "expired_or_canceled_card", "pi_tip", "re_2"),
        })
        {
            var commit = fleet.Commit(tipped, command, at);
            Assert.Equal(CommitStatus.Committed, (await store.Commit(commit)).Status);
            tipped = commit.After;
        }

        var door = await AtDoor(store, fleet, fleet.Order(Fleet.Start + TimeSpan.FromHours(3)) with { PaymentMethod = JobOrder.CardAtDoor }, fleet.Provider());
        Assert.Empty(await store.Faults());
        var economics = JobEconomics.Of((await store.Ledger.OfJob(tipped.Id, default)).Select(BookMove.Of));
        Assert.Equal((180L, 120L, 120L), (economics.Tips, economics.TipsRefunded, economics.Refunded));
        var atDoor = JobEconomics.Of((await store.Ledger.OfJob(door.Id, default)).Select(BookMove.Of));
        Assert.Equal((0L, 0L, door.FinalFare!.Total.MinorUnits), (atDoor.Captured, atDoor.Cash, atDoor.CardAtDoor));
        store.LiftLedgerGuards();
        foreach (var (rule, where, change, back) in new (string Rule, string Where, string Change, string? Back)[]
        {
            ("tip_differs", "cause = 'tip_refunded' AND debit_kind = 'provider_payable' AND key LIKE '%:1:%'", "amount_minor_units = 119", "amount_minor_units = 120"),
            ("tips_off_zero", "cause = 'tip' AND credit_kind = 'tips'", "amount_minor_units = 299", "amount_minor_units = 300"),
            ("provider_foreign", "cause = 'tip' AND credit_kind = 'tips'", "credit_owner = 'somebody'", $"credit_owner = '{tipped.Assignment!.Provider}'"),
            ("provider_foreign", "cause = 'card_collected'", "debit_owner = 'somebody'", $"debit_owner = '{door.Assignment!.Provider}'"),
            ("door_differs", "cause = 'card_collected'", "debit_kind = 'tax'", "debit_kind = 'cash_in_hand'"),
            ("door_differs", "cause = 'card_collected'", "cause = 'cash_collected'", null),
            ("door_differs", "cause = 'card_collected'", "amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1"),
        })
        {
            store.Execute($"UPDATE ledger_transfers SET {change} WHERE {where}");
            var faults = await store.Faults();
            Assert.True(faults.Any(fault => fault.Rule == rule), $"{rule} was not found after {change}; found: {string.Join("; ", faults)}");
            store.Execute($"UPDATE ledger_transfers SET {back ?? where} WHERE {(back is null ? change : where)}");
            Assert.Empty(await store.Faults());
        }

        // A job that a gateway was paid for has nothing at the door.
        store.Execute($"UPDATE ledger_transfers SET cause = 'cash_collected', debit_kind = 'cash_in_hand', debit_owner = '{tipped.Assignment!.Provider}' WHERE cause = 'captured'");
        Assert.Contains(await store.Faults(), fault => fault.Rule == "door_differs" && fault.Job == tipped.Id && fault.ExpectedMinorUnits == 0);
        store.Execute($"UPDATE ledger_transfers SET cause = 'captured', debit_kind = 'gateway_clearing', debit_owner = 'acme' WHERE cause = 'cash_collected'");
        Assert.Empty(await store.Faults());

        // A tip from before there was an account of tips goes to the provider at once.
        store.Execute("DELETE FROM ledger_transfers WHERE debit_kind = 'customer' AND credit_kind = 'tips'");
        store.Execute($"UPDATE ledger_transfers SET debit_kind = 'customer', debit_owner = '{tipped.Order.Customer}' WHERE debit_kind = 'tips' AND credit_kind = 'provider_payable'");
        Assert.Empty(await store.Faults());
    }

    [ContractFact]
    public async Task Pending_RawStatements_AreRefused()
    {
        using var store = Open();
        var fleet = new Fleet();
        var done = await store.Bring(fleet, JobStatus.Completed);
        var held = await store.Bring(fleet, JobStatus.InProgress, fleet.Order(Fleet.Start + TimeSpan.FromHours(1)));
        string Key(Job job) => string.Create(CultureInfo.InvariantCulture, $"{job.Id}:held:1:{job.Payment.Authorised.MinorUnits}");
        var (all, part) = (held.Payment.Authorised.MinorUnits, held.Payment.Authorised.MinorUnits - 1);
        foreach (var sql in new[]
        {
            "UPDATE ledger_pending SET at = at",
            "DELETE FROM ledger_pending",
            Insert(held, "a", "pending", null, 0),
            Insert(held, "a", "pending", null, 5, "EUR"),
            Insert(held, "a", "pending", Key(held), 5),
            Insert(held, "a", "settled", Key(held), 5),
            Insert(held, "a", "posted", null, 5),
            Insert(held, "a", "posted", "of-nothing", 5),
            Insert(held, "a", "posted", Key(held), all + 1),
            Insert(held, "a", "voided", Key(held), part),
            Insert(held, "a", "posted", Key(done), 5),
            Insert(done, "a", "posted", Key(done), 5),
            Insert(done, "a", "voided", Key(done), done.Payment.Authorised.MinorUnits),
            Insert(done, "a", "voided", Key(done), done.Payment.Authorised.MinorUnits).Replace("INSERT INTO", "INSERT OR REPLACE INTO", StringComparison.Ordinal),
            Insert(held, "a", "posted", Key(held), 5).Replace("'gateway_clearing'", "'tax'", StringComparison.Ordinal),
        })
        {
            Assert.True(Record.Exception(() => store.Execute(sql)) is not null, $"This was not refused: {sql}");
        }

        Assert.Empty(await store.Faults());

        // Posted in part, the rest of it is void: it is resolved once, and not again.
        store.Execute(Insert(held, "a", "posted", Key(held), part));
        Assert.NotNull(Record.Exception(() => store.Execute(Insert(held, "b", "voided", Key(held), all))));
        Assert.Empty(await Pending(store, Always));

        string Insert(Job job, string key, string phase, string? of, long amount, string currency = "USD") => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO ledger_pending (key, phase, of_key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, cause, operator_id, at)
            VALUES ('{job.Id}:{key}', '{phase}', {(of is null ? "NULL" : $"'{of}'")}, 'gateway_clearing', 'acme', 'customer', '{job.Order.Customer}', {amount}, '{currency}', {store.IdLiteral(job.Id.Value)}, 'injected', 'acme', 0)
            """);
    }

    [ContractFact]
    public async Task Pending_AtAnInstant_IsWhatWasHeldThenAndInNoPostedBalance()
    {
        using var store = Open();
        var jobs = await Many(store);
        var before = await store.Ledger.TrialBalance(default);
        var held = jobs.Where(job => job.Payment.Status == PaymentStatus.Authorized).Sum(job => job.Payment.Authorised.MinorUnits);
        Assert.True(held > 0);
        Assert.Equal(new AccountPending[] { new("customer", "USD", 0, held), new("gateway_clearing", "USD", held, 0) }, (await Pending(store, Always)).ToArray());
        Assert.Empty(await Pending(store, Fleet.Start));

        // The close of a day shows it beside the balances, which are the posted ones alone.
        var sums = await store.Books.Sums(DateTimeOffset.MinValue, Always, default);
        var close = PeriodClose.Of(DateTimeOffset.MinValue, Always, sums.Movements, sums.Pending);
        var clearing = close.Accounts.Single(account => account.Account == "gateway_clearing");
        Assert.Equal((held, 0L), (clearing.PendingDebitMinorUnits, clearing.PendingCreditMinorUnits));
        Assert.Equal(before.Where(total => total.Kind == AccountKind.GatewayClearing).Sum(total => total.DebitMinorUnits - total.CreditMinorUnits), clearing.ClosingMinorUnits);
        Assert.Equal(0, close.ImbalanceMinorUnits);

        // At the instant between the hold and its capture it was pending.
        var first = jobs[0];
        var timeline = await store.Reader.Timeline(first.Id, default);
        var then = timeline.Single(entry => entry.Event is JobEvent.PaymentCaptured).Event.At;
        var was = (await Pending(store, then)).Single(kind => kind.Account == "gateway_clearing").DebitMinorUnits;
        Assert.True(was >= first.Payment.Authorised.MinorUnits, $"{was} was pending before the capture of {first.Payment.Authorised}.");
    }

    /// <summary>What is captured in one commit is pending no more in the same: whoever reads meanwhile sees each amount once, on the one side or on the other.</summary>
    [ContractFact]
    public async Task Sums_WhileHoldsAreCaptured_HaveEachOfThemOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var jobs = new List<Job>();
        for (var i = 0; i < 30; i++)
        {
            var driven = await store.Bring(fleet, JobStatus.InProgress);
            var done = fleet.Commit(driven, new JobCommand.Complete(driven.Assignment!.Provider, null), Fleet.Start + TimeSpan.FromHours(1));
            await store.Commit(done);
            jobs.Add(done.After);
        }

        var held = jobs.Sum(job => job.Payment.Authorised.MinorUnits);
        Assert.Equal(held, jobs.Sum(job => job.FinalFare!.Total.MinorUnits));
        var captures = Task.Run(async () =>
        {
            foreach (var job in jobs)
            {
                await store.Commit(fleet.Commit(job, new JobCommand.PaymentCaptured(job.FinalFare!.Total), Fleet.Start + TimeSpan.FromHours(2)));
            }
        });
        do
        {
            var sums = await store.Books.Sums(DateTimeOffset.MinValue, Always, default);
            var captured = sums.Movements.Where(movement => movement.Account == "gateway_clearing").Sum(movement => movement.Debit);
            var pending = sums.Pending.Where(kind => kind.Account == "gateway_clearing").Sum(kind => kind.DebitMinorUnits);
            Assert.Equal(held, captured + pending);
        }
        while (!captures.IsCompleted);
        await captures;
        Assert.Empty(await Pending(store, Always));
    }

    /// <summary>Two payments of one price, refunds of both of which one came back, a tip, disputes, and a debt: sound, and nothing of it can be changed unseen.</summary>
    [ContractFact]
    public async Task Prove_PricesTakenInTwoAndRefundsThatCameBack_AreSoundAndAnyChangeIsFound()
    {
        using var store = Open();
        var fleet = new Fleet();
        var paid = await Metered(0);
        var amounts = (Held: paid.Payment.Authorised, Whole: paid.FinalFare!.Total);
        foreach (var command in new Func<Job, JobCommand>[]
        {
            job => new JobCommand.RestCharged(1, "pi_rest", job.Payment.Rest!.Amount, Fleet.Usd(40)),
            _ => new JobCommand.Refund(null, RefundReason.ServiceFailure, RefundBearer.Proportional),
            job => new JobCommand.RefundPaid(1, job.Payment.Refunds!.Items[0].Amount, job.Payment.Intent, "re_1"),
            job => new JobCommand.RefundPaid(2, job.Payment.Refunds!.Items[1].Amount, "pi_rest", "re_2"),
            job => new JobCommand.RefundRefused(1, "expired_or_canceled_card", job.Payment.Intent, "re_1"),
            job => new JobCommand.CloseDispute("dp_1", Fleet.Usd(100), job.Payment.Intent, false, Fleet.Usd(1_500)),
        })
        {
            paid = await Next(paid, command(paid));
        }

        Assert.Equal((PaymentStatus.PartiallyRefunded, amounts.Whole, amounts.Whole - amounts.Held), (paid.Payment.Status, paid.Payment.Captured, paid.Payment.Refunded));
        var owed = await Next(await Metered(5), new JobCommand.RestRefused(1, "card_declined"));
        owed = await Next(owed, new JobCommand.Refund(null, RefundReason.ServiceFailure, RefundBearer.Proportional));
        owed = await Next(owed, new JobCommand.RefundPaid(1, owed.Payment.Captured, owed.Payment.Intent, "re_owed"));
        Assert.Equal((PaymentStatus.Failed, owed.Payment.Authorised, owed.Payment.Authorised), (owed.Payment.Status, owed.Payment.Captured, owed.Payment.Refunded));
        Assert.Equal((0L, 0L), ((await store.Books.Prove(fault => throw new InvalidOperationException(fault.Detail), null, default)).Faults, (await store.Ledger.Verify(default)).ImbalanceMinorUnits));
        var economics = JobEconomics.Of((await store.Ledger.OfJob(paid.Id, default)).Select(BookMove.Of));
        Assert.Equal((amounts.Whole.MinorUnits, (amounts.Whole - amounts.Held).MinorUnits, 100L, 1_540L), (economics.Captured, economics.Refunded, economics.Disputed, economics.GatewayFees));

        store.LiftLedgerGuards();
        foreach (var entry in (await Journal(store)).Where(entry => entry.Transfer.Cause is "captured" or "refunded" or "refund_reversed" && entry.Transfer.Job == paid.Id))
        {
            var here = string.Create(CultureInfo.InvariantCulture, $"WHERE id = {entry.Number}");
            store.Execute($"UPDATE ledger_transfers SET amount_minor_units = amount_minor_units + 1 {here}");
            Assert.True((await store.Books.Prove(_ => true, null, default)).Faults > 0, $"One more in {entry.Transfer.Key} was not found.");
            store.Execute($"UPDATE ledger_transfers SET amount_minor_units = amount_minor_units - 1 {here}");
        }

        // A service whose hold was taken whole, and of whose price the rest is being charged.
        async Task<Job> Metered(int hour)
        {
            var order = fleet.Order(Fleet.Start + TimeSpan.FromHours(hour));
            order = order with { Terms = order.Terms with { Fares = order.Terms.Fares with { Pricing = PricingMode.Metered } } };
            var job = await store.Bring(fleet, JobStatus.InProgress, order);
            foreach (var command in new Func<Job, JobCommand>[]
            {
                running => new JobCommand.Complete(running.Assignment!.Provider, new Metres(90_000)),
                _ => new JobCommand.HoldNotRaised("increment_not_available"),
                done => new JobCommand.PaymentCaptured(done.Payment.Authorised, done.Payment.Intent),
            })
            {
                job = await Next(job, command(job));
            }

            return job;
        }

        async Task<Job> Next(Job job, JobCommand command)
        {
            var commit = fleet.Commit(job, command, Fleet.Start + TimeSpan.FromHours(30));
            Assert.Equal(CommitStatus.Committed, (await store.Commit(commit)).Status);
            return commit.After;
        }
    }

    [ContractFact]
    public async Task Prove_ToldToStop_StopsAtTheFirstFault()
    {
        using var store = Open();
        var fleet = new Fleet();
        for (var i = 0; i < 3; i++)
        {
            await store.Bring(fleet, JobStatus.Completed, fleet.Order(Fleet.Start + TimeSpan.FromHours(i)));
        }

        // Each breaks two rules at once.
        store.Execute("UPDATE jobs SET captured_minor_units = captured_minor_units + 1");
        var told = 0;
        var proof = await store.Books.Prove(_ => ++told < 0, null, default);
        Assert.False(proof.IsWhole);
        Assert.Equal((1, 1L, 1L), (told, proof.Jobs, proof.Faults));
        Assert.Equal("captured_differs", proof.FirstFault!.Rule);
    }

    [ContractFact]
    public async Task Ledger_RawStatements_AreRefused()
    {
        using var store = Open();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Completed);
        var before = await Journal(store);
        var key = before[0].Transfer.Key;
        foreach (var sql in new[]
        {
            "UPDATE ledger_transfers SET amount_minor_units = amount_minor_units + 1",
            "UPDATE ledger_transfers SET at = at",
            "DELETE FROM ledger_transfers WHERE id = 1",
            Insert(job.Id, $"{job.Id}:a", "tax", "platform_revenue", 0),
            Insert(job.Id, $"{job.Id}:a", "tax", "platform_revenue", -1),
            Insert(job.Id, $"{job.Id}:a", "tax", "tax", 5),
            Insert(job.Id, $"{job.Id}:a", "tax", "platform_revenue", 5, "EUR"),
            Insert(new JobId(fleet.NextId()), $"{job.Id}:a", "tax", "platform_revenue", 5),
            Insert(job.Id, key, "tax", "platform_revenue", 5),
            Insert(job.Id, key, "tax", "platform_revenue", 5).Replace("INSERT INTO", "INSERT OR REPLACE INTO", StringComparison.Ordinal),
            Insert(job.Id, key, "tax", "platform_revenue", 5) + " ON CONFLICT (key) DO UPDATE SET amount_minor_units = 1",
        })
        {
            var refused = Record.Exception(() => store.Execute(sql));
            Assert.True(refused is not null, $"This was not refused: {sql}");
        }

        Assert.Equal(before.ToArray(), (await Journal(store)).ToArray());

        // What is sound is taken: the guards refuse for what they say.
        store.Execute(Insert(job.Id, $"{job.Id}:a", "tax", "platform_revenue", 5));
        Assert.Equal(before.Length + 1, (await Journal(store)).Length);

        string Insert(JobId of, string with, string debit, string credit, long amount, string currency = "USD") => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, cause, operator_id, at)
            VALUES ('{with}', '{debit}', 'acme', '{credit}', 'acme', {amount}, '{currency}', {store.IdLiteral(of.Value)}, 'injected', 'acme', 0)
            """);
    }

    [ContractFact]
    public async Task Movements_OfDayAfterDay_CloseWithWhatTheNextOpensWithAndSumToZero()
    {
        using var store = Open();
        await Many(store);
        var totals = (await store.Ledger.TrialBalance(default)).ToDictionary(total => LedgerAccount.Name(total.Kind), total => total.DebitMinorUnits - total.CreditMinorUnits);
        PeriodClose? before = null;
        for (var day = Fleet.Start - TimeSpan.FromHours(12); day < Fleet.Start + TimeSpan.FromDays(4); day += TimeSpan.FromHours(12))
        {
            var close = PeriodClose.Of(day, day + TimeSpan.FromHours(12), (await store.Books.Sums(day, day + TimeSpan.FromHours(12), default)).Movements);
            Assert.Equal(0, close.ImbalanceMinorUnits);
            foreach (var account in close.Accounts)
            {
                Assert.Equal(before?.Accounts.SingleOrDefault(earlier => earlier.Account == account.Account)?.ClosingMinorUnits ?? 0, account.OpeningMinorUnits);
            }

            Assert.Equal(0, close.Accounts.Sum(account => account.DebitMinorUnits - account.CreditMinorUnits));
            before = close;
        }

        Assert.Equal(totals.OrderBy(total => total.Key, StringComparer.Ordinal), before!.Accounts.Select(account => KeyValuePair.Create(account.Account, account.ClosingMinorUnits)));
    }

    [ContractFact]
    public async Task Journal_PageByPage_IsEveryTransferOfThePeriodOnce()
    {
        using var store = Open();
        await Many(store);
        var all = await Journal(store);
        var (from, to) = (all[10].Transfer.At, all[^5].Transfer.At);
        var expected = all.Where(entry => entry.Transfer.At >= from && entry.Transfer.At < to).ToList();
        var paged = new List<JournalEntry>();
        while (await store.Books.Journal(from, to, paged.Count == 0 ? 0 : paged[^1].Number, 7, default) is { IsEmpty: false } page)
        {
            Assert.True(page.Length <= 7);
            paged.AddRange(page);
        }

        Assert.Equal(expected, paged);
        Assert.NotEmpty(paged);
        Assert.Empty(await store.Books.Journal(to.AddDays(300), to.AddDays(301), 0, 7, default));
    }

    [ContractFact]
    public async Task Statement_OfAProvider_GoesFromBalanceToBalance()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var jobs = new List<Job>();
        for (var hour = 0; hour < 6; hour++)
        {
            jobs.Add(await store.Bring(fleet, JobStatus.Completed, fleet.Order(Fleet.Start + TimeSpan.FromHours(hour)), provider));
            await store.Bring(fleet, JobStatus.Completed, fleet.Order(Fleet.Start + TimeSpan.FromHours(hour)));
        }

        var middle = Fleet.Start + TimeSpan.FromHours(3);
        var first = await Of(Fleet.Start, middle);
        var second = await Of(middle, Fleet.Start + TimeSpan.FromHours(6));
        Assert.Equal(jobs.Take(3).Select(job => job.Id), first.Lines.Select(line => line.Job));
        Assert.Equal(jobs.Skip(3).Select(job => job.Id), second.Lines.Select(line => line.Job));
        foreach (var (line, job) in first.Lines.Concat(second.Lines).Zip(jobs))
        {
            var settlement = job.Settlement!;
            Assert.Equal(
                (job.FinalFare!.Gross.MinorUnits, settlement.Commission.MinorUnits, settlement.Tax.MinorUnits, settlement.ProviderNet.MinorUnits, 0L),
                (line.Gross, line.Commission, line.Tax, line.Net, line.PaidOut));
        }

        Assert.Equal((0L, jobs.Take(3).Sum(job => job.Settlement!.ProviderNet.MinorUnits)), (Assert.Single(first.Totals).Opening, first.Totals[0].Closing));
        Assert.Equal(first.Totals[0].Closing, Assert.Single(second.Totals).Opening);
        Assert.Equal(jobs.Sum(job => job.Settlement!.ProviderNet.MinorUnits), second.Totals[0].Closing);

        // A quiet period still has its balances; more transfers than asked for are told by one too many.
        var quiet = await Of(Always - TimeSpan.FromDays(1), Always);
        Assert.Equal((second.Totals[0].Closing, second.Totals[0].Closing), (Assert.Single(quiet.Totals).Opening, quiet.Totals[0].Closing));
        Assert.Equal(6, (await store.Books.OfProvider(provider, Fleet.Start, Always, 5, default)).Transfers.Length);

        async Task<Statement> Of(DateTimeOffset from, DateTimeOffset to)
        {
            var history = await store.Books.OfProvider(provider, from, to, 1_000, default);
            return Statement.Of(from, to, history.Opening, history.Transfers, account => Statement.IsOf(provider, account));
        }
    }

    /// <summary>A job that earned its provider nothing is in the statement all the same when its price was paid to the provider.</summary>
    [ContractFact]
    public async Task Statement_OfAProvider_HasWhatItTookAtTheDoorForNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var taken = new List<Job>();
        foreach (var method in new[] { JobOrder.Cash, JobOrder.CardAtDoor })
        {
            var order = fleet.Order(Fleet.Start + TimeSpan.FromHours(taken.Count)) with { PaymentMethod = method };
            taken.Add(await AtDoor(store, fleet, order with { Terms = order.Terms with { Commission = new CommissionPlan(new BasisPoints(10_000), Fleet.Usd(0)) } }, provider));
        }

        Assert.All(taken, job => Assert.True(job.Settlement!.ProviderNet.IsZero && !job.Settlement.CustomerPays.IsZero));
        Assert.Empty(await store.Faults());
        var history = await store.Books.OfProvider(provider, Fleet.Start, Always, 100, default);
        var statement = Statement.Of(Fleet.Start, Always, history.Opening, history.Transfers, account => Statement.IsOf(provider, account));
        Assert.Equal(
            new[] { (taken[0].Id, taken[0].FinalFare!.Total.MinorUnits, 0L, 0L), (taken[1].Id, 0L, taken[1].FinalFare!.Total.MinorUnits, 0L) },
            statement.Lines.Select(line => (line.Job, line.Cash, line.CardAtDoor, line.Net)));
        Assert.Empty((await store.Books.OfProvider(provider, Always, Always.AddDays(1), 100, default)).Transfers);
        Assert.Empty((await store.Books.OfProvider(fleet.Provider(), Fleet.Start, Always, 100, default)).Transfers);
    }

    [ContractFact]
    public async Task Prove_PartsOfMerchantsAndLeadFees_AreHeldAgainstWhatTheJobRecorded()
    {
        using var store = Open();
        var fleet = new Fleet();
        var brand = new MerchantId(fleet.NextId());
        var order = fleet.Order(merchant: true);
        order = order with { Terms = order.Terms with { Commission = SplitPlan(brand) } };
        var job = await store.Bring(fleet, JobStatus.Completed, order);
        await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true) with { Terms = order.Terms with { Commission = SplitPlan(brand) with { Seller = Seller.Provider } } });
        Assert.Equal(0, (await store.Books.Prove(_ => true, null, default)).Faults);
        store.LiftLedgerGuards();
        var id = $"AND job_id = {store.IdLiteral(job.Id.Value)}";
        foreach (var (rule, part, change, back) in new[]
        {
            ("merchant_differs", ":merchant0", "amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1"),
            ("merchant_differs", ":merchant1", "credit_owner = 'somebody'", $"credit_owner = '{order.Merchant}'"),
            ("merchant_differs", ":tax", "credit_kind = 'tax', credit_owner = 'acme'", $"credit_kind = 'merchant_payable', credit_owner = '{order.Merchant}'"),
            ("lead_fee_differs", ":lead\\_fee", "amount_minor_units = amount_minor_units + 1", "amount_minor_units = amount_minor_units - 1"),
            ("lead_fee_differs", ":lead\\_fee", "credit_kind = 'tax'", "credit_kind = 'platform_revenue'"),
            ("provider_foreign", ":lead\\_fee", "debit_owner = 'somebody'", $"debit_owner = '{job.Assignment!.Provider}'"),
        })
        {
            var where = $"WHERE key LIKE '%{part}' ESCAPE '\\' {id}";
            store.Execute($"UPDATE ledger_transfers SET {change} {where}");
            Assert.Contains(await store.Faults(), fault => fault.Rule == rule && fault.Job == job.Id);
            store.Execute($"UPDATE ledger_transfers SET {back} {where}");
        }

        store.Execute($"DELETE FROM ledger_transfers WHERE key LIKE '%:lead\\_fee' ESCAPE '\\' {id}");
        Assert.True((await store.Books.Prove(_ => true, null, default)).Faults > 0);
    }

    [ContractFact]
    public async Task Statement_OfABrand_HasItsPartOfOthersJobs()
    {
        using var store = Open();
        var fleet = new Fleet();
        var brand = new MerchantId(fleet.NextId());
        var order = fleet.Order(merchant: true);
        order = order with { Terms = order.Terms with { Commission = SplitPlan(brand) } };
        var job = await store.Bring(fleet, JobStatus.Completed, order);
        await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true));
        var parts = job.Settlement!.Merchants!.Value;
        foreach (var (merchant, owed) in new[] { (brand, parts[0].Amount), (order.Merchant!.Value, parts[1].Amount + job.Settlement.Tax) })
        {
            var history = await store.Books.OfMerchant(merchant, Fleet.Start, Always, 100, default);
            var statement = Statement.Of(Fleet.Start, Always, history.Opening, history.Transfers, account => Statement.IsOf(merchant, account));
            Assert.Equal((job.Id, owed.MinorUnits), (Assert.Single(statement.Lines).Job, statement.Lines[0].Net));
            Assert.Equal(owed.MinorUnits, Assert.Single((await store.Books.OfMerchant(merchant, Always, Always.AddDays(1), 100, default)).Opening).Value);
        }
    }

    /// <summary>A fifth and 30 cents, half of it the brand's and three tenths the store's, which sells; 1.50 for the lead.</summary>
    private static CommissionPlan SplitPlan(MerchantId brand) => new(
        new BasisPoints(2_000),
        Fleet.Usd(30),
        Fleet.Usd(150),
        Seller.Merchant,
        [new(SplitParty.Brand, new BasisPoints(5_000), brand), new(SplitParty.Store, new BasisPoints(3_000)), new(SplitParty.Platform, new BasisPoints(2_000))]);

    [ContractFact]
    public async Task Statement_OfAMerchant_HasItsJobsAndTheDiscountsItFunds()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = new MerchantId(fleet.NextId());
        var order = fleet.Order() with { Merchant = merchant };
        order = order with
        {
            QuotedFare = new Fare([.. order.QuotedFare.Lines.Where(line => line.Kind != FareLineKind.Discount), new FareLine(FareLineKind.Discount, Fleet.Usd(-150), new Funder(FunderKind.Merchant, merchant.ToString()))], Currency.Usd),
        };
        var job = await store.Bring(fleet, JobStatus.Completed, order);
        await store.Bring(fleet, JobStatus.Completed, fleet.Order(merchant: true));
        var history = await store.Books.OfMerchant(merchant, Fleet.Start, Always, 100, default);
        var statement = Statement.Of(Fleet.Start, Always, history.Opening, history.Transfers, account => Statement.IsOf(merchant, account));
        var line = Assert.Single(statement.Lines);
        Assert.Equal((job.Id, job.FinalFare!.Gross.MinorUnits, 150L, -150L), (line.Job, line.Gross, line.Discounts, line.Net));
        Assert.Equal((0L, -150L), (statement.Totals[0].Opening, statement.Totals[0].Closing));
        Assert.Equal(-150, Assert.Single((await store.Books.OfMerchant(merchant, Always, Always.AddDays(1), 100, default)).Opening).Value);
    }

    [ContractFact]
    public async Task ByMarket_SummedUp_IsWhatTheJobsComeToOneByOne()
    {
        using var store = Open();
        var jobs = await Many(store);
        var movements = await store.Books.ByMarket(DateTimeOffset.MinValue, Always, default);
        Assert.Equal(["bos", "nyc"], movements.Select(movement => movement.Market).Distinct());
        foreach (var market in movements.GroupBy(movement => movement.Market))
        {
            var sum = JobEconomics.Of(market.Select(movement => movement.Move));
            var each = new List<JobEconomics>();
            foreach (var job in jobs.Where(job => job.Order.Market.Value == market.Key))
            {
                each.Add(JobEconomics.Of((await store.Ledger.OfJob(job.Id, default)).Select(BookMove.Of)));
            }

            Assert.Equal(
                (each.Sum(one => one.Gross), each.Sum(one => one.Commission), each.Sum(one => one.Tax), each.Sum(one => one.ProviderNet), each.Sum(one => one.Captured), each.Sum(one => one.PlatformMargin)),
                (sum.Gross, sum.Commission, sum.Tax, sum.ProviderNet, sum.Captured, sum.PlatformMargin));
            Assert.Equal(each.Sum(one => one.Discounts.Sum(funder => funder.MinorUnits)), sum.Discounts.Sum(funder => funder.MinorUnits));
            Assert.All(sum.Discounts, funder => Assert.Equal("platform", funder.Funder));
            Assert.Equal(sum.Gross, sum.Commission + sum.Tax + sum.ProviderNet);
            Assert.Equal(each.Sum(one => one.Accounts.Length > 0 ? 1 : 0) > 0, market.Sum(movement => movement.Transfers) > 0);
        }

        Assert.Empty(await store.Books.ByMarket(Always, Always.AddDays(1), default));
    }

    private static async Task<ImmutableArray<JournalEntry>> Journal(StoreUnderTest store) => await store.Books.Journal(DateTimeOffset.MinValue, Always, 0, 10_000, default);

    /// <summary>A job that was paid at the door. What a gateway would say is no news of it.</summary>
    private static async Task<Job> AtDoor(StoreUnderTest store, Fleet fleet, JobOrder order, ProviderId provider)
    {
        Job? door = null;
        foreach (var step in fleet.Life(order, provider, order.RequestedAt))
        {
            if (fleet.TryCommit(door, step(door), order.RequestedAt) is { } commit)
            {
                Assert.Equal(CommitStatus.Committed, (await store.Commit(commit)).Status);
                door = commit.After;
            }
        }

        Assert.Equal(JobStatus.Completed, door!.Status);
        return door;
    }

    private static async Task<ImmutableArray<AccountPending>> Pending(StoreUnderTest store, DateTimeOffset at) => (await store.Books.Sums(DateTimeOffset.MinValue, at, default)).Pending;

    /// <summary>Jobs of every kind that leaves something in the books, over three days, in two markets.</summary>
    private static async Task<List<Job>> Many(StoreUnderTest store)
    {
        var fleet = new Fleet(7);
        var jobs = new List<Job>();
        for (var i = 0; i < 12; i++)
        {
            var order = fleet.Order(Fleet.Start + TimeSpan.FromHours(6 * i), i % 3 == 0 ? "bos" : "nyc", merchant: i % 4 == 0);
            jobs.Add(await store.Bring(fleet, i == 7 ? JobStatus.InProgress : i == 8 ? JobStatus.Matching : JobStatus.Completed, order));
        }

        // One that is canceled late, with a fee that is captured and the rest let go.
        var at = Fleet.Start + TimeSpan.FromHours(80);
        var late = await store.Bring(fleet, JobStatus.ArrivedAtPickup, fleet.Order(at));
        foreach (var command in new Func<Job, JobCommand>[]
        {
            _ => new JobCommand.CancelByCustomer(CancelReason.ChangedMind),
            job => new JobCommand.PaymentCaptured(job.FinalFare!.Total),
        })
        {
            at += TimeSpan.FromMinutes(30);
            var commit = fleet.Commit(late, command(late), at);
            await store.Commit(commit);
            late = commit.After;
        }

        Assert.Equal((JobStatus.CanceledByCustomer, PaymentStatus.Captured), (late.Status, late.Payment.Status));
        jobs.Add(late);
        return jobs;
    }
}
