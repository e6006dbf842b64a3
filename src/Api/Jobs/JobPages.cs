using System.Collections.Immutable;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Pages of jobs.</summary>
internal static class JobPages
{
    /// <summary>Makes a page.</summary>
    /// <param name="found">One more than the page holds, when there are more.</param>
    /// <param name="limit">What the page holds.</param>
    public static Page<JobResource> Of(ImmutableArray<Job> found, int limit)
    {
        var shown = found.Length > limit ? found[..limit] : found;
        return new Page<JobResource>(
            [.. shown.Select(job => JobResources.Of(LiveBoard.ViewOf(job)))],
            found.Length > limit ? Cursors.Of(shown[^1]) : null);
    }
}
