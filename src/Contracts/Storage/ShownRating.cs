namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A rating that everybody may see.</summary>
/// <param name="Stars">1 to 5.</param>
/// <param name="At">When it was given.</param>
public readonly record struct ShownRating(int Stars, DateTimeOffset At);
