namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>An invocation that waits for its result.</summary>
internal sealed class PendingResult(Type resultType) : PendingCall(resultType)
{
    private readonly TaskCompletionSource<object?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<object?> Result => _result.Task;

    public override void Complete(object? result) => _result.TrySetResult(result);

    public override void Item(object? item)
    {
    }

    public override void Fail(Exception error) => _result.TrySetException(error);

    public override void Cancel(CancellationToken cancellationToken) => _result.TrySetCanceled(cancellationToken);
}
