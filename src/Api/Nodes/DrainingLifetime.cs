using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace O2O.Dispatch.Api.Nodes;

/// <summary>
/// Ends an API node in two steps: told to stop (SIGTERM, SIGINT, SIGQUIT) it drains, that is, it serves as before while its health refuses; after a while, or when it is told again, it stops.
/// A proxy in front so has taken the node out before the first connection is refused. Thread-safe.
/// </summary>
/// <param name="host">Is stopped in the end.</param>
/// <param name="drain">How long the node drains.</param>
/// <param name="time">Measures that.</param>
internal sealed class DrainingLifetime(IHostApplicationLifetime host, TimeSpan drain, TimeProvider time) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private ITimer? _timer;
    private int _told;

    /// <summary>Whether it was told to stop.</summary>
    public bool IsDraining => Volatile.Read(ref _told) > 0;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Stop();
            }));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins to drain; a second time it stops at once.</summary>
    public void Stop()
    {
        // Before the service has started there is nobody to drain.
        if (Interlocked.Increment(ref _told) > 1 || drain == TimeSpan.Zero || !host.ApplicationStarted.IsCancellationRequested)
        {
            host.StopApplication();
            return;
        }

        _timer = time.CreateTimer(_ => host.StopApplication(), null, drain, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }
}
