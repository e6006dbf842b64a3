namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>The sandbox's answer to one request.</summary>
/// <param name="Status">The HTTP status; 0 for a connection that is cut.</param>
/// <param name="Body">JSON.</param>
/// <param name="Replayed">Whether it is the stored answer of an earlier request with the same key.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="Delay">How late it comes.</param>
public sealed record SandboxAnswer(int Status, string Body, bool Replayed, string RequestId, TimeSpan Delay);
