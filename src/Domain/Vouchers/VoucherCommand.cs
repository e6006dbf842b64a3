using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Something that is to happen to a voucher. Each may be said any number of times.</summary>
/// <param name="Voucher">Which.</param>
public abstract record VoucherCommand(VoucherId Voucher)
{
    /// <summary>A voucher comes to be. The campaign gives one for each reference: a second is the first.</summary>
    /// <param name="Voucher">Its id, if it is a new one.</param>
    /// <param name="Code">Its code, if it is a new one.</param>
    /// <param name="Holder">Whose it is; null for the first who takes it.</param>
    /// <param name="Source">How it comes to be.</param>
    /// <param name="Reference">The job, customer or partner's reference that it comes from; null for none.</param>
    /// <param name="At">When it was earned; the campaign's time is held against that.</param>
    /// <param name="Journey">The journey of the job or the link that it comes by; null for none.</param>
    public sealed record Issue(VoucherId Voucher, VoucherCode Code, CustomerId? Holder, VoucherSource Source, string? Reference, DateTimeOffset At, JourneyId? Journey = null) : VoucherCommand(Voucher);

    /// <summary>A customer entered its code.</summary>
    /// <param name="Voucher">Which.</param>
    /// <param name="Customer">Who.</param>
    public sealed record Claim(VoucherId Voucher, CustomerId Customer) : VoucherCommand(Voucher);

    /// <summary>A quote or an order takes it.</summary>
    /// <param name="Voucher">Which.</param>
    /// <param name="By">The quote.</param>
    /// <param name="Customer">Who orders.</param>
    /// <param name="Amount">What its funder pays at the most.</param>
    /// <param name="Until">When the hold lapses.</param>
    /// <param name="Ordered">Whether a job is ordered on the quote.</param>
    /// <param name="Market">Where; null where nobody says it, and then a first order is not told from others.</param>
    /// <param name="Margin">What it takes of a market's margin; null where nobody asks.</param>
    public sealed record Take(VoucherId Voucher, Guid By, CustomerId Customer, Money.Money Amount, DateTimeOffset Until, bool Ordered, MarketId? Market = null, MarginAsk? Margin = null)
        : VoucherCommand(Voucher);

    /// <summary>A job stands on the hold.</summary>
    /// <param name="Voucher">Which.</param>
    /// <param name="By">The quote.</param>
    public sealed record Keep(VoucherId Voucher, Guid By) : VoucherCommand(Voucher);

    /// <summary>The job was done.</summary>
    /// <param name="Voucher">Which.</param>
    /// <param name="By">The quote.</param>
    /// <param name="Used">What its funder pays.</param>
    public sealed record Redeem(VoucherId Voucher, Guid By, Money.Money Used) : VoucherCommand(Voucher);

    /// <summary>The quote or the job gives it back.</summary>
    /// <param name="Voucher">Which.</param>
    /// <param name="By">The quote.</param>
    public sealed record Return(VoucherId Voucher, Guid By) : VoucherCommand(Voucher);

    /// <summary>An operator takes it back.</summary>
    /// <param name="Voucher">Which.</param>
    public sealed record Void(VoucherId Voucher) : VoucherCommand(Voucher);

    /// <summary>Nothing happens to any one; holds that have lapsed are counted no more.</summary>
    public sealed record Lapse() : VoucherCommand(default(VoucherId));
}
