using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The last comparison of the payment gateway's lists with our books.</summary>
/// <param name="ComparedAt">When; null before the first, and where the gateway has no lists.</param>
/// <param name="From">Payments begun at this instant or later.</param>
/// <param name="To">And before this one.</param>
/// <param name="Compared">Payments that were looked at.</param>
/// <param name="Resolved">Payments whose outcome the job did not know, and knows now.</param>
/// <param name="Differences">What is left.</param>
public sealed record ReconciliationResource(
    DateTimeOffset? ComparedAt, DateTimeOffset? From, DateTimeOffset? To, int Compared, int Resolved, ImmutableArray<PaymentDifferenceResource> Differences);
