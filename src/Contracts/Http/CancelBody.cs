namespace O2O.Dispatch.Contracts.Http;

/// <summary>Why a job is canceled.</summary>
/// <param name="Reason">changed_mind, wait_too_long, provider_unable, operator_decision, stuck, safety or unspecified (the default).</param>
public sealed record CancelBody(string? Reason = null);
