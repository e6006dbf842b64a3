using System.Collections.Immutable;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>The handlers of a connection by method name, each list in order of registration. Thread-safe; a list that was read does not change.</summary>
internal sealed class HandlerTable
{
    private readonly object _gate = new();
    private ImmutableDictionary<string, ImmutableArray<Handler>> _handlers = ImmutableDictionary.Create<string, ImmutableArray<Handler>>(StringComparer.Ordinal);

    public ImmutableArray<Handler> this[string method] => Volatile.Read(ref _handlers).GetValueOrDefault(method, []);

    /// <exception cref="InvalidOperationException">There is already a handler with a result: the server would get two answers.</exception>
    public IDisposable Add(string method, Handler handler)
    {
        ArgumentNullException.ThrowIfNull(method);
        lock (_gate)
        {
            if (handler.HasResult && this[method].Any(other => other.HasResult))
            {
                throw new InvalidOperationException($"'{method}' already has a value returning handler. Multiple return values are not supported.");
            }

            Volatile.Write(ref _handlers, _handlers.SetItem(method, this[method].Add(handler)));
        }

        return new Registration(this, method, handler);
    }

    public void Remove(string method)
    {
        lock (_gate)
        {
            Volatile.Write(ref _handlers, _handlers.Remove(method));
        }
    }

    private sealed class Registration(HandlerTable table, string method, Handler handler) : IDisposable
    {
        public void Dispose()
        {
            lock (table._gate)
            {
                // By reference: two equal records are two registrations.
                var left = table[method].RemoveAll(other => ReferenceEquals(other, handler));
                Volatile.Write(ref table._handlers, left.IsEmpty ? table._handlers.Remove(method) : table._handlers.SetItem(method, left));
            }
        }
    }
}
