using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>A store as the contract suite sees it.</summary>
public abstract class StoreUnderTest : IDisposable
{
    /// <summary>The clock that the store was opened with.</summary>
    public ManualClock Clock { get; } = new(Fleet.Start);

    public abstract IJobStore Jobs { get; }

    public abstract IOutboxStore Outbox { get; }

    public abstract IOfferStore Offers { get; }

    public abstract ILedgerReader Ledger { get; }

    public abstract IBooksReader Books { get; }

    public abstract IJobReader Reader { get; }

    public abstract IStreamReader Streams { get; }

    public abstract IRatingStore Ratings { get; }

    public abstract IProviderDirectory Providers { get; }

    public abstract IApiKeyStore ApiKeys { get; }

    public abstract IPaymentRefusalStore PaymentRefusals { get; }

    public abstract ISaleCodes SaleCodes { get; }

    public abstract IStatisticsStore Statistics { get; }

    public abstract IPaymentWebhookStore PaymentWebhooks { get; }

    public abstract IPayoutStore Payouts { get; }

    public abstract IWalletStore Wallets { get; }

    public abstract IVoucherStore Vouchers { get; }

    public abstract IReferralStore Referrals { get; }

    public abstract IJourneyStore Journeys { get; }

    public abstract ILoopReader Loop { get; }

    public abstract ISuggestionStore Suggestions { get; }

    public abstract IPlacementStore Placements { get; }

    public abstract IConsentStore Consents { get; }

    public abstract IMerchantStore Merchants { get; }

    public abstract IBookingStore Bookings { get; }

    public abstract IStoreUpkeep Upkeep { get; }

    public abstract IJobFeed Feed { get; }

    public abstract IWebhookStore Webhooks { get; }

    /// <summary>Whether the data can be reached past the store, and outlives it.</summary>
    public virtual bool IsDurable => true;

    /// <summary>Whether a quote's vouchers are held in one transaction.</summary>
    public virtual bool HoldsAtOnce => false;

    /// <summary>Lets the open group be written, where the store waits for a signal.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>Runs SQL past the store.</summary>
    public abstract void Execute(string sql);

    /// <summary>Takes away what guards the ledger, as somebody with all rights to the database could, so that what it guards against can be done.</summary>
    public abstract void LiftLedgerGuards();

    /// <summary>An id as it stands in SQL.</summary>
    public virtual string IdLiteral(Guid id) => $"x'{id:N}'";

    /// <summary>Closes the store and opens it again.</summary>
    public abstract void Reopen();

    public abstract void Dispose();

    /// <summary>Lets a write be acknowledged, and gives its result.</summary>
    public async Task<T> Done<T>(ValueTask<T> write)
    {
        Flush();
        return await write;
    }

    /// <summary>Lets a write be acknowledged.</summary>
    public async Task Done(ValueTask write)
    {
        Flush();
        await write;
    }

    /// <summary>The outbox rows of both lanes that are due, the oldest first.</summary>
    public async Task<IReadOnlyList<OutboxRow>> Due(DateTimeOffset now, int limit)
    {
        var due = new List<OutboxRow>();
        foreach (var lane in Enum.GetValues<OutboxLane>())
        {
            due.AddRange(await Outbox.Due(lane, now, limit, default));
        }

        return [.. due.OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(limit)];
    }

    /// <summary>Commits all at once, lets them be acknowledged and gives their results.</summary>
    public async Task<CommitResult[]> CommitTogether(IEnumerable<JobCommit> commits)
    {
        var writes = commits.Select(commit => Jobs.Commit(commit, default).AsTask()).ToList();
        Flush();
        return await Task.WhenAll(writes);
    }

    /// <summary>Commits and expects success.</summary>
    public async Task<CommitResult> Commit(JobCommit commit)
    {
        var result = await Done(Jobs.Commit(commit, default));
        Assert.Equal(CommitStatus.Committed, result.Status);
        return result;
    }

    /// <summary>Everything that the proof of the books finds.</summary>
    public async Task<List<LedgerFault>> Faults()
    {
        var faults = new List<LedgerFault>();
        await Books.Prove(
            fault =>
            {
                faults.Add(fault);
                return true;
            },
            null,
            default);
        return faults;
    }

    /// <summary>Commits a job's life until it stands in a state; Completed means captured, too.</summary>
    public async Task<Job> Bring(Fleet fleet, JobStatus until, JobOrder? order = null, ProviderId? provider = null)
    {
        Job? job = null;
        order ??= fleet.Order();
        var at = order.RequestedAt;
        foreach (var step in fleet.Life(order, provider ?? fleet.Provider(), at))
        {
            var commit = fleet.Commit(job, step(job), at);
            await Commit(commit);
            job = commit.After;
            if (job.Status == until && (until != JobStatus.Completed || job.Payment.Status == PaymentStatus.Captured))
            {
                break;
            }

            at += TimeSpan.FromSeconds(20);
        }

        Assert.Equal(until, job!.Status);
        return job;
    }
}
