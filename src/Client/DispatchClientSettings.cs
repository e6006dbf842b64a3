using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Client;

/// <summary>How a <see cref="DispatchClient"/> shows who it is, and how long it tries.</summary>
public sealed record DispatchClientSettings
{
    /// <summary>Gives the bearer token; asked before each request and each connection of a hub, so it may renew one that runs out. Null, or a null token, sends none.</summary>
    public Func<CancellationToken, ValueTask<string?>>? Token { get; init; }

    /// <summary>The key of an integrator; null for none. Hubs take tokens alone.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How often a request is repeated at the most, 0 to 20. Default: 4.</summary>
    public int RetryLimit { get; init; } = 4;

    /// <summary>The wait before the first repetition, each further one twice as long, more or less a random part. Above zero. Default: 200 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two attempts, above zero. A server that asks for a longer one (Retry-After) gets no repetition. Default: 30 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take, above zero. Default: 15 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock of waits and time-outs. Default: the system's. Against the real SignalR package a hub's own pings and time-outs are on the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where idempotency keys come from that the caller does not give. Null: version 7 ids of <see cref="Clock"/>.</summary>
    public IIdSource? Ids { get; init; }

    /// <summary>Where hub connections log. Default: nowhere.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>These settings, when each is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal DispatchClientSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(RetryLimit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryLimit, 20);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LongestDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AttemptTimeout, TimeSpan.Zero);
        return this;
    }
}
