using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Journeys;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>How customers came. What becomes of a journey's jobs is written by the jobs' own commits. Thread-safe; what is answered is durable.</summary>
public interface IJourneyStore
{
    /// <summary>Writes a touch down. One of the same id stays as it is.</summary>
    /// <returns>The journey of the touch that stands.</returns>
    ValueTask<JourneyId> Touch(JourneyTouch touch, CancellationToken cancellationToken);

    /// <summary>Whether a journey has begun.</summary>
    ValueTask<bool> Knows(JourneyId journey, CancellationToken cancellationToken);

    /// <summary>Writes down that a quote was given. It counts for the latest touch of its journey, or is itself the touch that begins it. Said again it changes nothing.</summary>
    /// <param name="quote">The quote; one without a journey is not counted.</param>
    /// <param name="begins">By what way the customer came, where its journey begins with it; null where it goes on with one.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask Quoted(Quote quote, JourneySource? begins, DateTimeOffset at, CancellationToken cancellationToken);
}
