using System.Threading.Channels;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>A stream that waits for items. The protocol has no back pressure, so items that are not read yet are kept.</summary>
internal sealed class PendingStream(Type itemType) : PendingCall(itemType)
{
    private readonly Channel<object?> _items = Channel.CreateUnbounded<object?>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChannelReader<object?> Items => _items.Reader;

    public override void Complete(object? result) => End(null);

    public override void Item(object? item) => _items.Writer.TryWrite(item);

    public override void Fail(Exception error) => End(error);

    public override void Cancel(CancellationToken cancellationToken) => End(new OperationCanceledException("The stream was canceled.", cancellationToken));

    /// <summary>Lets go of the registration with the stream's end; the items may be read much later.</summary>
    public void OnEnd(CancellationTokenRegistration registration) =>
        _ended.Task.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void End(Exception? error)
    {
        _items.Writer.TryComplete(error);
        _ended.TrySetResult();
    }
}
