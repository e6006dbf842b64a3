using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of wallets promises: nothing is spent twice, nothing is done twice, and the books find what was changed behind its back.</summary>
public abstract class WalletContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Move_CreditHoldCaptureRefund_KeepsBalanceHistoryAndLedger()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (account, job) = (Account(fleet), fleet.NextId());
        var credit = fleet.NextId();
        var credited = await Move(store, new WalletMove("credit", account, WalletEntryKind.Credited, Fleet.Usd(1_000), credit, null, "Sorry.", Fleet.Start));
        Assert.Equal(Fleet.Usd(1_000), credited.Wallet.Balance);
        await Move(store, Of(account, job, "hold", WalletEntryKind.Held, 600, "w1"));
        Assert.Equal(WalletHoldStatus.Held, (await store.Wallets.Find("w1", default))!.Status);
        await Move(store, Of(account, job, "raise", WalletEntryKind.Raised, 700, "w1"));
        await Move(store, Of(account, job, "capture", WalletEntryKind.Captured, 450, "w1"));
        await Move(store, Of(account, job, "refund", WalletEntryKind.Refunded, 50, "w1"));
        await Move(store, Of(account, job, "tip", WalletEntryKind.Charged, 100, "w1_tip_1"));
        var wallet = Assert.Single(await store.Wallets.Of(account.Customer, default));
        Assert.Equal(new Wallet(account, Fleet.Usd(500), Fleet.Usd(0)), wallet);
        var hold = await store.Wallets.Find("w1", default);
        Assert.Equal((WalletHoldStatus.Captured, 700, 450, 50), (hold!.Status, hold.Amount.MinorUnits, hold.Captured.MinorUnits, hold.Refunded.MinorUnits));
        Assert.Null(await store.Wallets.Find("w2", default));

        var entries = await store.Wallets.Entries(account.Customer, null, 4, default);
        var older = await store.Wallets.Entries(account.Customer, entries[^1].Number, 4, default);
        Assert.Equal(
            [WalletEntryKind.Charged, WalletEntryKind.Refunded, WalletEntryKind.Captured, WalletEntryKind.Raised, WalletEntryKind.Held, WalletEntryKind.Credited],
            entries.Concat(older).Select(entry => entry.Entry.Kind));
        Assert.Equal(credited.Entry, older[^1].Entry);
        var posted = Assert.Single(await store.Ledger.TrialBalance(default), total => total.Kind == AccountKind.CustomerWallet);
        Assert.Equal((0, 1_000), (posted.DebitMinorUnits, posted.CreditMinorUnits));
        if (store.IsDurable)
        {
            store.Reopen();
            Assert.Equal(wallet, Assert.Single(await store.Wallets.Of(account.Customer, default)));
        }
    }

    [ContractFact]
    public async Task Move_SameKeyAgain_IsTheSameEntryAndMovesOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var account = Account(fleet);
        var move = new WalletMove("credit", account, WalletEntryKind.Credited, Fleet.Usd(300), fleet.NextId(), null, null, Fleet.Start);
        var first = await Move(store, move);
        Assert.Equal(first.Entry, (await Move(store, move with { At = Fleet.Start + TimeSpan.FromHours(1) })).Entry);
        Assert.Equal(WalletRefusal.KeyReused, (await store.Done(store.Wallets.Move(move with { Amount = Fleet.Usd(301) }, null, default))).Refusal);
        Assert.Equal(WalletRefusal.KeyReused, (await store.Done(store.Wallets.Move(move with { Account = Account(fleet) }, null, default))).Refusal);
        Assert.Equal(Fleet.Usd(300), Assert.Single(await store.Wallets.Of(account.Customer, default), wallet => !wallet.Balance.IsZero).Balance);
    }

    /// <summary>Ten times as much is wanted at once as there is: a tenth of it is held, and nothing goes below zero.</summary>
    [ContractFact]
    public async Task Move_ManyAtOnce_NeverSpendMoreThanThereIs()
    {
        using var store = Open();
        var fleet = new Fleet();
        var account = Account(fleet);
        await Move(store, new WalletMove("credit", account, WalletEntryKind.Credited, Fleet.Usd(1_000), fleet.NextId(), null, null, Fleet.Start));
        var wanted = Enumerable.Range(0, 100).Select(i => Of(account, fleet.NextId(), $"hold{i}", WalletEntryKind.Held, 100, $"w{i}")).ToList();

        // Each is asked twice.
        var asked = wanted.Concat(wanted).Select(move => store.Wallets.Move(move, null, default).AsTask()).ToList();
        store.Flush();
        var answers = await Task.WhenAll(asked);
        Assert.Equal(10, answers.Where(answer => answer.Entry is not null).Select(answer => answer.Entry!.Key).Distinct().Count());
        Assert.Equal([WalletRefusal.BalanceTooLow], answers.Where(answer => answer.Refusal is not null).Select(answer => answer.Refusal!.Value).Distinct());
        Assert.Equal(new Wallet(account, Fleet.Usd(1_000), Fleet.Usd(1_000)), Assert.Single(await store.Wallets.Of(account.Customer, default)));
        Assert.Equal(11, (await store.Wallets.Entries(account.Customer, null, 1_000, default)).Length);
    }

    /// <summary>A bank takes back what was put in, whatever was spent of it; what is owed then is there for somebody to see, and what comes back makes up for it.</summary>
    [ContractFact]
    public async Task Move_DisputeOfATopUp_TakesItEvenBelowZeroAndGivesItBackWhenItIsWon()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (account, other) = (Account(fleet), Account(fleet));
        var (topUp, lost) = (fleet.NextId(), fleet.NextId());
        WalletMove Disputed(WalletAccount of, Guid id, string dispute, WalletEntryKind kind, long amount) =>
            new(WalletDisputes.Key(dispute, kind), of, kind, Fleet.Usd(amount), id, $"pi_{id:N}", "fraudulent", Fleet.Start + TimeSpan.FromDays(30));
        await Move(store, new WalletMove("topup", account, WalletEntryKind.ToppedUp, Fleet.Usd(2_000), topUp, $"pi_{topUp:N}", null, Fleet.Start));
        await Move(store, new WalletMove("lost", other, WalletEntryKind.ToppedUp, Fleet.Usd(500), lost, $"pi_{lost:N}", null, Fleet.Start));
        await Move(store, Of(account, fleet.NextId(), "hold", WalletEntryKind.Held, 1_500, "w1"));

        // It is below what is held; the hold stays good, and nothing else is to be had.
        var opened = Disputed(account, topUp, "dp_1", WalletEntryKind.Disputed, 2_000);
        var taken = await store.Done(store.Wallets.Move(opened, Fleet.Usd(1_500), default));
        Assert.Equal((0, 1_500, 2_000), (taken.Wallet.Balance.MinorUnits, taken.Wallet.Held.MinorUnits, taken.Wallet.Disputed.MinorUnits));
        Assert.Equal(taken.Entry, (await Move(store, opened)).Entry);
        Assert.Equal(WalletRefusal.BalanceTooLow, (await store.Done(store.Wallets.Move(Of(account, fleet.NextId(), "more", WalletEntryKind.Held, 1, "w2"), null, default))).Refusal);
        Assert.Empty(await store.Wallets.Owing(10, default));
        await Move(store, Of(account, fleet.NextId(), "capture", WalletEntryKind.Captured, 1_200, "w1") with { Subject = (await store.Wallets.Find("w1", default))!.Job.Value });
        await Move(store, Disputed(other, lost, "dp_2", WalletEntryKind.Disputed, 500));
        await Move(store, Disputed(other, lost, "dp_2", WalletEntryKind.DisputeLost, 500));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        var owing = Assert.Single(await store.Wallets.Owing(10, default));
        Assert.Equal((account, -1_200, 1_200), (owing.Account, owing.Balance.MinorUnits, owing.Owed.MinorUnits));
        Assert.Equal(owing, Assert.Single(await store.Wallets.Of(account.Customer, default)));
        Assert.Equal("dp_1", WalletDisputes.Dispute(Assert.Single(await store.Wallets.OpenDisputes(10, default))));
        Assert.Equal(DisputeStatus.Lost, WalletDisputes.Of(await store.Wallets.Disputes(lost, default))!.Find("dp_2")!.Status);
        Assert.Null((await store.Books.Prove(_ => true, null, default)).FirstFault);
        Assert.ThrowsAny<Exception>(() => store.Execute("UPDATE wallets SET balance_minor_units = -2001 WHERE disputed_minor_units = 2000"));

        await Move(store, Disputed(account, topUp, "dp_1", WalletEntryKind.DisputeWon, 2_000));
        Assert.Equal(WalletRefusal.StateWrong, (await store.Done(store.Wallets.Move(Disputed(account, topUp, "dp_9", WalletEntryKind.DisputeWon, 1), null, default))).Refusal);
        var wallet = Assert.Single(await store.Wallets.Of(account.Customer, default));
        Assert.Equal((800, 0, 0), (wallet.Balance.MinorUnits, wallet.Held.MinorUnits, wallet.Disputed.MinorUnits));
        Assert.Empty(await store.Wallets.Owing(10, default));
        Assert.Empty(await store.Wallets.OpenDisputes(10, default));
        Assert.Equal(DisputeStatus.Won, WalletDisputes.Of(await store.Wallets.Disputes(topUp, default))!.Find("dp_1")!.Status);
        Assert.Equal(0, Assert.Single(await store.Wallets.Of(other.Customer, default)).Balance.MinorUnits);
        var fees = Assert.Single(await store.Ledger.TrialBalance(default), total => total.Kind == AccountKind.GatewayFees);
        Assert.Equal(1_500, fees.DebitMinorUnits);
        Assert.Null((await store.Books.Prove(_ => true, null, default)).FirstFault);
        store.LiftLedgerGuards();
        store.Execute("UPDATE ledger_transfers SET amount_minor_units = 499 WHERE cause = 'wallet_disputed' AND amount_minor_units = 500");
        Assert.Equal("wallet_disputed_differs", (await store.Books.Prove(_ => true, null, default)).FirstFault?.Rule);
    }

    [ContractFact]
    public async Task Database_AskedToOverspendOrToForget_Refuses()
    {
        using var store = Open();
        var fleet = new Fleet();
        var account = Account(fleet);
        await Move(store, new WalletMove("credit", account, WalletEntryKind.Credited, Fleet.Usd(100), fleet.NextId(), null, null, Fleet.Start));
        foreach (var sql in new[]
        {
            "UPDATE wallets SET balance_minor_units = -1",
            "UPDATE wallets SET held_minor_units = 101",
            "UPDATE wallets SET held_minor_units = -1",
            "UPDATE wallet_entries SET amount_minor_units = 5",
            "DELETE FROM wallet_entries",
        })
        {
            Assert.ThrowsAny<Exception>(() => store.Execute(sql));
        }

        Assert.Equal(Fleet.Usd(100), Assert.Single(await store.Wallets.Of(account.Customer, default)).Balance);
    }

    [ContractFact]
    public async Task Prove_WalletChangedBehindTheStoresBack_FindsIt()
    {
        using var store = Open();
        var fleet = new Fleet();
        var account = Account(fleet);
        await Move(store, new WalletMove("credit", account, WalletEntryKind.Credited, Fleet.Usd(1_000), fleet.NextId(), null, null, Fleet.Start));
        await store.Done(store.Wallets.Move(new WalletMove("topup", account, WalletEntryKind.ToppedUp, Fleet.Usd(500), fleet.NextId(), "pi_1", null, Fleet.Start), Fleet.Usd(45), default));
        await Move(store, Of(account, fleet.NextId(), "hold", WalletEntryKind.Held, 600, "w1"));
        Assert.Null((await store.Books.Prove(_ => true, null, default)).FirstFault);
        Assert.Null((await store.Ledger.Verify(default)).FirstFault);
        foreach (var (change, back, rule) in new[]
        {
            ("UPDATE wallets SET balance_minor_units = balance_minor_units + 7", "UPDATE wallets SET balance_minor_units = balance_minor_units - 7", "wallet_balance_differs"),
            ("UPDATE wallets SET held_minor_units = held_minor_units - 7", "UPDATE wallets SET held_minor_units = held_minor_units + 7", "wallet_held_differs"),
            ("UPDATE wallet_payments SET amount_minor_units = 601", "UPDATE wallet_payments SET amount_minor_units = 600", "wallet_held_differs"),
        })
        {
            store.Execute(change);
            var proof = await store.Books.Prove(_ => true, null, default);
            Assert.Equal((1, rule), (proof.Faults, proof.FirstFault?.Rule));
            store.Execute(back);
        }

        store.LiftLedgerGuards();
        store.Execute("UPDATE ledger_transfers SET amount_minor_units = 999 WHERE cause = 'wallet_credited'");
        Assert.Equal("wallet_paid_in_differs", (await store.Books.Prove(_ => true, null, default)).FirstFault?.Rule);
        store.Execute("UPDATE ledger_transfers SET amount_minor_units = 1000, credit_kind = 'tax' WHERE cause = 'wallet_credited'");
        Assert.Equal("wallet_posting_differs", (await store.Books.Prove(_ => false, null, default)).FirstFault?.Rule);
    }

    [ContractFact]
    public async Task TopUp_BegunTwice_IsDueUntilItEndsOnce()
    {
        using var store = Open();
        var fleet = new Fleet();
        var topUp = new WalletTopUp(fleet.NextId(), Account(fleet), Fleet.Usd(2_000), "pm_1", "cus_1", WalletTopUpStatus.Begun, null, null, Fleet.Start);
        Assert.Equal(topUp, await store.Done(store.Wallets.Begin(topUp, default)));
        Assert.Equal(topUp, await store.Done(store.Wallets.Begin(topUp with { Amount = Fleet.Usd(9) }, default)));
        Assert.Equal(topUp, Assert.Single(await store.Wallets.Due(Fleet.Start, 10, default)));
        await store.Done(store.Wallets.PutOff(topUp.Id, Fleet.Start + TimeSpan.FromSeconds(5), default));
        Assert.Empty(await store.Wallets.Due(Fleet.Start, 10, default));
        Assert.Single(await store.Wallets.Due(Fleet.Start + TimeSpan.FromSeconds(5), 10, default));
        await store.Done(store.Wallets.End(topUp.Id, WalletTopUpStatus.Paid, "pi_1", null, default));
        await store.Done(store.Wallets.End(topUp.Id, WalletTopUpStatus.Failed, null, "card_declined", default));
        Assert.Empty(await store.Wallets.Due(Fleet.Start + TimeSpan.FromDays(1), 10, default));
        Assert.Equal(topUp with { Status = WalletTopUpStatus.Paid, Intent = "pi_1" }, await store.Wallets.TopUp(topUp.Id, default));
        Assert.Null(await store.Wallets.TopUp(fleet.NextId(), default));
    }

    private static WalletAccount Account(Fleet fleet) => new(new CustomerId(fleet.NextId()), new OperatorId("acme"), Currency.Usd);

    private static WalletMove Of(WalletAccount account, Guid job, string key, WalletEntryKind kind, long amount, string intent) =>
        new(key, account, kind, Fleet.Usd(amount), job, intent, null, Fleet.Start);

    private static async Task<WalletChange> Move(StoreUnderTest store, WalletMove move)
    {
        var change = await store.Done(store.Wallets.Move(move, null, default));
        Assert.Null(change.Refusal);
        return change;
    }
}
