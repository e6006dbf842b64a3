namespace Microsoft.AspNetCore.SignalR.Client;

public static partial class HubConnectionExtensions
{
    /// <summary>Calls a hub method and waits until it is done.</summary>
    public static Task InvokeCoreAsync(this HubConnection hubConnection, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, typeof(object), args, cancellationToken);

    /// <summary>Calls a hub method and waits for its result; the type's default when the method gives none.</summary>
    public static async Task<TResult> InvokeCoreAsync<TResult>(
        this HubConnection hubConnection, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        await hubConnection.InvokeCoreAsync(methodName, typeof(TResult), args, cancellationToken) is { } result ? (TResult)result : default!;

    /// <summary>Calls a hub method with no arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [], cancellationToken);

    /// <summary>Calls a hub method with 1 argument and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1], cancellationToken);

    /// <summary>Calls a hub method with 2 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2], cancellationToken);

    /// <summary>Calls a hub method with 3 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3], cancellationToken);

    /// <summary>Calls a hub method with 4 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4], cancellationToken);

    /// <summary>Calls a hub method with 5 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4, arg5], cancellationToken);

    /// <summary>Calls a hub method with 6 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4, arg5, arg6], cancellationToken);

    /// <summary>Calls a hub method with 7 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7], cancellationToken);

    /// <summary>Calls a hub method with 8 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8], cancellationToken);

    /// <summary>Calls a hub method with 9 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9], cancellationToken);

    /// <summary>Calls a hub method with 10 arguments and waits until it is done.</summary>
    public static Task InvokeAsync(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, object? arg10, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10], cancellationToken);

    /// <summary>Calls a hub method with no arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [], cancellationToken);

    /// <summary>Calls a hub method with 1 argument and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1], cancellationToken);

    /// <summary>Calls a hub method with 2 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2], cancellationToken);

    /// <summary>Calls a hub method with 3 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3], cancellationToken);

    /// <summary>Calls a hub method with 4 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4], cancellationToken);

    /// <summary>Calls a hub method with 5 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5], cancellationToken);

    /// <summary>Calls a hub method with 6 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6], cancellationToken);

    /// <summary>Calls a hub method with 7 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7], cancellationToken);

    /// <summary>Calls a hub method with 8 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8], cancellationToken);

    /// <summary>Calls a hub method with 9 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9], cancellationToken);

    /// <summary>Calls a hub method with 10 arguments and waits for its result.</summary>
    public static Task<TResult> InvokeAsync<TResult>(
        this HubConnection hubConnection, string methodName, object? arg1, object? arg2, object? arg3, object? arg4, object? arg5, object? arg6, object? arg7, object? arg8, object? arg9, object? arg10, CancellationToken cancellationToken = default) =>
        hubConnection.InvokeCoreAsync<TResult>(methodName, [arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10], cancellationToken);
}
