namespace O2O.Dispatch.Payments.Vault;

/// <summary>What became of a method that was handed over: it is kept, or why not.</summary>
/// <param name="Method">What is kept; null when it is refused.</param>
/// <param name="Refusal">Why it is not; null when it is.</param>
public sealed record VaultAnswer(VaultMethod? Method, VaultRefusal? Refusal);
