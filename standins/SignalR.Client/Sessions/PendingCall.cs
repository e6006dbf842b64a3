namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>A call that waits for the server. Each of its ends may come at any time and the first one counts.</summary>
internal abstract class PendingCall(Type resultType)
{
    /// <summary>The type of the result, or of a stream's items.</summary>
    public Type ResultType { get; } = resultType;

    /// <summary>The server's completion without an error.</summary>
    public abstract void Complete(object? result);

    /// <summary>An item of a stream; nothing for a call that is none.</summary>
    public abstract void Item(object? item);

    /// <summary>The call failed.</summary>
    public abstract void Fail(Exception error);

    /// <summary>The caller does not wait any longer.</summary>
    public abstract void Cancel(CancellationToken cancellationToken);
}
