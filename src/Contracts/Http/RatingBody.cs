namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer thought of a completed job.</summary>
/// <param name="Stars">1 to 5.</param>
/// <param name="Comment">At most 500 characters.</param>
public sealed record RatingBody(int Stars, string? Comment = null);
