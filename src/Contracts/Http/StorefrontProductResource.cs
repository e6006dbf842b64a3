using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A product as customers see it.</summary>
/// <param name="ProductId">Which.</param>
/// <param name="Name">For people.</param>
/// <param name="PriceMinorUnits">Of one piece without options.</param>
/// <param name="Groups">What is chosen of it.</param>
/// <param name="PreparationSeconds">How long a piece takes to prepare.</param>
/// <param name="Channels">How it is had here.</param>
/// <param name="Zones">The pricing zones that it is brought to or done in; null for all that the store serves.</param>
public sealed record StorefrontProductResource(
    Guid ProductId, string Name, long PriceMinorUnits, ImmutableArray<ProductGroupResource> Groups, double PreparationSeconds, ImmutableArray<StorefrontChannelResource> Channels,
    ImmutableArray<string>? Zones = null);
