namespace O2O.Dispatch.Domain.Fares;

/// <summary>Who pays for a discount. It is always known: there is no anonymous subsidy.</summary>
/// <param name="Kind">The kind of party.</param>
/// <param name="Id">The party's id; empty only for the platform.</param>
public sealed record Funder(FunderKind Kind, string Id)
{
    /// <summary>The platform.</summary>
    public static Funder Platform { get; } = new(FunderKind.Platform, string.Empty);
}
