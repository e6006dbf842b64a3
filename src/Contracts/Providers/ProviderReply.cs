namespace O2O.Dispatch.Contracts.Providers;

/// <summary>The answer to a command about a provider.</summary>
/// <param name="View">The provider after the command; null when there is none.</param>
/// <param name="Rejection">Why nothing happened; null when it did.</param>
/// <param name="Detail">More for a person to read.</param>
[GenerateSerializer, Immutable, Alias("o2o.provider-reply")]
public sealed record ProviderReply(
    [property: Id(0)] ProviderView? View,
    [property: Id(1)] Rejection? Rejection,
    [property: Id(2)] string? Detail)
{
    /// <summary>Whether the command was carried out.</summary>
    public bool Done => Rejection is null;
}
