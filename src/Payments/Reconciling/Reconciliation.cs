using System.Collections.Immutable;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>One comparison of the gateway's lists with our books.</summary>
/// <param name="From">Payments begun at this instant or later.</param>
/// <param name="To">And before this one.</param>
/// <param name="At">When it was made.</param>
/// <param name="Compared">Payments that were looked at.</param>
/// <param name="Resolved">Payments whose outcome the job did not know, and knows now.</param>
/// <param name="Differences">What is left, in order of kind and intent.</param>
public sealed record Reconciliation(DateTimeOffset From, DateTimeOffset To, DateTimeOffset At, int Compared, int Resolved, ImmutableArray<PaymentDifference> Differences);
