using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>Who wants suggestions, and what was suggested. Thread-safe; never more than the caps allow, whoever asks at once.</summary>
public interface ISuggestionStore
{
    /// <summary>Whether a customer wants suggestions; who has said nothing does not.</summary>
    ValueTask<bool> Wants(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Keeps whether a customer wants suggestions.</summary>
    ValueTask Prefer(CustomerId customer, bool suggestions, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Writes a suggestion down, if its customer wants any, had none for a while and not too many in the seven days before, and if the end of its job has suggested nothing yet.</summary>
    /// <param name="suggestion">What.</param>
    /// <param name="gap">So long there is none after another.</param>
    /// <param name="perWeek">So many there are in seven days at the most.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <returns>Whether it was: then it is to be sent.</returns>
    ValueTask<bool> Add(Suggestion suggestion, TimeSpan gap, int perWeek, CancellationToken cancellationToken);

    /// <summary>A suggestion; null when there is none of that id.</summary>
    ValueTask<Suggestion?> Find(Guid suggestion, CancellationToken cancellationToken);

    /// <summary>Keeps that a suggestion was followed, with the touch that it is, once.</summary>
    ValueTask Follow(Guid suggestion, JourneyTouch touch, CancellationToken cancellationToken);
}
