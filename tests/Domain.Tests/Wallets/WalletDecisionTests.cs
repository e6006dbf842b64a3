using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Wallets;

/// <summary>A wallet gives out what is in it, and no more.</summary>
public sealed class WalletDecisionTests
{
    private static readonly WalletAccount Account = new(new CustomerId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), new OperatorId("acme"), Currency.Usd);
    private static readonly Guid Job = new(9, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    [Fact]
    public void Hold_ThenPartCaptured_LeavesTheRestToSpend()
    {
        var held = Held(1_000, 600);
        Assert.Equal((1_000, 600, 400), Sums(held.Wallet));
        Assert.Equal(WalletRefusal.BalanceTooLow, Decide(held.Wallet, null, WalletEntryKind.Held, 401, "i2").Refusal);
        var taken = Decide(held.Wallet, held.Hold, WalletEntryKind.Captured, 450, "i1");
        Assert.Equal((550, 0, 550), Sums(taken.Wallet));
        Assert.Equal((WalletHoldStatus.Captured, 450), (taken.Hold!.Status, taken.Hold.Captured.MinorUnits));
        Assert.Equal(WalletRefusal.StateWrong, Decide(taken.Wallet, taken.Hold, WalletEntryKind.Released, 1, "i1").Refusal);
        Assert.Equal(WalletRefusal.AmountWrong, Decide(taken.Wallet, taken.Hold, WalletEntryKind.Refunded, 451, "i1").Refusal);
        var back = Decide(taken.Wallet, taken.Hold, WalletEntryKind.Refunded, 450, "i1");
        Assert.Equal((1_000, 0, 1_000), Sums(back.Wallet));
        Assert.Equal(WalletRefusal.AmountWrong, Decide(back.Wallet, back.Hold, WalletEntryKind.Refunded, 1, "i1").Refusal);
    }

    [Fact]
    public void Hold_Released_GivesAllOfItBackOnce()
    {
        var held = Held(1_000, 600);
        var gone = Decide(held.Wallet, held.Hold, WalletEntryKind.Released, 0, "i1");
        Assert.Equal(((1_000, 0, 1_000), 600), (Sums(gone.Wallet), gone.Entry!.Amount.MinorUnits));
        Assert.Equal(WalletRefusal.StateWrong, Decide(gone.Wallet, gone.Hold, WalletEntryKind.Released, 0, "i1").Refusal);
        Assert.Equal(WalletRefusal.StateWrong, Decide(gone.Wallet, gone.Hold, WalletEntryKind.Captured, 1, "i1").Refusal);
    }

    [Fact]
    public void Raise_WithinTheBalance_HoldsTheDifference()
    {
        var held = Held(1_000, 600);
        Assert.Equal(WalletRefusal.BalanceTooLow, Decide(held.Wallet, held.Hold, WalletEntryKind.Raised, 1_001, "i1").Refusal);
        Assert.Equal(WalletRefusal.AmountWrong, Decide(held.Wallet, held.Hold, WalletEntryKind.Raised, 600, "i1").Refusal);
        var raised = Decide(held.Wallet, held.Hold, WalletEntryKind.Raised, 1_000, "i1");
        Assert.Equal((1_000, 1_000, 0), Sums(raised.Wallet));
        Assert.Equal((1_000, 400), (raised.Hold!.Amount.MinorUnits, raised.Entry!.Amount.MinorUnits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(Wallet.MostMinorUnits + 1)]
    [InlineData(long.MaxValue)]
    public void Amount_NotOneThatCanBeMoved_IsRefused(long amount)
    {
        foreach (var kind in Enum.GetValues<WalletEntryKind>().Where(kind => kind != WalletEntryKind.Released))
        {
            Assert.Equal(WalletRefusal.AmountWrong, Decide(Wallet.Empty(Account), null, kind, amount, "i1").Refusal);
        }
    }

    [Fact]
    public void Credit_PastTheMost_IsRefusedAndATopUpThatWasChargedIsNot()
    {
        var full = Decide(Wallet.Empty(Account), null, WalletEntryKind.Credited, Wallet.MostMinorUnits, null);
        Assert.Equal(WalletRefusal.BalanceTooHigh, Decide(full.Wallet, null, WalletEntryKind.Credited, 1, null).Refusal);
        Assert.Equal(Wallet.MostMinorUnits + 1, Decide(full.Wallet, null, WalletEntryKind.ToppedUp, 1, "pi_1").Wallet.Balance.MinorUnits);
    }

    [Fact]
    public void Payment_OfAnotherJobWalletOrCurrency_IsRefused()
    {
        var held = Held(1_000, 600);
        var move = Move(WalletEntryKind.Captured, 1, "i1");
        Assert.Equal(WalletRefusal.IntentUnknown, WalletDecisions.Decide(held.Wallet, held.Hold, move with { Subject = new Guid(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1) }).Refusal);
        Assert.Equal(WalletRefusal.AmountWrong, WalletDecisions.Decide(held.Wallet, held.Hold, move with { Account = Account with { Operator = new OperatorId("other") } }).Refusal);
        Assert.Equal(WalletRefusal.AmountWrong, WalletDecisions.Decide(held.Wallet, held.Hold, move with { Amount = new Money.Money(1, Currency.Of("EUR")) }).Refusal);
        Assert.Equal(WalletRefusal.IntentUnknown, WalletDecisions.Decide(held.Wallet, null, move).Refusal);
    }

    [Fact]
    public void Key_UsedBefore_GivesTheSameEntryOrIsAnothers()
    {
        var held = Held(1_000, 600);
        var move = Move(WalletEntryKind.Held, 600, "i1") with { Key = held.Entry!.Key };
        Assert.Same(held.Entry, WalletDecisions.Again(held.Wallet, held.Hold, held.Entry, move).Entry);
        Assert.Equal(WalletRefusal.KeyReused, WalletDecisions.Again(held.Wallet, held.Hold, held.Entry, move with { Amount = Usd(601) }).Refusal);
        Assert.Equal(WalletRefusal.KeyReused, WalletDecisions.Again(held.Wallet, held.Hold, held.Entry, move with { Kind = WalletEntryKind.Charged }).Refusal);
    }

    [Fact]
    public void Postings_OfWhatComesIn_AreOwedToTheCustomer()
    {
        var credited = Assert.Single(WalletPostings.Of(Decide(Wallet.Empty(Account), null, WalletEntryKind.Credited, 500, null).Entry!));
        Assert.Equal((AccountKind.PromotionFunder, "platform/acme", AccountKind.CustomerWallet, Account.Customer.ToString()), (credited.Debit.Kind, credited.Debit.Owner, credited.Credit.Kind, credited.Credit.Owner));
        var paid = WalletPostings.Of(Decide(Wallet.Empty(Account), null, WalletEntryKind.ToppedUp, 500, "pi_1").Entry!, Usd(45));
        Assert.Equal([AccountKind.GatewayClearing, AccountKind.GatewayFees], paid.Select(transfer => transfer.Debit.Kind));
        Assert.Equal([500, 45], paid.Select(transfer => transfer.Amount.MinorUnits));
        Assert.Equal(2, paid.Select(transfer => transfer.Key).Distinct().Count());
        Assert.Empty(WalletPostings.Of(Held(1_000, 600).Entry!));
    }

    [Fact]
    public void Owner_ReadAgain_IsTheSameWallet()
    {
        Assert.True(WalletAccount.TryOf(Account.Owner, Account.Currency, out var read));
        Assert.Equal(Account, read);
        Assert.False(WalletAccount.TryOf("cus_1", Account.Currency, out _));
        Assert.False(WalletAccount.TryOf(null, Account.Currency, out _));
    }

    [Fact]
    public void Sums_AnyMoves_AreWhatTheEntriesComeToAndNeverBelowZeroButByDisputes() => Law.HoldsForChoices(120, choices =>
    {
        var wallet = Wallet.Empty(Account);
        var holds = new Dictionary<string, WalletHold>();
        var (balance, disputed) = (0L, 0L);
        while (!choices.Over)
        {
            var kind = choices.Of(Enum.GetValues<WalletEntryKind>());
            var intent = $"i{choices.Next(5)}";
            var comesIn = kind is WalletEntryKind.Credited or WalletEntryKind.ToppedUp or WalletEntryKind.Disputed or WalletEntryKind.DisputeWon or WalletEntryKind.DisputeLost;
            var change = Decide(wallet, comesIn ? null : holds.GetValueOrDefault(intent), kind, choices.Next(700) - 20, comesIn ? null : intent);
            Assert.Equal(change.Refusal is null, change.Entry is not null);
            wallet = change.Wallet;
            if (change.Hold is { } hold)
            {
                holds[intent] = hold;
            }

            balance += change.Entry is not { } entry ? 0 : kind switch
            {
                WalletEntryKind.Credited or WalletEntryKind.ToppedUp or WalletEntryKind.Refunded or WalletEntryKind.DisputeWon => entry.Amount.MinorUnits,
                WalletEntryKind.Captured or WalletEntryKind.Charged or WalletEntryKind.Disputed => -entry.Amount.MinorUnits,
                _ => 0,
            };
            disputed += change.Entry switch
            {
                { Kind: WalletEntryKind.Disputed } taken => taken.Amount.MinorUnits,
                { Kind: WalletEntryKind.DisputeWon } back => -back.Amount.MinorUnits,
                _ => 0,
            };
            Assert.Equal(disputed, wallet.Disputed.MinorUnits);
            Assert.Equal(balance, wallet.Balance.MinorUnits);
            Assert.Equal(holds.Values.Where(one => one.Status == WalletHoldStatus.Held).Sum(one => one.Amount.MinorUnits), wallet.Held.MinorUnits);
            Assert.True(wallet.Held.MinorUnits >= 0 && disputed >= 0 && wallet.Available.MinorUnits >= -disputed, wallet.ToString());

            // What is not there, or is owed, is not spent.
            Assert.True(change.Entry?.Kind is not (WalletEntryKind.Held or WalletEntryKind.Charged or WalletEntryKind.Raised) || wallet.Available.MinorUnits >= 0, wallet.ToString());
            Assert.All(holds.Values, one => Assert.True(one.Refunded <= one.Captured && one.Captured <= one.Amount));
        }
    });

    private static Money.Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    private static (long Balance, long Held, long Available) Sums(Wallet wallet) => (wallet.Balance.MinorUnits, wallet.Held.MinorUnits, wallet.Available.MinorUnits);

    private static WalletChange Held(long balance, long amount) =>
        Decide(Decide(Wallet.Empty(Account), null, WalletEntryKind.Credited, balance, null).Wallet, null, WalletEntryKind.Held, amount, "i1");

    private static WalletChange Decide(Wallet wallet, WalletHold? hold, WalletEntryKind kind, long amount, string? intent) => WalletDecisions.Decide(wallet, hold, Move(kind, amount, intent));

    private static WalletMove Move(WalletEntryKind kind, long amount, string? intent) => new($"{kind}:{intent}:{amount}", Account, kind, Usd(amount), Job, intent, null, Scenarios.Now);
}
