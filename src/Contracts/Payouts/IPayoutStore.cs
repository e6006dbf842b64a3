using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>Who is owed, what is due, and what was paid out. What moves money in the ledger is a job's commit; this says what to commit, and that no two decide it at once. Thread-safe.</summary>
public interface IPayoutStore
{
    /// <summary>Up to where the feed of jobs was read; null before the first time.</summary>
    ValueTask<string?> Position(CancellationToken cancellationToken);

    /// <summary>Queues jobs and moves the position, both or neither. A job that is queued for the payee already takes the new time and its tries begin anew.</summary>
    /// <param name="from">The position that was read from; null for the first time.</param>
    /// <param name="to">Up to where it was read.</param>
    /// <param name="due">The jobs, each once for a payee.</param>
    /// <param name="reached">Payees whose accounts at the gateway were reached by money, with its currency: they count as holding something.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when another has moved the position: nothing was written.</returns>
    ValueTask<bool> Queue(string? from, string to, ImmutableArray<DueTransfer> due, ImmutableArray<(Payee Payee, Currency Currency)> reached, CancellationToken cancellationToken);

    /// <summary>What is due, the oldest first, of the same instant in order of job and payee.</summary>
    ValueTask<ImmutableArray<DueTransfer>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Puts a job off, unless it was queued anew since it was read.</summary>
    ValueTask PutOff(DueTransfer read, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Takes a job out of the queue, unless it was queued anew since it was read.</summary>
    ValueTask Done(DueTransfer read, CancellationToken cancellationToken);

    /// <summary>What a payee is owed, read from the ledger in one snapshot with the payee's row.</summary>
    /// <param name="payee">Who.</param>
    /// <param name="currency">In what.</param>
    /// <param name="without">The job that is decided on; it does not count as waiting.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<PayeeStanding> Standing(Payee payee, Currency currency, JobId without, CancellationToken cancellationToken);

    /// <summary>Writes a decision down, if the payee's row still has the version and no other decision.</summary>
    ValueTask<bool> Claim(PayeeClaim claim, long version, CancellationToken cancellationToken);

    /// <summary>Takes a decision that is done away again; harmless when it is gone.</summary>
    ValueTask Settle(PayeeClaim claim, CancellationToken cancellationToken);

    /// <summary>A payee's account; null when none was opened.</summary>
    ValueTask<PayeeAccount?> Account(Payee payee, CancellationToken cancellationToken);

    /// <summary>Keeps an account, or what it now stands like.</summary>
    ValueTask Keep(PayeeAccount account, CancellationToken cancellationToken);

    /// <summary>Payees whose accounts may hold something and that have no payout of a period, nor one that the gateway has not answered, in order of payee and currency.</summary>
    /// <param name="period">The period.</param>
    /// <param name="after">The last of the page before; null for the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<PayeeHolding>> Holding(string period, PayeeHolding? after, int limit, CancellationToken cancellationToken);

    /// <summary>Writes a payout down, if the payee's row still has the version and the period has none.</summary>
    ValueTask<bool> Add(Payout payout, long version, CancellationToken cancellationToken);

    /// <summary>Notes that a payee's account holds nothing more to be paid out until something comes, if its row still has the version.</summary>
    ValueTask Emptied(PayeeHolding holding, CancellationToken cancellationToken);

    /// <summary>Payouts that are not over and were last looked at before an instant, the longest ago first.</summary>
    ValueTask<ImmutableArray<Payout>> Open(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Notes how a payout stands, if it is of the same attempt and not over. One that failed or was canceled leaves its money on the account, which counts as holding again.</summary>
    /// <returns>Whether it was written.</returns>
    ValueTask<bool> Note(Payout payout, CancellationToken cancellationToken);

    /// <summary>Lets a payout that failed or was canceled be tried again, as the next attempt.</summary>
    /// <returns>The payout as it is now; null when there is none that could be.</returns>
    ValueTask<Payout?> Retry(Guid payout, CancellationToken cancellationToken);

    /// <summary>One payout; null when there is none.</summary>
    ValueTask<Payout?> Find(Guid payout, CancellationToken cancellationToken);

    /// <summary>Payouts, the latest first.</summary>
    /// <param name="payee">Only of this one; null for all.</param>
    /// <param name="status">Only with this one; null for all.</param>
    /// <param name="before">The last of the page before; null for the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<Payout>> Page(Payee? payee, PayoutStatus? status, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>Payouts that failed and have no later one of the same payee and currency, the latest first.</summary>
    ValueTask<ImmutableArray<Payout>> Failing(int limit, CancellationToken cancellationToken);

    /// <summary>What a payee is owed in every currency it has ever earned or taken cash in, in order of currency.</summary>
    ValueTask<ImmutableArray<PayeeBalance>> Balances(Payee payee, CancellationToken cancellationToken);
}
