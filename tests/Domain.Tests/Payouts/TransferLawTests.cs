using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Payouts;

/// <summary>What holds for the accounts of a provider, a store and its brand over any sequence of card and cash jobs, discounts that the two fund, tips, refunds, and transfers that are paid or refused.</summary>
public sealed class TransferLawTests
{
    [Fact]
    public void Transfers_AnySequenceOfJobs_PaidOutAndStillPayableIsEarned() => Law.HoldsForChoices(120, choices =>
    {
        var books = new Books();
        while (!choices.Over)
        {
            Step(books, choices);
            books.Check();
        }
    });

    [Fact]
    public void Transfers_WhenAllIsDone_NothingOfWhatWasEarnedIsLeftOver() => Law.HoldsForChoices(120, choices =>
    {
        var books = new Books();
        while (!choices.Over)
        {
            Step(books, choices);
        }

        foreach (var job in books.Jobs.ToList())
        {
            foreach (var refund in job.Payment.Refunds?.Items ?? [])
            {
                books.Try(job.Id, new JobCommand.RefundPaid(refund.Number, refund.Amount, null, $"re_{refund.Number}"));
            }

            books.Try(job.Id, new JobCommand.TipCharged(job.Payment.Tip?.Number ?? 0, "pi_tip", job.Payment.Tip?.Amount ?? Scenarios.Usd(0)));
            books.Answer(job.Id, paid: true);
            books.Queue(job.Id);
        }

        books.GiveAll();
        books.Check();

        // What is left, if anything, is owed by the payee.
        Assert.All(Books.Payees, payee =>
        {
            Assert.True(books.Payable(payee) <= 0, $"{books.Payable(payee)} is left of {payee}.");
            Assert.Equal(books.Earned(payee), books.Paid(payee) + books.Netted(payee) + books.Payable(payee));
        });
    });

    [Fact]
    public void Amounts_AnyBalances_AreNeverMoreThanTheLineNorThanTheAccountHolds() => Law.HoldsForChoices(5, choices =>
    {
        var (line, others, waiting, cash) = (1L + choices.Next(2_000), choices.Next(4_000) - 2_000L, (long)choices.Next(1_000), choices.Next(2_000) - 500L);
        var balance = line + others;
        var amounts = TransferAmounts.Of(line, balance, waiting, cash);
        Assert.True(amounts is { Transfer: >= 0, Netted: >= 0 });
        Assert.True(amounts.Transfer + amounts.Netted <= line);
        Assert.True(amounts.Transfer + amounts.Netted <= Math.Max(0, balance));
        Assert.True(amounts.Netted <= Math.Max(0, cash));
        Assert.True(amounts.Transfer == 0 || amounts.Netted == Math.Max(0, cash), "Cash is netted first.");
    });

    private static void Step(Books books, Choices choices)
    {
        var some = books.Jobs.Count == 0 ? null : books.Jobs[choices.Next(books.Jobs.Count)];
        switch (some is null ? choices.Next(2) : choices.Next(10))
        {
            case 0:
                books.Add(cash: false, 300 + choices.Next(3_000), choices);
                break;
            case 1:
                books.Add(cash: true, 300 + choices.Next(3_000), choices);
                break;
            case 2:
                books.Try(some!.Id, new JobCommand.Tip(Scenarios.Usd(1 + choices.Next(500)), TimeSpan.FromDays(30)));
                break;
            case 3:
                if (books.Try(some!.Id, new JobCommand.TipCharged(1, "pi_tip", some.Payment.Tip?.Amount ?? Scenarios.Usd(1))))
                {
                    books.Queue(some.Id);
                }

                break;
            case 4:
                books.Try(some!.Id, new JobCommand.Refund(Scenarios.Usd(1 + choices.Next(1_000)), RefundReason.Goodwill, choices.Of(RefundBearer.Platform, RefundBearer.Provider, RefundBearer.Proportional)));
                break;
            case 5:
                var number = some!.Payment.Refunds?.Items.Length ?? 1;
                books.Try(some.Id, new JobCommand.RefundPaid(number, some.Payment.Refunds?.Find(number)?.Amount ?? Scenarios.Usd(1), null, "re"));
                break;
            case 6 or 7:
                books.Give(some!.Id, Books.Payees[choices.Next(Books.Payees.Length)]);
                break;
            case 9:
                books.Try(some!.Id, new JobCommand.RefundTip(choices.Of<Money.Money?>(null, Scenarios.Usd(1 + choices.Next(300))), RefundReason.Goodwill));
                break;
            case 8:
                books.Answer(some!.Id, choices.Next(4) > 0);
                break;
        }
    }

    /// <summary>The jobs of a provider, a store and its brand, the ledger that they make, and the queue of what is due.</summary>
    private sealed class Books
    {
        private static readonly DateTimeOffset Now = Scenarios.Now + TimeSpan.FromHours(1);
        private readonly List<LedgerTransfer> _ledger = [];
        private readonly HashSet<(JobId, Payee)> _queue = [];

        public List<Job> Jobs { get; } = [];

        public static Payee[] Payees { get; } = [Payee.Of(Scenarios.Provider()), Payee.Of(Scenarios.Merchant(1)), Payee.Of(Scenarios.Merchant(2))];

        public long Payable(Payee payee) => Balance(payee.Payable);

        public long Paid(Payee payee) => TransfersTo(payee).Where(transfer => transfer.Status == TransferStatus.Paid).Sum(transfer => transfer.Amount.MinorUnits);

        public long Netted(Payee payee) => TransfersTo(payee).Sum(transfer => transfer.Netted.MinorUnits);

        public long Earned(Payee payee) => Change(payee.Payable, _ledger.Where(transfer => !Causes.IsPayout(transfer.Cause)));

        public void Add(bool cash, long price, Choices choices)
        {
            var id = Scenarios.Job(Jobs.Count + 1);
            var plan = new CommissionPlan(
                new BasisPoints(2_000 + choices.Next(8_000)),
                Scenarios.Usd(25),
                Seller: choices.Of<Seller?>(null, Seller.Merchant, Seller.Provider),
                Splits: [new(SplitParty.Platform, new BasisPoints(2_000)), new(SplitParty.Store, new BasisPoints(5_000)), new(SplitParty.Brand, new BasisPoints(3_000), Scenarios.Merchant(2))]);
            var fare = new Fare(
                [new FareLine(FareLineKind.Base, Scenarios.Usd(price)), new FareLine(FareLineKind.Discount, Scenarios.Usd(-1 - choices.Next(290)), new Funder(FunderKind.Merchant, Scenarios.Merchant(1 + choices.Next(2)).ToString()))],
                Currency.Usd);
            var order = Scenarios.Order(Scenarios.Terms(commission: plan), fare, merchant: Scenarios.Merchant(1)) with { Id = id };
            order = cash ? order with { PaymentMethod = choices.Of(JobOrder.Cash, JobOrder.CardAtDoor) } : order;
            var job = Scenarios.InProgressJob(order: order);
            Jobs.Add(job);
            Assert.True(Try(id, new JobCommand.Complete(Scenarios.Provider(), null)));
            if (!cash)
            {
                Assert.True(Try(id, new JobCommand.PaymentCaptured(Jobs[^1].FinalFare!.Total)));
            }

            Queue(id);
        }

        public void Queue(JobId id) => _queue.UnionWith(Payees.Select(payee => (id, payee)));

        public bool Try(JobId id, JobCommand command)
        {
            var at = Jobs.FindIndex(job => job.Id == id);
            var decision = JobDecisions.Decide(Jobs[at], command, Now);
            foreach (var happened in decision.Rejection is null ? decision.Events : [])
            {
                Jobs[at] = JobEvents.Evolve(Jobs[at], happened);
                _ledger.AddRange(LedgerPostings.Of(Jobs[at], happened));
            }

            return decision.Rejection is null && decision.Events[0] is not JobEvent.PaymentNewsRefused;
        }

        public void Give(JobId id, Payee payee)
        {
            var job = Jobs.Find(one => one.Id == id)!;
            if (!_queue.Contains((id, payee)) || job.Payment.Transfers?.IsUnderWay(payee.Merchant) == true)
            {
                return;
            }

            var line = PayeeLine.Of(job, payee).MinorUnits;
            var waiting = Jobs.Where(other => other.Id != id && _queue.Contains((other.Id, payee))).Sum(other => Math.Max(0, PayeeLine.Of(other, payee).MinorUnits));
            var amounts = TransferAmounts.Of(line, Payable(payee), waiting, -Balance(payee.Debts));
            if (amounts is not { Transfer: 0, Netted: 0 })
            {
                Assert.True(Try(id, new JobCommand.BeginTransfer(
                    (job.Payment.Transfers?.Items.Length ?? 0) + 1, Scenarios.Usd(amounts.Transfer), Scenarios.Usd(amounts.Netted), amounts.Transfer > 0 ? "acct_1" : string.Empty, payee.Merchant)));
                Assert.True(Payable(payee) >= 0, $"{Payable(payee)} after a transfer.");
            }

            _queue.Remove((id, payee));
        }

        public void Answer(JobId id, bool paid)
        {
            foreach (var transfer in (Jobs.Find(one => one.Id == id)!.Payment.Transfers?.Items ?? []).Where(transfer => transfer.Status == TransferStatus.Begun))
            {
                JobCommand answer = paid ? new JobCommand.TransferPaid(transfer.Number, transfer.Amount, "tr_1") : new JobCommand.TransferRefused(transfer.Number, "no");
                Assert.True(Try(id, answer));
                Assert.False(Try(id, answer));
                if (!paid)
                {
                    Queue(id);
                }
            }
        }

        public void GiveAll()
        {
            foreach (var id in Jobs.Select(job => job.Id).ToList())
            {
                foreach (var payee in Payees)
                {
                    Give(id, payee);
                }

                Answer(id, paid: true);
            }
        }

        public void Check()
        {
            foreach (var payee in Payees)
            {
                Assert.Equal(Payable(payee), Jobs.Sum(job => PayeeLine.Of(job, payee).MinorUnits));
                Assert.All(Jobs, job => Assert.Equal(Change(payee.Payable, _ledger.Where(transfer => transfer.Job == job.Id)), PayeeLine.Of(job, payee).MinorUnits));
                var underWay = TransfersTo(payee).Where(transfer => transfer.Status == TransferStatus.Begun).Sum(transfer => transfer.Amount.MinorUnits);
                Assert.Equal(Earned(payee), Paid(payee) + Netted(payee) + Payable(payee) + underWay);
                Assert.True(Balance(payee.Debts) <= 0, $"More was netted than {payee} owes.");
            }

            Assert.Equal(
                Jobs.Sum(job => (job.Payment.Transfers?.Items ?? []).Where(transfer => transfer.Status == TransferStatus.Begun).Sum(transfer => transfer.Amount.MinorUnits)),
                Balance(new LedgerAccount(AccountKind.PayoutsUnderWay, Scenarios.Operator.Value)));
            Assert.Equal(_ledger.Count, _ledger.Select(transfer => transfer.Key).Distinct().Count());
            Assert.All(_ledger, transfer => Assert.True(transfer.Amount.MinorUnits > 0));
        }

        private IEnumerable<JobTransfer> TransfersTo(Payee payee) => Jobs.SelectMany(job => job.Payment.Transfers?.Items ?? []).Where(transfer => transfer.Merchant == payee.Merchant);

        private long Balance(LedgerAccount account) => Change(account, _ledger);

        private static long Change(LedgerAccount account, IEnumerable<LedgerTransfer> transfers) =>
            transfers.Sum(transfer => (transfer.Credit == account ? transfer.Amount.MinorUnits : 0) - (transfer.Debit == account ? transfer.Amount.MinorUnits : 0));
    }
}
