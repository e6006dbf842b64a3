using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>A quote with the vouchers that it holds.</summary>
/// <param name="Reply">The quote, or why there is none.</param>
/// <param name="Held">What it holds, each with its campaign, in the order they are taken off the price.</param>
/// <param name="Earns">The campaigns that the job may earn a voucher of.</param>
/// <param name="Refusal">Why the voucher that was named cannot be used, a name in snake_case; null when it can, or none was named. Then nothing is held and there is no quote to order on.</param>
/// <param name="IsWritten">Whether the quote was written down with what it holds.</param>
public sealed record VoucherQuote(QuoteReply Reply, ImmutableArray<(ChosenVoucher Voucher, Campaign Campaign)> Held, ImmutableArray<Campaign> Earns, string? Refusal, bool IsWritten = false);
