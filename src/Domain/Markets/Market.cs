using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Markets;

/// <summary>A place where an operator offers services.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="Classes">What is offered, in order of name.</param>
/// <param name="Paused">Whether new orders are refused for now.</param>
/// <param name="Merchants">The merchants whose jobs are taken here, each with its commission in every class; null for none. A class's own merchants come first.</param>
/// <param name="LeastMargin">What the platform shall be left with before it gives anything away; null where nobody asks.</param>
public sealed record Market(MarketId Id, OperatorId Operator, ImmutableArray<ServiceClass> Classes, bool Paused, ImmutableArray<MerchantPlan>? Merchants = null, MarginFloor? LeastMargin = null)
{
    /// <summary>The terms of a class for a merchant. The commission is the first there is of: the merchant's in the class, the merchant's in the market, the class's.</summary>
    /// <param name="serviceClass">A class of this market.</param>
    /// <param name="merchant">Whose job; null for a job of no merchant.</param>
    /// <returns>Null when the market does not know the merchant.</returns>
    public JobTerms? TermsOf(ServiceClass serviceClass, MerchantId? merchant)
    {
        if (merchant is not { } named)
        {
            return serviceClass.Terms;
        }

        var plan = Find(serviceClass.Merchants, named) ?? Find(Merchants, named);
        return plan is null ? null : plan.Commission is { } commission ? serviceClass.Terms with { Commission = commission } : serviceClass.Terms;
    }

    /// <summary>What is wrong with the merchants, a line each; empty when nothing is.</summary>
    public IEnumerable<string> MerchantFaults()
    {
        foreach (var serviceClass in Classes)
        {
            foreach (var plan in (serviceClass.Merchants ?? []).Concat(Merchants ?? []))
            {
                if (plan.Commission is { } commission)
                {
                    foreach (var fault in (serviceClass.Terms with { Commission = commission }).Faults().Except(serviceClass.Terms.Faults(), StringComparer.Ordinal))
                    {
                        yield return $"{serviceClass.Id}, merchant {plan.Merchant}: {fault}";
                    }
                }
            }

            if ((serviceClass.Merchants ?? []).DistinctBy(plan => plan.Merchant).Count() != (serviceClass.Merchants?.Length ?? 0))
            {
                yield return $"{serviceClass.Id} names a merchant twice.";
            }
        }

        if ((Merchants ?? []).DistinctBy(plan => plan.Merchant).Count() != (Merchants?.Length ?? 0))
        {
            yield return $"Market {Id} names a merchant twice.";
        }
    }

    private static MerchantPlan? Find(ImmutableArray<MerchantPlan>? plans, MerchantId merchant)
    {
        foreach (var plan in plans ?? [])
        {
            if (plan.Merchant == merchant)
            {
                return plan;
            }
        }

        return null;
    }

    /// <summary>Finds a service class.</summary>
    public ServiceClass? Find(ServiceClassId id)
    {
        foreach (var serviceClass in Classes)
        {
            if (serviceClass.Id == id)
            {
                return serviceClass;
            }
        }

        return null;
    }
}
