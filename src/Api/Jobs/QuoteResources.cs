using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Quotes as resources.</summary>
internal static class QuoteResources
{
    /// <summary>A quote that was given.</summary>
    /// <param name="reply">With a quote in it.</param>
    /// <param name="vouchers">What it holds; null for nothing.</param>
    /// <param name="earns">What its job may earn; null for nothing.</param>
    public static QuoteResource Of(QuoteReply reply, ImmutableArray<QuoteVoucherResource>? vouchers = null, ImmutableArray<string>? earns = null)
    {
        var quote = reply.Quote!;
        return new QuoteResource(
            quote.Id.Value,
            reply.Token!,
            quote.ExpiresAt,
            quote.Fare.Currency.Code,
            quote.Fare.Total.MinorUnits,
            FareLines.Of(quote.Fare),
            Math.Round(quote.Distance.Value, 1),
            quote.Duration.TotalSeconds,
            Lines.Of(reply.Route!.Points),
            JobOrder.HoldOf(quote.Fare, quote.Terms) is { } hold && hold > quote.Fare.Total ? hold.MinorUnits : null,
            quote.Terms.Fares.Waiting is { } waiting ? new WaitingResource(waiting.Free.TotalSeconds, waiting.PerMinute.MinorUnits, waiting.Most.MinorUnits) : null,
            quote.Multiplier?.Value / 10_000.0,
            vouchers,
            earns,
            quote.Journey?.Value);
    }
}
