using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Refuses commits that no store could keep.</summary>
internal static class SoundCommit
{
    /// <summary>The commit, with a list that was left out taken for an empty one.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static JobCommit Of(JobCommit commit)
    {
        var sound = commit with
        {
            Events = OrEmpty(commit.Events),
            Outbox = OrEmpty(commit.Outbox),
            ClosedOutbox = OrEmpty(commit.ClosedOutbox),
            Transfers = OrEmpty(commit.Transfers),
            Pending = OrEmpty(commit.Pending),
            Streams = OrEmpty(commit.Streams),
            Offers = OrEmpty(commit.Offers),
        };
        if (sound.Events.IsEmpty)
        {
            return sound.Answer is not null && sound.Outbox.IsEmpty && sound.Transfers.IsEmpty && sound.Pending.IsEmpty && sound.Streams.IsEmpty && sound.Offers.IsEmpty
                ? sound
                : throw new ArgumentException("A commit without events stores an answer, may close outbox rows, and nothing else.", nameof(commit));
        }

        return commit.ExpectedVersion >= 0 && commit.After.Version - commit.ExpectedVersion == sound.Events.Length
            ? sound
            : throw new ArgumentException(
                $"Job {commit.After.Id} goes from version {commit.ExpectedVersion} to {commit.After.Version} with {sound.Events.Length} events: each event is one version.",
                nameof(commit));
    }

    private static ImmutableArray<T> OrEmpty<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;
}
