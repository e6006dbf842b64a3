namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>One request as the sandbox sees it, with all that its outcome follows from.</summary>
/// <param name="At">When, in Unix seconds.</param>
/// <param name="Account">The connected account it is made for; empty for the platform.</param>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">The path, such as <c>/v1/refunds</c>.</param>
/// <param name="Parameters">The form and the query, in the order sent.</param>
/// <param name="IdempotencyKey">The key; null for none.</param>
public sealed record SandboxCall(
    long At, string Account, string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Parameters, string? IdempotencyKey);
