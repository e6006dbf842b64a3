using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Chains;

/// <summary>Where a job stands in the chain it was ordered with. Fixed with the order: each leg knows them all.</summary>
/// <param name="Chain">Which chain.</param>
/// <param name="Number">Which of its legs this job is, counted from 1.</param>
/// <param name="Legs">All legs, in order: the first follows nothing, each other one an earlier leg.</param>
public sealed record ChainPlace(ChainId Chain, int Number, ImmutableArray<ChainLeg> Legs)
{
    /// <summary>At most this many legs a chain.</summary>
    public const int MaxLegs = 5;

    /// <summary>The job that has to be completed before this one begins; null for the first leg.</summary>
    public JobId? Forerunner => Legs[Number - 1].Follows is > 0 and var follows ? Legs[follows - 1].Job : null;

    /// <summary>The jobs that wait for this one.</summary>
    public IEnumerable<JobId> Followers => Legs.Where(leg => leg.Follows == Number).Select(leg => leg.Job);

    /// <summary>What is wrong with what each leg follows, a line each; empty when it is a chain.</summary>
    /// <param name="follows">For each leg the number of the one it follows, 0 for nothing.</param>
    public static IEnumerable<string> Faults(IReadOnlyList<int> follows)
    {
        if (follows.Count is < 2 or > MaxLegs)
        {
            yield return $"A chain has 2 to {MaxLegs} legs.";
        }

        for (var i = 0; i < follows.Count; i++)
        {
            if (i == 0 ? follows[i] != 0 : follows[i] < 1 || follows[i] > i)
            {
                yield return i == 0 ? "The first leg follows nothing." : $"Leg {i + 1} follows one of the legs before it, 1 to {i}.";
            }
        }
    }

    /// <summary>What is wrong with the place of a job, a line each.</summary>
    /// <param name="job">The job.</param>
    public IEnumerable<string> Faults(JobId job)
    {
        var faults = Faults([.. Legs.Select(leg => leg.Follows)]).ToList();
        if (faults.Count == 0 && (Number < 1 || Number > Legs.Length || Legs[Number - 1].Job != job || Legs.Select(leg => leg.Job).Distinct().Count() != Legs.Length))
        {
            faults.Add("Each leg of a chain is a job of its own.");
        }

        return faults;
    }
}
