using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Grains.Batches;
using Orleans.Concurrency;

namespace O2O.Dispatch.Grains.Vouchers;

/// <summary>One campaign. The requests of a moment are one transaction.</summary>
[Reentrant]
public sealed class CampaignGrain(
    IVoucherStore store, IReferralStore referrals, IMarketCatalog markets, MarginBoard margins, IIdSource ids, ISecretSource secrets, TimeProvider time) : Grain, ICampaignGrain
{
    private CampaignId _id;
    private Gathered<VoucherCommand, VoucherOutcome> _gathered = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = new CampaignId(Guid.Parse(this.GetPrimaryKeyString()));
        _gathered = new(async commands => await store.Run(_id, commands, time.GetUtcNow(), CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<VoucherReply> Take(TakeVoucher command, CancellationToken cancellationToken)
    {
        var currency = Currency.Of(command.Currency);
        MarketId? market = command.Market is { } named ? new MarketId(named) : null;
        var ask = market is { } where && command.ExposedMinorUnits is { } exposed ? await Ask(where, new Money(exposed, currency), cancellationToken) : null;
        return await Run(
            new VoucherCommand.Take(
                new VoucherId(command.Voucher), command.By, new CustomerId(command.Customer), new Money(command.AmountMinorUnits, currency), command.Until, command.Ordered, market, ask),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<VoucherReply> Move(MoveVoucher command, CancellationToken cancellationToken)
    {
        var voucher = new VoucherId(command.Voucher);
        return Run(
            command.Step switch
            {
                VoucherStep.Keep => new VoucherCommand.Keep(voucher, command.By),
                VoucherStep.Redeem => new VoucherCommand.Redeem(voucher, command.By, new Money(command.UsedMinorUnits ?? 0, Currency.Of(command.Currency ?? string.Empty))),
                VoucherStep.Return => new VoucherCommand.Return(voucher, command.By),
                VoucherStep.Void => new VoucherCommand.Void(voucher),
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<VoucherReply> Issue(IssueVoucher command, CancellationToken cancellationToken) =>
        Snake.TryRead<VoucherSource>(command.Source, out var source)
            ? Issue(command.Holder, source, command.Reference, command.At ?? time.GetUtcNow(), cancellationToken, command.Journey)
            : throw new ArgumentException($"'{command.Source}' is no source of vouchers.", nameof(command));

    /// <inheritdoc/>
    public async Task<VoucherReply?> Earn(EarnVoucher command, CancellationToken cancellationToken)
    {
        var account = await store.Find(_id, cancellationToken);
        if (account?.Campaign is { Referral: { } rule } campaign)
        {
            return await Reward(campaign, rule, command, cancellationToken);
        }

        var earns = account?.Campaign.Earns(
            new MarketId(command.Market),
            new ServiceClassId(command.ServiceClass),
            command.Merchant is { } merchant ? new MerchantId(merchant) : null,
            new Money(command.PaidMinorUnits, Currency.Of(command.Currency)),
            command.At) == true;
        return earns ? await Issue(command.Customer, VoucherSource.Job, command.Job.ToString("N"), command.At, cancellationToken, command.Journey) : null;
    }

    /// <inheritdoc/>
    public Task<VoucherReply> Claim(Guid voucher, Guid customer, CancellationToken cancellationToken) =>
        Run(new VoucherCommand.Claim(new VoucherId(voucher), new CustomerId(customer)), cancellationToken);

    /// <inheritdoc/>
    public Task Lapse(CancellationToken cancellationToken) => Run(new VoucherCommand.Lapse(), cancellationToken);

    /// <summary>What is asked of a market's margin; null where that has no floor.</summary>
    private async ValueTask<MarginAsk?> Ask(MarketId market, Money exposed, CancellationToken cancellationToken)
    {
        if (markets.Find(market)?.LeastMargin is not { } least || least.Floor.Currency != exposed.Currency)
        {
            return null;
        }

        var read = await margins.Of(market, least, cancellationToken);
        return new MarginAsk(market, exposed, read.Above, read.ReadAt);
    }

    /// <summary>The first completed job of who was brought: who brought it gets a voucher, and who was brought is given one too, by the campaign that the answer names.</summary>
    private async Task<VoucherReply?> Reward(Campaign campaign, ReferralRule rule, EarnVoucher command, CancellationToken cancellationToken)
    {
        var brought = new CustomerId(command.Customer);
        if (await referrals.Complete(_id, campaign.Operator, brought, new JobId(command.Job), rule.MostPerReferrer, cancellationToken) is not { } referral)
        {
            return null;
        }

        var reply = referral.IsRewarded
            ? await Issue(referral.Referrer.Value, VoucherSource.Referral, $"referral:{brought}", command.At, cancellationToken)
            : new VoucherReply(null, null, null, Snake.Of(VoucherRejection.CustomerCapReached), false);
        if (referral.IsRewarded && reply.Refusal is not null)
        {
            // It got none: another whom it has brought may be the one.
            await referrals.Unreward(campaign.Operator, brought, new JobId(command.Job), cancellationToken);
        }

        return reply with { Holder = referral.Referrer.Value, Also = (rule.Friend ?? _id).Value };
    }

    private Task<VoucherReply> Issue(Guid? holder, VoucherSource source, string? reference, DateTimeOffset at, CancellationToken cancellationToken, Guid? journey = null) => Run(
        new VoucherCommand.Issue(
            new VoucherId(ids.Next()), VoucherCode.Of(secrets.Bytes(VoucherCode.RandomBytes)), holder is { } who ? new CustomerId(who) : null, source, reference, at,
            journey is { } of ? new JourneyId(of) : null),
        cancellationToken);

    private async Task<VoucherReply> Run(VoucherCommand command, CancellationToken cancellationToken)
    {
        var outcome = await _gathered.Run(command, cancellationToken);
        return outcome is { Rejection: { } why }
            ? new VoucherReply(null, null, null, Snake.Of(why), false)
            : new VoucherReply(outcome.After?.Id.Value, outcome.After?.Code.Value, outcome.After?.ExpiresAt, null, outcome.Changed);
    }
}
