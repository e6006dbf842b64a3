namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Typed handlers and calls of a <see cref="HubConnection"/>, for each number of arguments.</summary>
public static partial class HubConnectionExtensions
{
    /// <summary>Registers a handler that gets its arguments as an array.</summary>
    public static IDisposable On(this HubConnection hubConnection, string methodName, Type[] parameterTypes, Func<object?[], Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, parameterTypes, static (args, state) => ((Func<object?[], Task>)state)(args), handler);
    }

    /// <summary>Registers a handler with a result that gets its arguments as an array.</summary>
    public static IDisposable On<TResult>(this HubConnection hubConnection, string methodName, Type[] parameterTypes, Func<object?[], Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, parameterTypes, async (args, _) => (object?)await handler(args), handler);
    }

    /// <summary>Registers a handler without arguments.</summary>
    public static IDisposable On(this HubConnection hubConnection, string methodName, Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [], _ =>
        {
            handler();
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler without arguments.</summary>
    public static IDisposable On(this HubConnection hubConnection, string methodName, Func<Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [], _ => handler());
    }

    /// <summary>Registers a handler that gives a result, without arguments.</summary>
    public static IDisposable On<TResult>(this HubConnection hubConnection, string methodName, Func<TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [], _ => Task.FromResult(handler()));
    }

    /// <summary>Registers an asynchronous handler that gives a result, without arguments.</summary>
    public static IDisposable On<TResult>(this HubConnection hubConnection, string methodName, Func<Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [], _ => handler());
    }

    /// <summary>Registers a handler with 1 argument.</summary>
    public static IDisposable On<T1>(this HubConnection hubConnection, string methodName, Action<T1> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1)], args =>
        {
            handler((T1)args[0]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 1 argument.</summary>
    public static IDisposable On<T1>(this HubConnection hubConnection, string methodName, Func<T1, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1)], args => handler((T1)args[0]!));
    }

    /// <summary>Registers a handler that gives a result, with 1 argument.</summary>
    public static IDisposable On<T1, TResult>(this HubConnection hubConnection, string methodName, Func<T1, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1)], args => Task.FromResult(handler((T1)args[0]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 1 argument.</summary>
    public static IDisposable On<T1, TResult>(this HubConnection hubConnection, string methodName, Func<T1, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1)], args => handler((T1)args[0]!));
    }

    /// <summary>Registers a handler with 2 arguments.</summary>
    public static IDisposable On<T1, T2>(this HubConnection hubConnection, string methodName, Action<T1, T2> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 2 arguments.</summary>
    public static IDisposable On<T1, T2>(this HubConnection hubConnection, string methodName, Func<T1, T2, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2)], args => handler((T1)args[0]!, (T2)args[1]!));
    }

    /// <summary>Registers a handler that gives a result, with 2 arguments.</summary>
    public static IDisposable On<T1, T2, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 2 arguments.</summary>
    public static IDisposable On<T1, T2, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2)], args => handler((T1)args[0]!, (T2)args[1]!));
    }

    /// <summary>Registers a handler with 3 arguments.</summary>
    public static IDisposable On<T1, T2, T3>(this HubConnection hubConnection, string methodName, Action<T1, T2, T3> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 3 arguments.</summary>
    public static IDisposable On<T1, T2, T3>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!));
    }

    /// <summary>Registers a handler that gives a result, with 3 arguments.</summary>
    public static IDisposable On<T1, T2, T3, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 3 arguments.</summary>
    public static IDisposable On<T1, T2, T3, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!));
    }

    /// <summary>Registers a handler with 4 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4>(this HubConnection hubConnection, string methodName, Action<T1, T2, T3, T4> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 4 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!));
    }

    /// <summary>Registers a handler that gives a result, with 4 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 4 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!));
    }

    /// <summary>Registers a handler with 5 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5>(this HubConnection hubConnection, string methodName, Action<T1, T2, T3, T4, T5> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 5 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!));
    }

    /// <summary>Registers a handler that gives a result, with 5 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 5 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!));
    }

    /// <summary>Registers a handler with 6 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6>(this HubConnection hubConnection, string methodName, Action<T1, T2, T3, T4, T5, T6> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 6 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!));
    }

    /// <summary>Registers a handler that gives a result, with 6 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 6 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!));
    }

    /// <summary>Registers a handler with 7 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7>(this HubConnection hubConnection, string methodName, Action<T1, T2, T3, T4, T5, T6, T7> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 7 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, T7, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!));
    }

    /// <summary>Registers a handler that gives a result, with 7 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, T7, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 7 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, T7, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!));
    }

    /// <summary>Registers a handler with 8 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7, T8>(this HubConnection hubConnection, string methodName, Action<T1, T2, T3, T4, T5, T6, T7, T8> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], args =>
        {
            handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!, (T8)args[7]!);
            return Task.CompletedTask;
        });
    }

    /// <summary>Registers an asynchronous handler with 8 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7, T8>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!, (T8)args[7]!));
    }

    /// <summary>Registers a handler that gives a result, with 8 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], args => Task.FromResult(handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!, (T8)args[7]!)));
    }

    /// <summary>Registers an asynchronous handler that gives a result, with 8 arguments.</summary>
    public static IDisposable On<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(this HubConnection hubConnection, string methodName, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task<TResult>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return hubConnection.On<TResult>(methodName, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], args => handler((T1)args[0]!, (T2)args[1]!, (T3)args[2]!, (T4)args[3]!, (T5)args[4]!, (T6)args[5]!, (T7)args[6]!, (T8)args[7]!));
    }
}
