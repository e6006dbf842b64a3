using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of payouts promises.</summary>
public abstract class PayoutContract
{
    private static readonly Currency Usd = Currency.Usd;

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Queue_FromAPositionThatMoved_WritesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (first, second) = (Due(fleet), Due(fleet));
        Assert.Null(await store.Payouts.Position(default));
        Assert.True(await store.Done(store.Payouts.Queue(null, "10", [first], [], default)));
        Assert.False(await store.Done(store.Payouts.Queue(null, "11", [second], [], default)));
        Assert.False(await store.Done(store.Payouts.Queue("9", "11", [second], [], default)));
        Assert.Equal("10", await store.Payouts.Position(default));
        Same(await All(store), first);
        Assert.True(await store.Done(store.Payouts.Queue("10", "11", [second], [], default)));
        Assert.Equal(2, (await All(store)).Length);
        Assert.Empty(await store.Payouts.Due(first.DueAt - TimeSpan.FromTicks(1), 10, default));
    }

    [ContractFact]
    public async Task Due_PutOffDoneAndQueuedAnew_CountOnlyForWhatWasRead()
    {
        using var store = Open();
        var due = Due(new Fleet());
        await store.Done(store.Payouts.Queue(null, "1", [due], [], default));
        await store.Done(store.Payouts.PutOff(due, due.DueAt + TimeSpan.FromMinutes(1), default));
        var off = due with { DueAt = due.DueAt + TimeSpan.FromMinutes(1), Tries = 1 };
        Same(await All(store), off);

        // What was read before counts no more.
        await store.Done(store.Payouts.PutOff(due, due.DueAt, default));
        await store.Done(store.Payouts.Done(due, default));
        Same(await All(store), off);
        var anew = due with { DueAt = due.DueAt + TimeSpan.FromMinutes(2) };
        await store.Done(store.Payouts.Queue("1", "2", [anew], [], default));
        await store.Done(store.Payouts.Done(off, default));
        Same(await All(store), anew);
        await store.Done(store.Payouts.Done(anew, default));
        Assert.Empty(await All(store));
    }

    [ContractFact]
    public async Task Standing_OfTheLedger_IsWhatIsOwedWaitsAndIsInHand()
    {
        using var store = Open();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var payee = Payee.Of(provider);
        var card = await store.Bring(fleet, JobStatus.Completed, provider: provider);
        var other = await store.Bring(fleet, JobStatus.Completed, provider: provider);
        await store.Bring(fleet, JobStatus.Completed);
        var order = fleet.Order() with { PaymentMethod = JobOrder.Cash };
        Job? cash = null;
        var at = order.RequestedAt;
        foreach (var step in fleet.Life(order, provider, at))
        {
            // What a gateway would say is no news of cash.
            if (fleet.TryCommit(cash, step(cash), at) is { } commit)
            {
                await store.Commit(commit);
                cash = commit.After;
            }

            at += TimeSpan.FromSeconds(20);
        }

        Assert.Equal(JobStatus.Completed, cash!.Status);
        var (a, b, c) = (Scenarios.ProviderLine(card).MinorUnits, Scenarios.ProviderLine(other).MinorUnits, Scenarios.ProviderLine(cash).MinorUnits);
        await store.Done(store.Payouts.Queue(null, "1", [Due(card, payee), Due(other, payee)], [], default));
        Assert.Equal(new PayeeStanding(0, null, a + b + c, cash.FinalFare!.Total.MinorUnits, b), await store.Payouts.Standing(payee, Usd, card.Id, default));
        Assert.Equal(new PayeeStanding(0, null, a + b + c, cash.FinalFare.Total.MinorUnits, a + b), await store.Payouts.Standing(payee, Usd, cash.Id, default));
        Same((await store.Payouts.Balances(payee, default)).ToArray(), new PayeeBalance(Usd, a + b + c, cash.FinalFare.Total.MinorUnits));
        Assert.Empty(await store.Payouts.Balances(Payee.Of(fleet.Provider()), default));

        // What is netted and set aside is no longer owed, and the proof agrees with the job.
        var line = Scenarios.ProviderLine(card);
        var begun = fleet.Commit(card, new JobCommand.BeginTransfer(1, line - Fleet.Usd(10), Fleet.Usd(10), "acct_1"), at);
        await store.Commit(begun);
        Assert.Equal(new PayeeStanding(0, null, b + c, cash.FinalFare.Total.MinorUnits - 10, b), await store.Payouts.Standing(payee, Usd, card.Id, default));
        await Sound(store);
        await store.Commit(fleet.Commit(begun.After, new JobCommand.TransferPaid(1, line - Fleet.Usd(10), "tr_1"), at));
        await Sound(store);
        if (store.IsDurable)
        {
            store.LiftLedgerGuards();
            store.Execute("UPDATE ledger_transfers SET amount_minor_units = amount_minor_units + 1 WHERE cause = 'cash_netted'");
            Assert.Contains("transfer_differs", await Faults(store));
        }
    }

    [ContractFact]
    public async Task Standing_OfAMerchant_IsItsSalesLessWhatItFunds_AndTheProofFindsWhatIsNettedForAnother()
    {
        using var store = Open();
        var fleet = new Fleet();
        var merchant = new MerchantId(fleet.NextId());
        var payee = Payee.Of(merchant);
        var order = fleet.Order();
        order = order with
        {
            Merchant = merchant,
            Terms = order.Terms with { Commission = new CommissionPlan(new BasisPoints(6_000), Fleet.Usd(0), Splits: [new(SplitParty.Platform, new BasisPoints(5_000)), new(SplitParty.Store, new BasisPoints(5_000))]) },
            QuotedFare = new Fare(
                [.. order.QuotedFare.Lines.Where(line => line.Kind != FareLineKind.Discount), new FareLine(FareLineKind.Discount, Fleet.Usd(-30), new Funder(FunderKind.Merchant, merchant.ToString()))],
                order.QuotedFare.Currency),
        };
        Job? job = null;
        var at = order.RequestedAt;
        foreach (var step in fleet.Life(order, fleet.Provider(), at))
        {
            var commit = fleet.Commit(job, step(job), at);
            await store.Commit(commit);
            job = commit.After;
            at += TimeSpan.FromSeconds(20);
        }

        var line = PayeeLine.Of(job!, payee);
        Assert.True(line > Fleet.Usd(30));
        var due = PayeeLine.Payees(job!).Select(one => Due(job!, one)).ToArray();
        Assert.Equal(2, due.Length);
        await store.Done(store.Payouts.Queue(null, "1", [.. due], [], default));
        Same((await All(store)).OrderBy(one => one.Payee.Kind), [.. due.OrderBy(one => one.Payee.Kind)]);
        Assert.Equal(new PayeeStanding(0, null, line.MinorUnits, 30, 0), await store.Payouts.Standing(payee, Usd, job!.Id, default));
        Assert.Equal(line.MinorUnits, (await store.Payouts.Standing(payee, Usd, new JobId(fleet.NextId()), default)).Waiting);
        Same((await store.Payouts.Balances(payee, default)).ToArray(), new PayeeBalance(Usd, line.MinorUnits, 30));

        // Each stands in the queue by itself: what is done for one waits for the other.
        await store.Done(store.Payouts.Done(due[1], default));
        Same(await All(store), due[0]);
        var begun = fleet.Commit(job, new JobCommand.BeginTransfer(1, line - Fleet.Usd(30), Fleet.Usd(30), "acct_2", merchant), at);
        await store.Commit(begun);
        Assert.Equal(new PayeeStanding(0, null, 0, 0, 0), await store.Payouts.Standing(payee, Usd, job.Id, default));
        await Sound(store);
        await store.Commit(fleet.Commit(begun.After, new JobCommand.TransferPaid(1, line - Fleet.Usd(30), "tr_1"), at));
        await Sound(store);
        if (store.IsDurable)
        {
            store.LiftLedgerGuards();
            store.Execute("UPDATE ledger_transfers SET credit_owner = 'merchant/another' WHERE cause = 'discounts_netted'");
            Assert.Contains("netting_differs", await Faults(store));
            store.Execute("UPDATE ledger_transfers SET debit_owner = 'another' WHERE cause = 'transfer_begun'");
            Assert.Contains("transfer_differs", await Faults(store));
        }
    }

    [ContractFact]
    public async Task Claim_OneAtATime_OnTheVersionThatWasRead()
    {
        using var store = Open();
        var fleet = new Fleet();
        var payee = Payee.Of(fleet.Provider());
        var claim = new PayeeClaim(payee, Usd, new JobId(fleet.NextId()), 1, 700, 20, "acct_1");
        Assert.True(await store.Done(store.Payouts.Claim(claim, 0, default)));
        Assert.False(await store.Done(store.Payouts.Claim(claim with { Number = 2 }, 0, default)));
        Assert.False(await store.Done(store.Payouts.Claim(claim with { Number = 2 }, 1, default)));
        Assert.Equal(new PayeeStanding(1, claim, 0, 0, 0), await store.Payouts.Standing(payee, Usd, claim.Job, default));
        await store.Done(store.Payouts.Settle(claim with { Number = 2 }, default));
        Assert.Equal(claim, (await store.Payouts.Standing(payee, Usd, claim.Job, default)).Claim);
        await store.Done(store.Payouts.Settle(claim, default));
        await store.Done(store.Payouts.Settle(claim, default));
        Assert.Equal(new PayeeStanding(2, null, 0, 0, 0), await store.Payouts.Standing(payee, Usd, claim.Job, default));

        // A decision that was made on what stood before counts no more.
        Assert.False(await store.Done(store.Payouts.Claim(claim, 1, default)));
        Assert.True(await store.Done(store.Payouts.Claim(claim, 2, default)));
    }

    [ContractFact]
    public async Task Claim_OfManyAtOnce_OneWins()
    {
        using var store = Open();
        var fleet = new Fleet();
        var payee = Payee.Of(fleet.Provider());
        var claims = Enumerable.Range(1, 12).Select(n => store.Payouts.Claim(new PayeeClaim(payee, Usd, new JobId(fleet.NextId()), n, n, 0, "acct_1"), 0, default).AsTask()).ToList();
        store.Flush();
        Assert.Equal(1, (await Task.WhenAll(claims)).Count(won => won));
    }

    [ContractFact]
    public async Task Account_KeptTwice_IsTheFirstWithTheLatestStanding()
    {
        using var store = Open();
        var payee = Payee.Of(new Fleet().Provider());
        var account = new PayeeAccount(payee, "acct_1", false, false, "individual.dob", Fleet.Start, Fleet.Start);
        Assert.Null(await store.Payouts.Account(payee, default));
        await store.Done(store.Payouts.Keep(account, default));
        await store.Done(store.Payouts.Keep(account with { Account = "acct_2", TakesTransfers = true }, default));
        Assert.Equal(account, await store.Payouts.Account(payee, default));
        var ready = account with { TakesTransfers = true, PaysOut = true, Missing = string.Empty, CheckedAt = Fleet.Start + TimeSpan.FromMinutes(1) };
        await store.Done(store.Payouts.Keep(ready, default));
        Assert.Equal(ready, await store.Payouts.Account(payee, default));
    }

    [ContractFact]
    public async Task Payout_OfAPeriod_IsOneAndEndsOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var payee = Payee.Of(fleet.Provider());
        await store.Done(store.Payouts.Queue(null, "1", [], [(payee, Usd), (payee, Usd)], default));
        var holding = Assert.Single(await store.Payouts.Holding("p1", null, 10, default));
        Assert.Empty(await store.Payouts.Holding("p1", holding, 10, default));
        var payout = Payout(fleet, payee, "p1");
        Assert.False(await store.Done(store.Payouts.Add(payout, holding.Version + 1, default)));
        Assert.True(await store.Done(store.Payouts.Add(payout, holding.Version, default)));
        Assert.False(await store.Done(store.Payouts.Add(Payout(fleet, payee, "p1"), holding.Version + 1, default)));
        Assert.Empty(await store.Payouts.Holding("p1", null, 10, default));

        // Until the gateway has answered there is no other, in another period neither.
        Assert.Empty(await store.Payouts.Holding("p2", null, 10, default));
        Same((await store.Payouts.Open(Fleet.Start + TimeSpan.FromSeconds(1), 10, default)).ToArray(), payout);
        var sent = payout with { Reference = "po_1", Status = PayoutStatus.InTransit, ArrivesAt = Fleet.Start + TimeSpan.FromDays(2), CheckedAt = Fleet.Start + TimeSpan.FromMinutes(1) };
        Assert.True(await store.Done(store.Payouts.Note(sent, default)));
        Assert.Empty(await store.Payouts.Open(Fleet.Start + TimeSpan.FromSeconds(1), 10, default));
        var version = Assert.Single(await store.Payouts.Holding("p2", null, 10, default)).Version;
        await store.Done(store.Payouts.Emptied(holding, default));
        Assert.Single(await store.Payouts.Holding("p2", null, 10, default));
        await store.Done(store.Payouts.Emptied(holding with { Version = version }, default));
        Assert.Empty(await store.Payouts.Holding("p2", null, 10, default));

        // It comes back: the money is on the account again.
        var failed = sent with { Status = PayoutStatus.Failed, Code = "account_closed" };
        Assert.True(await store.Done(store.Payouts.Note(failed, default)));
        Assert.False(await store.Done(store.Payouts.Note(sent with { Status = PayoutStatus.Paid }, default)));
        Assert.Equal(failed, await store.Payouts.Find(payout.Id, default));
        Same((await store.Payouts.Failing(10, default)).ToArray(), failed);
        Assert.Single(await store.Payouts.Holding("p2", null, 10, default));

        // Tried again it is another attempt, and what the first still has to say counts no more.
        var again = (await store.Done(store.Payouts.Retry(payout.Id, default)))!;
        Assert.Equal((2, PayoutStatus.Pending, null, null), (again.Attempt, again.Status, again.Reference, again.Code));
        Assert.Null(await store.Done(store.Payouts.Retry(payout.Id, default)));
        Assert.False(await store.Done(store.Payouts.Note(failed, default)));
        Assert.Empty(await store.Payouts.Failing(10, default));
    }

    [ContractFact]
    public async Task Page_OfPayouts_IsTheLatestFirstOfWhomAndHowAskedFor()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (one, two) = (Payee.Of(fleet.Provider()), Payee.Of(fleet.Provider()));
        await store.Done(store.Payouts.Queue(null, "1", [], [(one, Usd), (two, Usd)], default));
        var all = new List<Payout>();
        for (var i = 0; i < 5; i++)
        {
            var payout = Payout(fleet, i % 2 == 0 ? one : two, $"p{i}", Fleet.Start + TimeSpan.FromMinutes(i));
            Assert.True(await store.Done(store.Payouts.Add(payout, 1 + (i / 2), default)));
            all.Insert(0, payout);
        }

        await store.Done(store.Payouts.Note(all[0] with { Status = PayoutStatus.Failed, Code = "no" }, default));
        all[0] = all[0] with { Status = PayoutStatus.Failed, Code = "no" };
        Assert.Equal(all, (await store.Payouts.Page(null, null, null, 10, default)).ToArray());
        Assert.Equal(all[2..4], (await store.Payouts.Page(null, null, all[1].Id, 2, default)).ToArray());
        Same((await store.Payouts.Page(two, null, null, 10, default)).ToArray(), all[1], all[3]);
        Same((await store.Payouts.Page(one, PayoutStatus.Failed, null, 10, default)).ToArray(), all[0]);
        Assert.Empty(await store.Payouts.Page(two, PayoutStatus.Paid, null, 10, default));
    }

    private static void Same<T>(IEnumerable<T> actual, params T[] expected) => Assert.Equal(expected, actual);

    private static async Task Sound(StoreUnderTest store)
    {
        var check = await store.Ledger.Verify(default);
        Assert.True(check.ImbalanceMinorUnits == 0, check.FirstFault);
        var proof = await store.Books.Prove(_ => true, null, default);
        Assert.True(proof.FirstFault is null, proof.FirstFault?.Detail);
    }

    private static async Task<List<string>> Faults(StoreUnderTest store)
    {
        var faults = new List<string>();
        await store.Books.Prove(
            fault =>
            {
                faults.Add(fault.Rule);
                return true;
            },
            null,
            default);
        return faults;
    }

    private static async Task<DueTransfer[]> All(StoreUnderTest store) => [.. await store.Payouts.Due(Fleet.Start + TimeSpan.FromDays(1), 10, default)];

    private static DueTransfer Due(Fleet fleet) => new(new JobId(fleet.NextId()), Payee.Of(fleet.Provider()), Usd, Fleet.Start, 0);

    private static DueTransfer Due(Job job, Payee payee) => new(job.Id, payee, Usd, Fleet.Start, 0);

    private static Payout Payout(Fleet fleet, Payee payee, string period, DateTimeOffset? at = null) => new(
        fleet.NextId(at ?? Fleet.Start), payee, $"acct_{payee.Id:N}", Fleet.Usd(700), period, 1, PayoutStatus.Pending, null, null, at ?? Fleet.Start, null, at ?? Fleet.Start);
}
