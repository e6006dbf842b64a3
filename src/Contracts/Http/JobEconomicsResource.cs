namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a job came to.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Payment">Where its payment stands.</param>
/// <param name="Economics">By its transfers; all zero while it has none.</param>
public sealed record JobEconomicsResource(Guid JobId, string State, string Payment, EconomicsResource Economics);
