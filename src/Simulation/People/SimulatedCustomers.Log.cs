using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Simulation.People;

public sealed partial class SimulatedCustomers
{
    [LoggerMessage(1601, LogLevel.Warning, "Trip {Trip} was refused: {Rejection} {Detail}")]
    private static partial void Refused(ILogger log, long trip, Rejection rejection, string? detail);

    [LoggerMessage(1602, LogLevel.Warning, "The request of trip {Trip} has no answer; it is sent again")]
    private static partial void Unanswered(ILogger log, long trip, Exception fault);

    [LoggerMessage(1603, LogLevel.Error, "The request of trip {Trip} was given up after {Tries} tries")]
    private static partial void GivenUp(ILogger log, long trip, int tries);

    [LoggerMessage(1604, LogLevel.Error, "Job {Job}: the counter does not know its code")]
    private static partial void CodeUnknown(ILogger log, Guid job);
}
