using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Reads the durable streams. They are written by job commits and offers alone. Thread-safe.</summary>
public interface IStreamReader
{
    /// <summary>The last sequence of a stream that is durable; 0 while it has no event. What is read after it contains at least the events up to it.</summary>
    /// <param name="stream">For instance <c>customer/{id}</c>; see <see cref="StreamNames"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<long> LastSequence(string stream, CancellationToken cancellationToken);

    /// <summary>The events of a stream after a sequence, in order and without a gap.</summary>
    /// <param name="stream">For instance <c>customer/{id}</c>; see <see cref="StreamNames"/>.</param>
    /// <param name="after">The sequence.</param>
    /// <param name="limit">At most so many, the first of them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<StreamEvent>> After(string stream, long after, int limit, CancellationToken cancellationToken);
}
