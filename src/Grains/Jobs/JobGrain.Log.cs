using Microsoft.Extensions.Logging;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Grains.Jobs;

public sealed partial class JobGrain
{
    [LoggerMessage(1001, LogLevel.Debug, "Job {Job} is at version {Version}: {Status}")]
    private static partial void Committed(ILogger log, JobId job, long version, JobStatus status);

    [LoggerMessage(1002, LogLevel.Warning, "Job {Job} was not at version {Version}: another activation was faster")]
    private static partial void Conflicted(ILogger log, JobId job, long version);
}
