using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>What a job's commit leaves in the read models of journeys and campaigns: nothing, but with a first commit of a journey or with vouchers, and with a journey's completion.</summary>
internal static class LoopFacts
{
    /// <summary>Whether a commit is the first of a job that is of a journey or holds vouchers.</summary>
    public static bool IsOrder(JobCommit commit) => commit.ExpectedVersion == 0 && commit.After.Order is { Journey: not null } or { Vouchers: not null };

    /// <summary>When a job of a journey was completed by a commit; null where none was.</summary>
    public static DateTimeOffset? CompletedAt(JobCommit commit) => commit.ExpectedVersion > 0 && commit.After.Order.Journey is not null
        ? commit.Events.FirstOrDefault(happened => happened is JobEvent.Completed)?.At
        : null;
}
