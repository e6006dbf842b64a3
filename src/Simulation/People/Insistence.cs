using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Simulation.People;

/// <summary>Sends a command about a job until it has an answer, as an app does.</summary>
/// <param name="log">Told what has no answer.</param>
/// <param name="time">The clock of the simulation.</param>
internal sealed partial class Insistence(ILogger log, TimeProvider time)
{
    private const int Tries = 30;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Sends it.</summary>
    /// <param name="job">What it is about.</param>
    /// <param name="name">What is wanted, for the log.</param>
    /// <param name="send">Sends it once, under the same command id each time.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The answer; null when there was none.</returns>
    public async Task<JobReply?> Send(Guid job, string name, Func<Task<JobReply>> send, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            try
            {
                var reply = await send();
                if (reply.Rejection is { } why)
                {
                    Refused(log, job, name, why);
                }

                return reply;
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Unanswered(log, job, name, fault);
            }

            await Task.Delay(RetryAfter, time, cancellationToken);
        }

        GivenUp(log, job, name, Tries);
        return null;
    }

    [LoggerMessage(1651, LogLevel.Warning, "Job {Job}: {Step} has no answer; it is sent again")]
    private static partial void Unanswered(ILogger log, Guid job, string step, Exception fault);

    [LoggerMessage(1652, LogLevel.Debug, "Job {Job}: {Step} was refused: {Rejection}")]
    private static partial void Refused(ILogger log, Guid job, string step, Rejection rejection);

    [LoggerMessage(1653, LogLevel.Error, "Job {Job}: {Step} was given up after {Tries} tries")]
    private static partial void GivenUp(ILogger log, Guid job, string step, int tries);
}
