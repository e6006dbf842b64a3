using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>Campaigns and their vouchers. Thread-safe; what is answered is durable, and no two changes of a campaign come between each other: never over its budget, never over a cap, whoever asks at once.</summary>
public interface IVoucherStore
{
    /// <summary>Writes a new campaign down. One of the same id stays as it is.</summary>
    /// <returns>How it stands.</returns>
    ValueTask<CampaignAccount> Add(CampaignAccount campaign, CancellationToken cancellationToken);

    /// <summary>A campaign; null when there is none of that id.</summary>
    ValueTask<CampaignAccount?> Find(CampaignId campaign, CancellationToken cancellationToken);

    /// <summary>The campaign that a code of many is of; null for none.</summary>
    ValueTask<CampaignAccount?> FindByCode(VoucherCode code, CancellationToken cancellationToken);

    /// <summary>Campaigns, the latest id first.</summary>
    /// <param name="operator">Whose; null for everybody's.</param>
    /// <param name="before">Ids below this one; null for the latest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<CampaignAccount>> List(OperatorId? @operator, CampaignId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Campaigns that have not ended at an instant, in order of id, at most 1,000.</summary>
    ValueTask<ImmutableArray<Campaign>> Running(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Pauses a campaign, lets it go on, or ends it earlier.</summary>
    /// <param name="campaign">Which.</param>
    /// <param name="paused">Whether it rests; null to leave that.</param>
    /// <param name="ends">When it ends, if that is earlier; null to leave that.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>How it stands; null when there is none of that id.</returns>
    ValueTask<CampaignAccount?> Change(CampaignId campaign, bool? paused, DateTimeOffset? ends, CancellationToken cancellationToken);

    /// <summary>
    /// Runs commands of one campaign in their order, in one transaction, by <see cref="CampaignBook"/>: each on what the one before left. A command that is refused leaves the others alone. Holds that
    /// have lapsed are given back first, 1,000 at a time.
    /// </summary>
    /// <returns>What came of each, in the same order. Of a campaign that is not there, every command is refused.</returns>
    ValueTask<ImmutableArray<VoucherOutcome>> Run(CampaignId campaign, ImmutableArray<VoucherCommand> commands, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What a customer could use now, at most 100, those that end first, with the use of each campaign, as far as its limits ask for it, but for what the voucher's own hold takes of it.</summary>
    ValueTask<UsableVouchers> Usable(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Holds for a quote what it chooses among all that a customer could use, and writes the quote down, in one transaction: what <see cref="Usable"/>, <see cref="Run"/> and
    /// <see cref="IJourneyStore.Quoted"/> do one after the other. Of the customer's campaigns holds that have lapsed are given back first, of each as many as <see cref="Run"/> does, and that stands
    /// whatever the answer.
    /// </summary>
    /// <param name="customer">Whose vouchers.</param>
    /// <param name="now">The instant.</param>
    /// <param name="choose">Asked within the transaction, so it is quick and asks no store. Null where it cannot tell.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>False where this store does not do it, more holds have lapsed than are given back at once, or a voucher is refused: then nothing is held and no quote written, and each is to be asked for by itself.</returns>
    ValueTask<bool> Hold(CustomerId customer, DateTimeOffset now, Func<UsableVouchers, QuoteHold?> choose, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>A customer's vouchers, the latest id first, each with its campaign.</summary>
    ValueTask<ImmutableArray<(Voucher Voucher, Campaign Campaign)>> Of(CustomerId customer, VoucherId? before, int limit, CancellationToken cancellationToken);

    /// <summary>A voucher; null when there is none of that id.</summary>
    ValueTask<Voucher?> Find(VoucherId voucher, CancellationToken cancellationToken);

    /// <summary>The voucher of a code; null for none.</summary>
    ValueTask<Voucher?> FindVoucherByCode(VoucherCode code, CancellationToken cancellationToken);

    /// <summary>What quotes and orders hold of a market's margin, with what was used of it since an instant.</summary>
    /// <param name="market">Which market.</param>
    /// <param name="currency">In which currency.</param>
    /// <param name="since">What was used before is in the ledger that was read then.</param>
    /// <param name="now">Holds that have lapsed by then are none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<Money> Exposed(MarketId market, Currency currency, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Counts a try of a customer to enter a code, before anybody looks at the code.</summary>
    /// <param name="customer">Who tries.</param>
    /// <param name="now">The instant.</param>
    /// <param name="window">Tries count for so long from the first of them.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>Which try it is, from 1, and when they are forgotten.</returns>
    ValueTask<CodeTries> Try(CustomerId customer, DateTimeOffset now, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>Takes a try back that was right.</summary>
    ValueTask Forgive(CustomerId customer, CancellationToken cancellationToken);
}
