namespace O2O.Dispatch.Contracts.Http;

/// <summary>Answers an offer.</summary>
/// <param name="JobId">The job that was offered.</param>
public sealed record OfferAnswerBody(Guid JobId);
