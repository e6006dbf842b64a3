using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Chains;

/// <summary>News that a leg owes another of its chain.</summary>
/// <param name="To">Who is told.</param>
/// <param name="Step">What.</param>
public readonly record struct ChainNews(JobId To, ChainStep Step)
{
    /// <summary>What one commit of a job owes: the first leg, which is made last, tells all others that the chain is whole; each tells those that follow it of its end.</summary>
    /// <param name="before">The job before; null for a new one.</param>
    /// <param name="after">The job after.</param>
    public static ImmutableArray<ChainNews> Of(Job? before, Job after)
    {
        if (after.Order.Chain is not { } place)
        {
            return [];
        }

        ImmutableArray<ChainNews> made = before is null && place.Number == 1 ? [.. place.Legs.Skip(1).Select(leg => new ChainNews(leg.Job, ChainStep.Made))] : [];
        return after.Status.IsEnd() && before?.Status.IsEnd() != true
            ? made.AddRange(place.Followers.Select(job => new ChainNews(job, after.Status == JobStatus.Completed ? ChainStep.Completed : ChainStep.Ended)))
            : made;
    }
}
