namespace O2O.Dispatch.Contracts.Http;

/// <summary>A code that a customer shows at a counter.</summary>
/// <param name="Code">As it was shown or said.</param>
public sealed record CodeBody(string Code);
