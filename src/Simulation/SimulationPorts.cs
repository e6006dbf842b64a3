using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Simulation;

/// <summary>What a simulation reaches the platform by: what an app reaches it by, and a clock.</summary>
/// <param name="Grains">Where commands go.</param>
/// <param name="Bus">Where events come from.</param>
/// <param name="Quotes">Gives quotes.</param>
/// <param name="Work">Runs loops.</param>
/// <param name="Time">Wall or virtual.</param>
/// <param name="Logs">Makes loggers.</param>
/// <param name="Reports">Takes location reports, as a host's edge does; null sends them to the dispatch shard.</param>
/// <param name="Sales">What customers of stores reach it by; null where nobody buys anything of a store.</param>
public sealed record SimulationPorts(
    IGrainFactory Grains, IEventBus Bus, QuoteDesk Quotes, IBackgroundWork Work, TimeProvider Time, ILoggerFactory Logs,
    Func<LocationBatch, CancellationToken, ValueTask>? Reports = null,
    SalePorts? Sales = null);
