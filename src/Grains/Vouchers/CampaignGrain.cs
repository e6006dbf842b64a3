using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
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
public sealed class CampaignGrain(IVoucherStore store, IIdSource ids, ISecretSource secrets, TimeProvider time) : Grain, ICampaignGrain
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
    public Task<VoucherReply> Take(TakeVoucher command, CancellationToken cancellationToken) => Run(
        new VoucherCommand.Take(
            new VoucherId(command.Voucher),
            command.By,
            new CustomerId(command.Customer),
            new Money(command.AmountMinorUnits, Currency.Of(command.Currency)),
            command.Until,
            command.Ordered,
            command.Market is { } market ? new MarketId(market) : null),
        cancellationToken);

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
            ? Issue(command.Holder, source, command.Reference, time.GetUtcNow(), cancellationToken)
            : throw new ArgumentException($"'{command.Source}' is no source of vouchers.", nameof(command));

    /// <inheritdoc/>
    public async Task<VoucherReply?> Earn(EarnVoucher command, CancellationToken cancellationToken)
    {
        var earns = await store.Find(_id, cancellationToken) is { } account && account.Campaign.Earns(
            new MarketId(command.Market),
            new ServiceClassId(command.ServiceClass),
            command.Merchant is { } merchant ? new MerchantId(merchant) : null,
            new Money(command.PaidMinorUnits, Currency.Of(command.Currency)),
            command.At);
        return earns ? await Issue(command.Customer, VoucherSource.Job, command.Job.ToString("N"), command.At, cancellationToken, command.Journey) : null;
    }

    /// <inheritdoc/>
    public Task<VoucherReply> Claim(Guid voucher, Guid customer, CancellationToken cancellationToken) =>
        Run(new VoucherCommand.Claim(new VoucherId(voucher), new CustomerId(customer)), cancellationToken);

    /// <inheritdoc/>
    public Task Lapse(CancellationToken cancellationToken) => Run(new VoucherCommand.Lapse(), cancellationToken);

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
