using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The outbox: what commits owe others. Thread-safe.</summary>
public interface IOutboxStore
{
    /// <summary>Rows of a lane that are due, the oldest first.</summary>
    ValueTask<ImmutableArray<OutboxRow>> Due(OutboxLane lane, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Whether a row still waits, and is due: neither delivered, nor tried, nor put off, nor parked since it was read.</summary>
    /// <param name="row">Its id.</param>
    /// <param name="attempts">Its tries as they were read.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    ValueTask<bool> IsDue(long row, int attempts, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Closes rows that were delivered. Closing twice is harmless.</summary>
    ValueTask Close(ImmutableArray<long> rows, CancellationToken cancellationToken);

    /// <summary>Puts a row off after a failed try.</summary>
    ValueTask PutOff(long row, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken);

    /// <summary>Sets a row aside for a person to look at; it is not tried again by itself.</summary>
    ValueTask Park(long row, int attempts, string error, CancellationToken cancellationToken);

    /// <summary>How many rows wait, and how many are parked.</summary>
    ValueTask<(long Waiting, long Parked)> Count(CancellationToken cancellationToken);

    /// <summary>The rows that were set aside, in order of id.</summary>
    ValueTask<ImmutableArray<ParkedRow>> Parked(int limit, CancellationToken cancellationToken);

    /// <summary>Lets a parked row be tried again from an instant on, its attempts counted anew.</summary>
    /// <returns>False when no such row is parked.</returns>
    ValueTask<bool> Unpark(long row, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
