using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A product as a merchant writes it.</summary>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="PriceMinorUnits">Of one piece without options, in the merchant's currency.</param>
/// <param name="Groups">What is chosen of it, at most 20; null for nothing.</param>
/// <param name="PreparationSeconds">How long a piece takes to prepare, or, of a visit, how long the work takes; up to 24 h.</param>
/// <param name="Version">The version that the editor saw; none for a new product.</param>
/// <param name="Skills">What whoever comes for it has to be able to do, where it is sold as a visit: at most 10 slugs, as an operator grants them to providers; null for nothing.</param>
/// <param name="Zones">The pricing zones that it is brought to or done in, at most 100, as far as its store serves them; null or empty for all of them.</param>
public sealed record ProductBody(
    string Name,
    long PriceMinorUnits,
    ImmutableArray<ProductGroupResource>? Groups = null,
    double PreparationSeconds = 0,
    long? Version = null,
    ImmutableArray<string>? Skills = null,
    ImmutableArray<string>? Zones = null);
