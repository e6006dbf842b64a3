using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Simulation.People;

public sealed partial class SimulatedProviders
{
    [LoggerMessage(1654, LogLevel.Warning, "Provider {Provider} was not taken on: {Rejection} {Detail}")]
    private static partial void OnboardingRefused(ILogger log, Guid provider, Rejection rejection, string? detail);
}
