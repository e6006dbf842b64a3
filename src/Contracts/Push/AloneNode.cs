namespace O2O.Dispatch.Contracts.Push;

/// <summary>The link of a node without others: nothing is missed, and every deed is its own.</summary>
public sealed class AloneNode : INodeLink
{
    /// <inheritdoc/>
    public bool IsAlone => true;

    /// <inheritdoc/>
    public long Losses => 0;

    /// <inheritdoc/>
    public bool IsDeaf => false;

    /// <inheritdoc/>
    public long Unread => 0;

    /// <inheritdoc/>
    public ValueTask Follow(string topic) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Leave(string topic)
    {
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsFollowed(string topic) => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public ValueTask<int> Say(string topic, ReadOnlyMemory<byte> message) => ValueTask.FromResult(0);

    /// <inheritdoc/>
    public IDisposable Hear(string topic, Func<ReadOnlyMemory<byte>, bool> reader) => new Nothing();

    /// <inheritdoc/>
    public ValueTask<bool> Claim(string deed) => ValueTask.FromResult(true);

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
