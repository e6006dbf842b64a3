using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>
/// Gives quotes with vouchers, and takes the codes that customers enter. The best voucher applies by itself, and the quote reserves it until it ends. Where no campaign runs, nothing is read and a quote
/// is what <see cref="QuoteDesk"/> makes of it. Thread-safe.
/// </summary>
/// <param name="quotes">Prices and signs.</param>
/// <param name="routes">Tells the zones of a route.</param>
/// <param name="store">Campaigns and vouchers.</param>
/// <param name="jobs">Tells who orders for the first time.</param>
/// <param name="grains">Reaches campaigns.</param>
/// <param name="markets">Tells what a market's margin must be left with.</param>
/// <param name="margins">Tells what it is left with.</param>
/// <param name="referrals">Tells who was brought by whom.</param>
/// <param name="time">Now.</param>
public sealed class VoucherDesk(
    QuoteDesk quotes, IRouteEstimator routes, IVoucherStore store, IJobReader jobs, IGrainFactory grains, IMarketCatalog markets, MarginBoard margins, IReferralStore referrals, TimeProvider time)
{
    /// <summary>The word of who wants no voucher used.</summary>
    public const string None = "none";

    /// <summary>How many wrong codes a customer may enter within <see cref="Window"/>.</summary>
    public const int MostTries = 10;

    /// <summary>How long wrong codes count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // How long a campaign that was made, paused or ended elsewhere may stay unseen.
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(2);

    private const int Rounds = 4;
    private const int MostEarned = 5;
    private volatile Known? _known;

    /// <summary>Prices a route, with vouchers, and signs the price.</summary>
    /// <param name="request">Not trusted: every fault is named.</param>
    /// <param name="wanted">The voucher to use, or <see cref="None"/>; null for the best.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="sale">What a store sells with it; null for nothing.</param>
    /// <param name="source">By what way the customer came, to write the quote down in the same transaction where that can be; null to write nothing.</param>
    public async ValueTask<VoucherQuote> Quote(QuoteRequest request, string? wanted, CancellationToken cancellationToken, PricedSale? sale = null, JourneySource? source = null)
    {
        var reply = quotes.Price(request, [], sale);
        if (reply.Quote is not { } quote)
        {
            return new VoucherQuote(reply, [], [], null);
        }

        var now = time.GetUtcNow();
        var running = await Running(now, cancellationToken);
        var named = wanted is null or None ? null : wanted;
        if (named is null && !running.Exists(campaign => campaign.Operator == quote.Operator))
        {
            return new VoucherQuote(quotes.Signed(reply), [], [], null);
        }

        ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)> held = [];
        var isWritten = false;
        if (wanted != None && source is { } way && await TakeAtOnce(quote, named, way, request.Begins, now, cancellationToken) is { } taken)
        {
            (held, isWritten) = (taken, true);
        }
        else if (wanted != None)
        {
            (held, var refusal) = await Take(quote, named, now, cancellationToken);
            if (refusal is not null)
            {
                return new VoucherQuote(reply with { Quote = null }, [], [], refusal);
            }
        }

        var paid = held.Aggregate(quote.Fare.Total, (left, one) => left - one.Voucher.Amount);
        var earns = running.Where(campaign => campaign.Operator == quote.Operator && campaign.Earns(quote.Market, quote.ServiceClass, quote.Merchant, paid, now)).Take(MostEarned).ToImmutableArray();
        var told = earns.Select(campaign => campaign.Id);
        if (await BroughtBy(quote, running, cancellationToken) is { } by)
        {
            told = told.Prepend(by.Id);
            earns = earns.Insert(0, running.Find(campaign => campaign.Id == by.Referral!.Friend) ?? by);
        }

        return new VoucherQuote(
            quotes.With(reply, [.. held.Select(one => new OrderedVoucher(one.Voucher.Voucher.Id, one.Voucher.Campaign, one.Voucher.Amount, one.Voucher.Funder, one.Voucher.Exposed))], [.. told],
                request.Begins ? JourneyOf(held) : null),
            held,
            earns,
            null,
            isWritten);
    }

    /// <summary>Takes a code that a customer enters: one of many, which gives the customer a voucher, or one of a voucher that is nobody's yet.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="text">What was typed or scanned.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<CodeEntry> Enter(CustomerId customer, string? text, CancellationToken cancellationToken)
    {
        if (!VoucherCode.TryRead(text, out var code, out var fault))
        {
            return new CodeEntry(null, fault, null, null);
        }

        // Counted before anybody looks, so that many guesses at once are many.
        var now = time.GetUtcNow();
        var tries = await store.Try(customer, now, Window, cancellationToken);
        if (tries.Count > MostTries)
        {
            return new CodeEntry(null, null, null, tries.Until);
        }

        VoucherReply reply;
        if (await store.FindByCode(code, cancellationToken) is { } campaign)
        {
            reply = await Campaign(campaign.Campaign.Id).Issue(new IssueVoucher(customer.Value, Snake.Of(VoucherSource.Code), $"customer:{customer}"), cancellationToken);
        }
        else if (await store.FindVoucherByCode(code, cancellationToken) is { } one)
        {
            reply = await Campaign(one.Campaign).Claim(one.Id.Value, customer.Value, cancellationToken);
        }
        else
        {
            return new CodeEntry(null, null, Snake.Of(VoucherRejection.CodeUnknown), null);
        }

        // Who knows a code has not guessed, whatever else is in the way; but another's voucher is as good as unknown.
        if (reply.Refusal != Snake.Of(VoucherRejection.NotYours))
        {
            await store.Forgive(customer, cancellationToken);
        }

        return reply.Voucher is { } voucher
            ? new CodeEntry(await store.Find(new VoucherId(voucher), cancellationToken), null, null, null)
            : new CodeEntry(null, null, reply.Refusal, null);
    }

    /// <summary>Looks at the campaigns anew with the next quote.</summary>
    public void Forget() => _known = null;

    private ICampaignGrain Campaign(CampaignId id) => grains.GetGrain<ICampaignGrain>(id.ToString());

    private async ValueTask<List<Campaign>> Running(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_known is { } known && now - known.At < Seen && now >= known.At)
        {
            return known.Running;
        }

        var running = (await store.Running(now, cancellationToken)).Where(campaign => !campaign.Paused).ToList();
        _known = new Known(now, running);
        return running;
    }

    /// <summary>The campaign that gives vouchers for a customer who was brought and has completed nothing yet; null for none.</summary>
    private async ValueTask<Campaign?> BroughtBy(Quote quote, List<Campaign> running, CancellationToken cancellationToken) =>
        running.Exists(campaign => campaign.Referral is not null && campaign.Operator == quote.Operator)
            && await referrals.Find(quote.Operator, quote.Customer, cancellationToken) is { Job: null } referral
            ? running.Find(campaign => campaign.Id == referral.Campaign)
            : null;

    /// <summary>The journey of what a quote holds; null for none.</summary>
    private static JourneyId? JourneyOf(ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)> held) =>
        held.Select(one => one.Voucher.Voucher.Journey).FirstOrDefault(journey => journey is not null);

    /// <summary>What was chosen, each with its campaign.</summary>
    private static ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)> WithCampaigns(VoucherChoice choice, List<VoucherCandidate> candidates) =>
        [.. choice.Chosen.Select(chosen => (chosen, candidates.First(candidate => candidate.Voucher.Id == chosen.Voucher.Id).Campaign))];

    /// <summary>Takes what there is to take, and writes the quote down, in one transaction.</summary>
    /// <returns>Null where that cannot be: nothing is taken, and nothing written.</returns>
    private async ValueTask<ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)>?> TakeAtOnce(
        Quote quote, string? named, JourneySource by, bool begins, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What a margin bears and whether it is a first order is asked of other stores.
        if (quote.Journey is not { } own || markets.Find(quote.Market)?.LeastMargin is not null)
        {
            return null;
        }

        var order = OrderOf(quote, isFirst: false, now);
        ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)> held = [];
        return await store.Hold(quote.Customer, now, Choose, cancellationToken) ? held : null;

        QuoteHold? Choose(UsableVouchers usable)
        {
            var candidates = usable.Candidates.Where(candidate => candidate.Campaign.Operator == quote.Operator && (named is null || candidate.Voucher.Id.ToString() == named)).ToList();
            if (candidates.Exists(candidate => candidate.Campaign.Scope.FirstTimeOnly))
            {
                return null;
            }

            var choice = VoucherChoice.Best(candidates, order);
            if (named is not null && choice.Chosen.IsEmpty)
            {
                return null;
            }

            held = WithCampaigns(choice, candidates);
            var journey = (begins ? JourneyOf(held) : null) ?? own;
            return new QuoteHold(
                [.. choice.Chosen.Select(one => (one.Campaign, new VoucherCommand.Take(one.Voucher.Id, quote.Id.Value, quote.Customer, one.Amount, quote.ExpiresAt, false, quote.Market)))],
                new QuoteTouch(quote.Id, journey, quote.Market, begins && journey == own ? by : null, now));
        }
    }

    private async ValueTask<(ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)> Held, string? Refusal)> Take(Quote quote, string? named, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var usable = await store.Usable(quote.Customer, now, cancellationToken);
        if (usable.Lapsed.Length > 0)
        {
            foreach (var campaign in usable.Lapsed)
            {
                await Campaign(campaign).Lapse(cancellationToken);
            }

            usable = await store.Usable(quote.Customer, now, cancellationToken);
        }

        var own = usable.Candidates.Where(candidate => candidate.Campaign.Operator == quote.Operator).ToList();
        var candidates = own.ToList();
        if (named is not null)
        {
            candidates = [.. candidates.Where(candidate => candidate.Voucher.Id.ToString() == named)];
            if (candidates.Count == 0)
            {
                return ([], Snake.Of(await WhyNot(quote, named, now, cancellationToken)));
            }
        }

        if (candidates.Count == 0)
        {
            return ([], null);
        }

        var order = OrderOf(quote, candidates.Exists(candidate => candidate.Campaign.Scope.FirstTimeOnly) && await IsFirst(quote, own, now, cancellationToken), now);
        var margin = await MarginOf(quote, candidates, now, cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            var choice = VoucherChoice.Best(candidates, order, margin);
            if (named is not null && choice.Chosen.IsEmpty)
            {
                return ([], Snake.Of(choice.Refused[0].Why));
            }

            var refused = await TakeAll(quote, choice.Chosen, cancellationToken);
            if (refused is null)
            {
                return (WithCampaigns(choice, candidates), null);
            }

            // Somebody was faster, or used up what was left: the next best.
            if (named is not null)
            {
                return ([], refused.Value.Why);
            }

            candidates.RemoveAll(candidate => candidate.Voucher.Id == refused.Value.Voucher);
        }

        return ([], null);
    }

    private async ValueTask<(VoucherId Voucher, string Why)?> TakeAll(Quote quote, ImmutableArray<ChosenVoucher> chosen, CancellationToken cancellationToken)
    {
        for (var i = 0; i < chosen.Length; i++)
        {
            var one = chosen[i];
            var reply = await Campaign(one.Campaign).Take(
                new TakeVoucher(one.Voucher.Id.Value, quote.Id.Value, quote.Customer.Value, one.Amount.MinorUnits, one.Amount.Currency.Code, quote.ExpiresAt, false,
                    quote.Market.Value, one.Exposed?.MinorUnits),
                cancellationToken);
            if (reply.Refusal is { } why)
            {
                foreach (var before in chosen.Take(i))
                {
                    await Campaign(before.Campaign).Move(new MoveVoucher(before.Voucher.Id.Value, quote.Id.Value, VoucherStep.Return), cancellationToken);
                }

                return (one.Voucher.Id, why);
            }
        }

        return null;
    }

    /// <summary>What the platform can give away on this order, with what quotes and orders of the market hold already; null where it gives nothing, or the market has no floor.</summary>
    private async ValueTask<MarginGuard?> MarginOf(Quote quote, List<VoucherCandidate> candidates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!candidates.Exists(candidate => candidate.Campaign.Funder.Kind == FunderKind.Platform)
            || markets.Find(quote.Market)?.LeastMargin is not { } least || least.Floor.Currency != quote.Fare.Currency)
        {
            return null;
        }

        var settlement = Settlement.Of(quote.Fare, quote.Terms.Commission, quote.Terms.Fares.Tax, hasProvider: quote.Kind != ServiceKind.Redemption, quote.Merchant, isDone: true);
        var ofOrder = settlement.LeadFee is { } fee ? settlement.Commission + fee : settlement.Commission;
        var read = await margins.Of(quote.Market, least, cancellationToken);
        var held = await store.Exposed(quote.Market, quote.Fare.Currency, read.ReadAt, now, cancellationToken);

        // What the customer's own earlier quote holds of these goes over to this one.
        foreach (var candidate in candidates)
        {
            if (candidate.Voucher is { Status: VoucherStatus.Held, Hold: { IsOrdered: false, Exposed: { } own } hold } && hold.Market == quote.Market && hold.Stands(now))
            {
                held -= own;
            }
        }

        return new MarginGuard(ofOrder, read.Above - held);
    }

    /// <summary>Whether it would be the customer's first order in the market. It is asked again when it is ordered, where no other order can come between.</summary>
    private async ValueTask<bool> IsFirst(Quote quote, List<VoucherCandidate> own, DateTimeOffset now, CancellationToken cancellationToken) =>
        !own.Exists(candidate => candidate.Campaign.Scope.IsForFirstIn(quote.Market) && candidate.Voucher.Hold is { IsOrdered: true } hold && hold.Stands(now))
        && (await jobs.Search(new JobSearch { Customer = quote.Customer, Market = quote.Market, Statuses = [JobStatus.Completed] }, 1, cancellationToken)).IsEmpty;

    private VoucherOrder OrderOf(Quote quote, bool isFirst, DateTimeOffset now) => new(
        quote.Customer,
        quote.Market,
        quote.ServiceClass,
        quote.Merchant,
        [.. new[] { quote.Stops[0].Place, quote.Stops[^1].Place }.Select(place => routes.PricingZoneOf(quote.Market, place)).Where(zone => zone.Length > 0).Distinct(StringComparer.Ordinal)],
        now,
        now.UtcDateTime,
        quote.Fare.Gross,
        isFirst,
        [.. (quote.Sale?.Items ?? []).Select(item => new OrderedItem(item.Product.Value, item.Each, item.Quantity))],
        quote.Distance,
        quote.Duration,
        quote.Kind is null or ServiceKind.Ride ? quote.Terms.Fares : null,
        quote.Multiplier ?? BasisPoints.One,
        quote.Booking?.LeastPrice(quote.Terms.Fares));

    /// <summary>Why a voucher that was named is none of those that the customer could use.</summary>
    private async ValueTask<VoucherRejection> WhyNot(Quote quote, string named, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!VoucherId.TryParse(named, out var id) || await store.Find(id, cancellationToken) is not { } voucher || (voucher.Holder is { } holder && holder != quote.Customer))
        {
            return VoucherRejection.CodeUnknown;
        }

        return voucher.Holder is null ? VoucherRejection.NotYours
            : VoucherDecisions.Take(voucher, quote.Id.Value, quote.Customer, quote.Fare.Gross, quote.ExpiresAt, now).Rejection ?? VoucherRejection.NotForThis;
    }

    private sealed record Known(DateTimeOffset At, List<Campaign> Running);
}
