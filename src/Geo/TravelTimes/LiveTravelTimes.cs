namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Travel times that change with traffic while they are read. Others are worked out elsewhere and put in the place of the old ones at once: readers never
/// wait, and every call is answered by one state of traffic. Safe for many threads.
/// </summary>
/// <remarks>
/// Two calls may fall on either side of a change. Who needs several answers of one state, a round of dispatch say, takes <see cref="Current"/> once and asks that.
/// </remarks>
public sealed class LiveTravelTimes : ITravelTimes
{
    private readonly Func<Func<ITravelTimes>, CancellationToken, Task<ITravelTimes>> offload;
    private readonly Lock gate = new();
    private ITravelTimes current;
    private CancellationTokenSource? underWay;
    private long begun;
    private long changes;

    /// <summary>Begins with some times.</summary>
    /// <param name="first">The times to begin with.</param>
    /// <param name="offload">
    /// Runs a computation off the caller's turn and gives its outcome: the offload port's <c>Run</c>. It may run it in line, as in a replay.
    /// </param>
    public LiveTravelTimes(ITravelTimes first, Func<Func<ITravelTimes>, CancellationToken, Task<ITravelTimes>> offload)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(offload);
        current = first;
        this.offload = offload;
        NodeCount = first.NodeCount;
    }

    /// <inheritdoc/>
    public int NodeCount { get; }

    /// <summary>The times of this moment; they do not change.</summary>
    public ITravelTimes Current => Volatile.Read(ref current);

    /// <summary>How often the times were changed.</summary>
    public long Changes => Interlocked.Read(ref changes);

    /// <summary>Puts other times in at once. What <see cref="Refresh"/> is working on is given up: it is older.</summary>
    /// <exception cref="ArgumentException">They are of a network of another size.</exception>
    public void Swap(ITravelTimes next)
    {
        Fit(next);
        lock (gate)
        {
            begun++;
            underWay?.Cancel();
            underWay = null;
            Put(next);
        }
    }

    /// <summary>
    /// Works other times out in the background and puts them in when they are done. A refresh that begins while one is under way cancels that one: only the
    /// newest state of traffic is worth the work.
    /// </summary>
    /// <param name="build">Works the times out; told when it is no longer wanted.</param>
    /// <param name="cancellation">Gives the work up.</param>
    /// <returns>True when the times were put in, false when a newer refresh or swap overtook them. What <paramref name="build"/> throws comes out; the old times stay.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled first.</exception>
    /// <exception cref="ArgumentException">The times are of a network of another size.</exception>
    public async Task<bool> Refresh(Func<CancellationToken, ITravelTimes> build, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(build);
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        long number;
        lock (gate)
        {
            number = ++begun;
            underWay?.Cancel();
            underWay = mine;
        }

        var token = mine.Token;
        ITravelTimes next;
        try
        {
            next = await offload(() => build(token), token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && token.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            // Before the source is disposed, so that a later refresh does not cancel a disposed one.
            lock (gate)
            {
                underWay = ReferenceEquals(underWay, mine) ? null : underWay;
            }
        }

        Fit(next);
        lock (gate)
        {
            if (number != begun)
            {
                return false;
            }

            Put(next);
            return true;
        }
    }

    /// <inheritdoc/>
    public int Milliseconds(int from, int to) => Current.Milliseconds(from, to);

    /// <inheritdoc/>
    public void OneToMany(int from, ReadOnlySpan<int> to, Span<int> milliseconds) => Current.OneToMany(from, to, milliseconds);

    /// <inheritdoc/>
    public void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> milliseconds) => Current.ManyToOne(from, to, milliseconds);

    /// <inheritdoc/>
    public void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> milliseconds) => Current.ManyToMany(from, to, milliseconds);

    /// <inheritdoc/>
    public RoadPath Path(int from, int to) => Current.Path(from, to);

    private void Put(ITravelTimes next)
    {
        Volatile.Write(ref current, next);
        Interlocked.Increment(ref changes);
    }

    private void Fit(ITravelTimes next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.NodeCount != NodeCount)
        {
            throw new ArgumentException($"The new times are of {next.NodeCount:N0} nodes, the old ones of {NodeCount:N0}. Both are of one network.", nameof(next));
        }
    }
}
