using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>A stream's reader with the items in their own type.</summary>
internal sealed class CastingReader<T>(ChannelReader<object?> items) : ChannelReader<T>
{
    public override Task Completion => items.Completion;

    public override bool CanCount => items.CanCount;

    public override int Count => items.Count;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        var read = items.TryRead(out var any);
        item = any is null ? default! : (T)any;
        return read;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => items.WaitToReadAsync(cancellationToken);
}
