namespace O2O.Dispatch.Contracts.Http;

/// <summary>Who does a job, as its customer sees it.</summary>
/// <param name="Name">As given at the application.</param>
/// <param name="Verified">Whether an operator has approved it, and nobody has suspended it since.</param>
/// <param name="RatingCount">How many ratings of it are shown.</param>
/// <param name="RatingScore">How it is rated, the latest ratings first in weight, 1 to 5; null when there is none.</param>
public sealed record JobProviderResource(string Name, bool Verified, int RatingCount, double? RatingScore);
