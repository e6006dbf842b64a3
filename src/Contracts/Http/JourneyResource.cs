namespace O2O.Dispatch.Contracts.Http;

/// <summary>A journey.</summary>
/// <param name="JourneyId">Names it; quotes go on with it. Who knows it may, so that it is told to nobody else.</param>
public sealed record JourneyResource(Guid JourneyId);
