using System.Collections.Immutable;
using O2O.Dispatch.Api.Journeys;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>
/// Gives vouchers for links that customers open and for jobs that partners report, and writes down who came by whose link. Each is a reference of the campaign, which gives one voucher for each: a
/// repetition gives the same, and of many at once one is the first. Thread-safe.
/// </summary>
internal sealed class ClaimDesk(
    ClaimTokens tokens, IVoucherStore store, IReferralStore referrals, IJourneyStore journeys, IGrainFactory grains, IMarketCatalog markets, ISecretSource secrets, TimeProvider time)
{
    private const int MostReferrals = 10;

    /// <summary>Opens a link for a customer.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="text">The link's token; not trusted.</param>
    /// <param name="market">Where the customer is; of another operator than the link's, it is claimed in the first of that one's markets.</param>
    /// <param name="journey">The journey that goes on with it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<ClaimOutcome> Claim(CustomerId customer, string? text, Market market, JourneyId journey, CancellationToken cancellationToken)
    {
        // Counted before anybody looks, as codes are, so that many guesses at once are many.
        var now = time.GetUtcNow();
        var tries = await store.Try(customer, now, VoucherDesk.Window, cancellationToken);
        if (tries.Count > VoucherDesk.MostTries)
        {
            return new ClaimOutcome(TryAgainAt: tries.Until);
        }

        if (tokens.Read(text) is not { } token || await store.Find(token.Campaign, cancellationToken) is not { } account)
        {
            return Refuse(VoucherRejection.LinkUnknown);
        }

        // Who has a link that was made here has not guessed.
        await store.Forgive(customer, cancellationToken);

        // A link says nothing of where it is good: who looks at another operator's market has it in one of its own operator's.
        var whose = account.Campaign.Operator;
        if ((market.Operator == whose ? market : markets.All.FirstOrDefault(one => one.Operator == whose)) is not { } place)
        {
            return Refuse(VoucherRejection.LinkUnknown);
        }

        if (now >= token.Expires)
        {
            return Refuse(VoucherRejection.LinkExpired);
        }

        return token.Kind == ClaimKind.Referral
            ? await Bring(token, account, customer, place, journey, now, cancellationToken)
            : await Give(token, account.Campaign, customer, place, journey, now, cancellationToken);
    }

    /// <summary>Gives the customer of a partner's job a voucher, once for each of its references.</summary>
    /// <param name="partner">Whose key says so; one of the campaign's.</param>
    /// <param name="campaign">Whose voucher.</param>
    /// <param name="body">The job; its customer and reference are sound.</param>
    /// <param name="market">Where.</param>
    /// <param name="journey">The journey that goes on with it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<ClaimOutcome> Report(CustomerId partner, Campaign campaign, PartnerJobBody body, MarketId market, JourneyId journey, CancellationToken cancellationToken)
    {
        var reference = $"job:{partner}:{body.Reference}";
        var of = await Touch(campaign.Id, reference, market, journey, JourneySource.Partner, time.GetUtcNow(), cancellationToken);
        return await Told(campaign, await Issue(campaign.Id, body.CustomerId, VoucherSource.Partner, reference, of, cancellationToken), of, cancellationToken);
    }

    /// <summary>A customer's own links of the campaigns that run, at most 10.</summary>
    public async ValueTask<ImmutableArray<ReferralResource>> Referrals(CustomerId customer, OperatorId? @operator, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = ImmutableArray.CreateBuilder<ReferralResource>();
        foreach (var campaign in (await store.Running(now, cancellationToken))
            .Where(campaign => campaign.Referral is not null && !campaign.Paused && campaign.Begins <= now && (@operator is null || campaign.Operator == @operator)).Take(MostReferrals))
        {
            var name = await referrals.LinkOf(campaign.Id, customer, new Guid(secrets.Bytes(16)), now, cancellationToken);
            var (referred, rewarded) = await referrals.Count(campaign.Id, customer, cancellationToken);
            var friend = await FriendOf(campaign, cancellationToken);
            found.Add(new ReferralResource(
                campaign.Id.Value,
                campaign.Name,
                campaign.Currency.Code,
                VoucherResources.Of(campaign.Benefit),
                friend.Currency.Code,
                VoucherResources.Of(friend.Benefit),
                tokens.Link(new ClaimToken(ClaimKind.Referral, campaign.Id, name, campaign.Ends)),
                referred,
                rewarded,
                campaign.Referral!.MostPerReferrer));
        }

        return found.ToImmutable();
    }

    /// <summary>Makes links for one voucher each. A repetition of the command names the same.</summary>
    /// <param name="campaign">Whose vouchers.</param>
    /// <param name="kind">What kind of links.</param>
    /// <param name="count">How many.</param>
    /// <param name="valid">How long; null for as long as the campaign.</param>
    /// <param name="stamp">Of the command.</param>
    public ImmutableArray<ClaimLinkResource> Make(Campaign campaign, ClaimKind kind, int count, TimeSpan? valid, CommandStamp stamp)
    {
        var now = time.GetUtcNow();
        var expires = valid is { } span && span < campaign.Ends - now ? now + span : campaign.Ends;

        // What nobody can guess is the signature.
        return [.. Enumerable.Range(0, count).Select(number => tokens.Link(new ClaimToken(kind, campaign.Id, CommandStamp.DeterministicId($"link\n{campaign.Id}\n{stamp.Id:N}\n{number}"), expires)))];
    }

    private static ClaimOutcome Refuse(VoucherRejection why) => new(Refusal: Snake.Of(why));

    private async ValueTask<ClaimOutcome> Give(ClaimToken token, Campaign campaign, CustomerId customer, Market market, JourneyId journey, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (source, way) = token.Kind switch
        {
            ClaimKind.Partner => (VoucherSource.Partner, JourneySource.Partner),
            ClaimKind.Game => (VoucherSource.Game, JourneySource.Game),
            _ => (VoucherSource.Link, JourneySource.Link),
        };
        if (token.Kind != ClaimKind.Anybody)
        {
            var one = $"claim:{token.Name:N}";
            var of = await Touch(campaign.Id, $"{one}\n{customer}", market.Id, journey, way, now, cancellationToken);
            return await Told(campaign, await Issue(campaign.Id, customer.Value, source, one, of, cancellationToken), of, cancellationToken);
        }

        if (campaign.Claims?.LinkPerCustomer is not { } most)
        {
            return Refuse(VoucherRejection.LinkUnknown);
        }

        // One after the other: the next when the one before is used up.
        for (var number = 1; ; number++)
        {
            var reference = $"link:{customer}:{number}";
            var of = await Touch(campaign.Id, reference, market.Id, journey, way, now, cancellationToken);
            var told = await Told(campaign, await Issue(campaign.Id, customer.Value, source, reference, of, cancellationToken), of, cancellationToken);
            if (told.Voucher is not { } voucher || (VoucherDecisions.Expire(voucher, now).After ?? voucher).Status is VoucherStatus.Issued or VoucherStatus.Held)
            {
                return told;
            }

            if (number >= most)
            {
                return Refuse(VoucherRejection.CustomerCapReached);
            }
        }
    }

    private async ValueTask<ClaimOutcome> Bring(
        ClaimToken token, CampaignAccount account, CustomerId customer, Market market, JourneyId journey, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var campaign = account.Campaign;
        if (campaign.Referral is null || await referrals.ReferrerOf(campaign.Id, token.Name, cancellationToken) is not { } referrer)
        {
            return Refuse(VoucherRejection.LinkUnknown);
        }

        if (referrer == customer)
        {
            return Refuse(VoucherRejection.OwnLink);
        }

        var known = await referrals.Find(campaign.Operator, customer, cancellationToken);
        if (known is null && campaign.Why(new CampaignUsage(account.Spent, account.Held, account.Uses, 0, 0, 0), new Money(1, campaign.Currency), now) is { } why)
        {
            return Refuse(why);
        }

        var stands = known ?? await referrals.Refer(
            new Referral(campaign.Id, campaign.Operator, referrer, customer, now), [.. markets.All.Where(one => one.Operator == campaign.Operator).Select(one => one.Id)], cancellationToken);
        if (stands is null)
        {
            return Refuse(VoucherRejection.NotTheFirstTime);
        }

        if (stands.Campaign != campaign.Id || stands.Referrer != referrer)
        {
            return Refuse(VoucherRejection.ReferredBefore);
        }

        var of = await Touch(campaign.Id, $"referral:{customer}", market.Id, journey, JourneySource.Referral, now, cancellationToken);
        var friend = await FriendOf(campaign, cancellationToken);
        return new ClaimOutcome(of, Brought: new BroughtResource(campaign.Id.Value, friend.Name, friend.Currency.Code, VoucherResources.Of(friend.Benefit), stands.Job is not null));
    }

    /// <summary>The campaign that gives who is brought a voucher.</summary>
    private async ValueTask<Campaign> FriendOf(Campaign campaign, CancellationToken cancellationToken) =>
        campaign.Referral!.Friend is { } friend && await store.Find(friend, cancellationToken) is { } other ? other.Campaign : campaign;

    /// <summary>Counts that the customer came, once for each link and customer.</summary>
    /// <returns>The journey that it is of, which is the first one's when it is said again.</returns>
    private ValueTask<JourneyId> Touch(CampaignId campaign, string reference, MarketId market, JourneyId journey, JourneySource source, DateTimeOffset now, CancellationToken cancellationToken) => journeys.Touch(
        new JourneyTouch(CommandStamp.DeterministicId($"claim\n{campaign}\n{reference}"), journey, market, source, campaign, null, null, null, now), cancellationToken);

    private async ValueTask<VoucherReply> Issue(CampaignId campaign, Guid customer, VoucherSource source, string reference, JourneyId journey, CancellationToken cancellationToken) =>
        await grains.GetGrain<ICampaignGrain>(campaign.ToString()).Issue(new IssueVoucher(customer, Snake.Of(source), reference, journey.Value), cancellationToken);

    private async ValueTask<ClaimOutcome> Told(Campaign campaign, VoucherReply reply, JourneyId journey, CancellationToken cancellationToken) => reply.Voucher is { } voucher
        ? new ClaimOutcome(journey, await store.Find(new VoucherId(voucher), cancellationToken), campaign)
        : new ClaimOutcome(Refusal: reply.Refusal);
}
