using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>That a quote was given.</summary>
/// <param name="Quote">Which.</param>
/// <param name="Journey">The journey that it is of.</param>
/// <param name="Market">Where.</param>
/// <param name="Begins">By what way the customer came, where the journey begins with it; null where it goes on with one.</param>
/// <param name="At">When.</param>
public readonly record struct QuoteTouch(QuoteId Quote, JourneyId Journey, MarketId Market, JourneySource? Begins, DateTimeOffset At);
