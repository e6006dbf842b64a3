using System.Collections.Immutable;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>What the platform keeps of a job.</summary>
/// <param name="Share">Of the gross without tax.</param>
/// <param name="Fixed">On top of the share, not negative.</param>
/// <param name="LeadFee">What the provider owes for a job it was given and did, whatever its price and however it is paid; null for nothing.</param>
/// <param name="Seller">The merchant of record; null for the platform.</param>
/// <param name="Splits">How share and fixed part are divided among platform, store and brand; null when the platform has all of it. What a party has that the job does not name is the platform's.</param>
public sealed record CommissionPlan(
    BasisPoints Share, Money.Money Fixed, Money.Money? LeadFee = null, Seller? Seller = null, ImmutableArray<RevenueSplit>? Splits = null)
{
    /// <summary>At most this many parties.</summary>
    public const int MaxSplits = 8;

    /// <summary>What is wrong with the split, a line each; empty when it is sound.</summary>
    public IEnumerable<string> SplitFaults()
    {
        if (Splits is not { } splits)
        {
            yield break;
        }

        if (splits.IsDefault || splits.Length is < 1 or > MaxSplits)
        {
            yield return $"A commission is split among 1 to {MaxSplits} parties.";
            yield break;
        }

        if (splits.Sum(split => split.Share.Value) != BasisPoints.One.Value)
        {
            yield return $"The parts of the commission sum to {splits.Sum(split => split.Share.Value)} bp; they sum to {BasisPoints.One.Value}.";
        }

        foreach (var split in splits)
        {
            if (split.Party == SplitParty.Brand && split.Merchant is null)
            {
                yield return "A brand's part of the commission names its merchant.";
            }
            else if (split.Party == SplitParty.Platform && split.Merchant is not null)
            {
                yield return "The platform's part of the commission names no merchant.";
            }
        }
    }
}
