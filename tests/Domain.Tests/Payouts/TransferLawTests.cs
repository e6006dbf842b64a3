using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Payouts;

/// <summary>What holds for the accounts of one provider over any sequence of card and cash jobs, tips, refunds, and transfers that are paid or refused.</summary>
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

        // What is left, if anything, is owed by the provider.
        Assert.True(books.Payable <= 0, $"{books.Payable} is left.");
        Assert.Equal(books.Earned, books.Paid + books.Netted + books.Payable);
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
        switch (some is null ? choices.Next(2) : choices.Next(9))
        {
            case 0:
                books.Add(cash: false, 300 + choices.Next(3_000));
                break;
            case 1:
                books.Add(cash: true, 300 + choices.Next(3_000));
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
                books.Give(some!.Id);
                break;
            case 8:
                books.Answer(some!.Id, choices.Next(4) > 0);
                break;
        }
    }

    /// <summary>A provider's jobs, the ledger that they make, and the queue of what is due.</summary>
    private sealed class Books
    {
        private static readonly DateTimeOffset Now = Scenarios.Now + TimeSpan.FromHours(1);
        private readonly List<LedgerTransfer> _ledger = [];
        private readonly HashSet<JobId> _queue = [];

        public List<Job> Jobs { get; } = [];

        public long Payable => Balance(AccountKind.ProviderPayable);

        public long Paid => Jobs.Sum(job => (job.Payment.Transfers?.Items ?? []).Where(transfer => transfer.Status == TransferStatus.Paid).Sum(transfer => transfer.Amount.MinorUnits));

        public long Netted => Jobs.Sum(job => (job.Payment.Transfers?.Items ?? []).Sum(transfer => transfer.Netted.MinorUnits));

        public long Earned => _ledger.Where(transfer => !transfer.Cause.StartsWith("transfer", StringComparison.Ordinal) && transfer.Cause != "cash_netted").Sum(Payables);

        public void Add(bool cash, long price)
        {
            var id = Scenarios.Job(Jobs.Count + 1);
            var order = Scenarios.Order(null, Scenarios.Price(price)) with { Id = id };
            order = cash ? order with { PaymentMethod = JobOrder.Cash } : order;
            var job = Scenarios.InProgressJob(order: order);
            Jobs.Add(job);
            Assert.True(Try(id, new JobCommand.Complete(Scenarios.Provider(), null)));
            if (!cash)
            {
                Assert.True(Try(id, new JobCommand.PaymentCaptured(Jobs[^1].FinalFare!.Total)));
            }

            Queue(id);
        }

        public void Queue(JobId id) => _queue.Add(id);

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

        public void Give(JobId id)
        {
            var job = Jobs.Find(one => one.Id == id)!;
            if (!_queue.Contains(id) || job.Payment.Transfers?.Latest().Status == TransferStatus.Begun)
            {
                return;
            }

            var line = ProviderLine.Of(job).MinorUnits;
            var waiting = Jobs.Where(other => other.Id != id && _queue.Contains(other.Id)).Sum(other => Math.Max(0, ProviderLine.Of(other).MinorUnits));
            var amounts = TransferAmounts.Of(line, Payable, waiting, Balance(AccountKind.CashInHand) * -1);
            if (amounts is not { Transfer: 0, Netted: 0 })
            {
                Assert.True(Try(id, new JobCommand.BeginTransfer(
                    (job.Payment.Transfers?.Items.Length ?? 0) + 1, Scenarios.Usd(amounts.Transfer), Scenarios.Usd(amounts.Netted), amounts.Transfer > 0 ? "acct_1" : string.Empty)));
                Assert.True(Payable >= 0, $"{Payable} after a transfer.");
            }

            _queue.Remove(id);
        }

        public void Answer(JobId id, bool paid)
        {
            if (Jobs.Find(one => one.Id == id)!.Payment.Transfers?.Latest() is { Status: TransferStatus.Begun } transfer)
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
                Give(id);
                Answer(id, paid: true);
            }
        }

        public void Check()
        {
            Assert.Equal(Payable, Jobs.Sum(job => ProviderLine.Of(job).MinorUnits));
            Assert.All(Jobs, job => Assert.Equal(_ledger.Where(transfer => transfer.Job == job.Id).Sum(Payables), ProviderLine.Of(job).MinorUnits));
            Assert.Equal(Earned, Paid + Netted + Payable + Balance(AccountKind.PayoutsUnderWay));
            Assert.True(Balance(AccountKind.CashInHand) <= 0, "More cash was netted than is in hand.");
            Assert.True(Balance(AccountKind.PayoutsUnderWay) >= 0);
            Assert.Equal(_ledger.Count, _ledger.Select(transfer => transfer.Key).Distinct().Count());
            Assert.All(_ledger, transfer => Assert.True(transfer.Amount.MinorUnits > 0));
        }

        private long Balance(AccountKind kind) =>
            _ledger.Sum(transfer => (transfer.Credit.Kind == kind ? transfer.Amount.MinorUnits : 0) - (transfer.Debit.Kind == kind ? transfer.Amount.MinorUnits : 0));

        private static long Payables(LedgerTransfer transfer) =>
            (transfer.Credit.Kind == AccountKind.ProviderPayable ? transfer.Amount.MinorUnits : 0) - (transfer.Debit.Kind == AccountKind.ProviderPayable ? transfer.Amount.MinorUnits : 0);
    }
}
