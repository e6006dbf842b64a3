using System.Threading.Channels;

namespace Microsoft.AspNetCore.SignalR.Client;

public static partial class HubConnectionExtensions
{
    /// <summary>Calls a streaming hub method; the reader gives its items.</summary>
    public static async Task<ChannelReader<TResult>> StreamAsChannelCoreAsync<TResult>(
        this HubConnection hubConnection, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        new CastingReader<TResult>(await hubConnection.StreamAsChannelCoreAsync(methodName, typeof(TResult), args, cancellationToken));

    /// <summary>Calls a streaming hub method with no arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [], cancellationToken);

    /// <summary>Calls a streaming hub method with 1 argument when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1], cancellationToken);

    /// <summary>Calls a streaming hub method with 2 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2], cancellationToken);

    /// <summary>Calls a streaming hub method with 3 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3], cancellationToken);

    /// <summary>Calls a streaming hub method with 4 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4], cancellationToken);

    /// <summary>Calls a streaming hub method with 5 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5], cancellationToken);

    /// <summary>Calls a streaming hub method with 6 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6], cancellationToken);

    /// <summary>Calls a streaming hub method with 7 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7], cancellationToken);

    /// <summary>Calls a streaming hub method with 8 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8], cancellationToken);

    /// <summary>Calls a streaming hub method with 9 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9], cancellationToken);

    /// <summary>Calls a streaming hub method with 10 arguments when the enumeration starts.</summary>
    public static IAsyncEnumerable<TResult> StreamAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, object? arg10, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsyncCore<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10], cancellationToken);

    /// <summary>Calls a streaming hub method with no arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [], cancellationToken);

    /// <summary>Calls a streaming hub method with 1 argument; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1], cancellationToken);

    /// <summary>Calls a streaming hub method with 2 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2], cancellationToken);

    /// <summary>Calls a streaming hub method with 3 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3], cancellationToken);

    /// <summary>Calls a streaming hub method with 4 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4], cancellationToken);

    /// <summary>Calls a streaming hub method with 5 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5], cancellationToken);

    /// <summary>Calls a streaming hub method with 6 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6], cancellationToken);

    /// <summary>Calls a streaming hub method with 7 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7], cancellationToken);

    /// <summary>Calls a streaming hub method with 8 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8], cancellationToken);

    /// <summary>Calls a streaming hub method with 9 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9], cancellationToken);

    /// <summary>Calls a streaming hub method with 10 arguments; the reader gives its items.</summary>
    public static Task<ChannelReader<TResult>> StreamAsChannelAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, object? arg10, CancellationToken cancellationToken = default) =>
        hubConnection.StreamAsChannelCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10], cancellationToken);
}
