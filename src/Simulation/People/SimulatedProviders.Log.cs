using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Simulation.People;

public sealed partial class SimulatedProviders
{
    [LoggerMessage(1651, LogLevel.Warning, "Job {Job}: {Step} has no answer; it is sent again")]
    private static partial void Unanswered(ILogger log, Guid job, string step, Exception fault);

    [LoggerMessage(1652, LogLevel.Debug, "Job {Job}: {Step} was refused: {Rejection}")]
    private static partial void StepRefused(ILogger log, Guid job, string step, Rejection rejection);

    [LoggerMessage(1654, LogLevel.Warning, "Provider {Provider} was not taken on: {Rejection} {Detail}")]
    private static partial void OnboardingRefused(ILogger log, Guid provider, Rejection rejection, string? detail);

    [LoggerMessage(1653, LogLevel.Error, "Job {Job}: {Step} was given up after {Tries} tries")]
    private static partial void GivenUp(ILogger log, Guid job, string step, int tries);
}
