using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Surge;

namespace O2O.Dispatch.Domain.Markets;

/// <summary>A kind of service in a market, and how it is matched.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Terms">What jobs of it are ordered under.</param>
/// <param name="Policy">The matching policy's name.</param>
/// <param name="Window">Between two rounds of matching; zero for a round as soon as something has changed; null as the policy chooses, which may differ from round to round.</param>
/// <param name="Merchants">Merchants with a commission of their own in this class; null for none.</param>
/// <param name="Surge">How prices follow demand and supply; null for plain prices.</param>
/// <param name="Kind">Which product it is; null for a ride.</param>
/// <param name="LeastRating">Providers whose score is below this are not matched, 1 to 5; null for all. Who has no rating is.</param>
/// <param name="Radius">How far providers may come from; null for as far as the job's deadline lets them.</param>
public sealed record ServiceClass(
    ServiceClassId Id,
    JobTerms Terms,
    string Policy,
    TimeSpan? Window,
    ImmutableArray<MerchantPlan>? Merchants = null,
    SurgePlan? Surge = null,
    ServiceKind? Kind = null,
    double? LeastRating = null,
    SearchRadius? Radius = null)
{
    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Window is { } window && window != TimeSpan.Zero && (window < TimeSpan.FromMilliseconds(100) || window > TimeSpan.FromMinutes(5)))
        {
            yield return $"The window of {Id} is {Window}; it is left to the policy, zero, or lies between 0.1 s and 5 min.";
        }

        if (string.IsNullOrWhiteSpace(Policy))
        {
            yield return $"Service class {Id} names no matching policy.";
        }

        if (Kind is ServiceKind.Delivery or ServiceKind.Redemption && Terms.Fares.Pricing != PricingMode.Quoted)
        {
            yield return $"{Id} sells goods: its prices are quoted, not metered.";
        }

        foreach (var fault in Terms.Faults())
        {
            yield return $"{Id}: {fault}";
        }

        if (LeastRating is { } least && !(least >= 1 && least <= 5))
        {
            yield return $"{Id} matches providers from {least} stars; it lies between 1 and 5.";
        }

        foreach (var fault in Radius?.Faults() ?? [])
        {
            yield return $"{Id}: {fault}";
        }

        foreach (var fault in Surge?.Faults() ?? [])
        {
            yield return $"{Id}: {fault}";
        }
    }
}
