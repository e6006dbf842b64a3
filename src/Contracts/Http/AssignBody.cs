namespace O2O.Dispatch.Contracts.Http;

/// <summary>An operator gives a job to a provider.</summary>
/// <param name="ProviderId">To whom.</param>
public sealed record AssignBody(Guid ProviderId);
