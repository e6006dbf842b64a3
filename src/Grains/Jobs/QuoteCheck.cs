using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Grains.Jobs;

/// <summary>Whether a signed quote is good for what is wanted with it.</summary>
internal static class QuoteCheck
{
    /// <summary>The quote of a token, where it is good for this: for a new job, or to change the one it names.</summary>
    public static (Quote? Quote, JobReply? Refused) Of(QuoteTokens quotes, string token, Guid customer, JobId? changes, DateTimeOffset now) =>
        quotes.Verify(token) is not { } quote ? (null, JobReply.Reject(Rejection.QuoteInvalid, null, "The quote was not signed here, or it was altered."))
        : quote.ExpiresAt <= now ? (null, JobReply.Reject(Rejection.QuoteExpired, null, $"The quote expired at {quote.ExpiresAt:O}; ask for a new one."))
        : quote.Customer != new CustomerId(customer) ? (null, JobReply.Reject(Rejection.QuoteForeign))
        : quote.ChangeOf != changes
            ? (null, JobReply.Reject(Rejection.QuoteInvalid, null, changes is null ? "The quote is for another destination of a job, not for a new one." : "The quote is not for another destination of this job."))
        : (quote, null);
}
