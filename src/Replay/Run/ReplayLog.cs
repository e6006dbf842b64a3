using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Replay.Run;

/// <summary>Keeps the first warnings and errors of a run, to be shown at its end, and counts the others.</summary>
internal sealed class ReplayLog : ILoggerProvider, ILogger
{
    private const int Kept = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _first = [];
    private int _count;

    /// <summary>What to show.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_gate)
            {
                return _count > Kept ? [.. _first, $"... and {_count - Kept} more warnings."] : [.. _first];
            }
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning)
        {
            return;
        }

        lock (_gate)
        {
            if (_count++ < Kept)
            {
                _first.Add(exception is null ? $"{logLevel}: {formatter(state, exception)}" : $"{logLevel}: {formatter(state, exception)} ({exception.GetType().Name}: {exception.Message})");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
