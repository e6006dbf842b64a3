using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>The name of a stream, taken apart.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Id">Of whom or what; the empty id for a market.</param>
/// <param name="Market">The market; empty for others.</param>
/// <param name="Store">Of a merchant's stream: the one store that its hearer sees; null for all.</param>
internal readonly record struct StreamAddress(StreamKind Kind, Guid Id, string Market, Guid? Store = null)
{
    // The longest name there may be: a kind and a slug.
    private const int MaxLength = 100;

    /// <summary>The name as everybody writes it; with a store, as this process knows it.</summary>
    public string Name => Kind switch
    {
        StreamKind.Customer => StreamNames.Customer(Id),
        StreamKind.Provider => StreamNames.Provider(Id),
        StreamKind.Job => StreamNames.Job(Id),
        StreamKind.Market => StreamNames.Market(Market),
        StreamKind.Merchant => Store is { } store ? StreamNames.Merchant(Id, store) : StreamNames.Merchant(Id),
    };

    /// <summary>Whether its facts are in the store and its sequence goes on there; of markets and merchants each node counts its own.</summary>
    public bool IsDurable => Kind is not (StreamKind.Market or StreamKind.Merchant);

    /// <summary>Takes a name apart; ids with dashes are read too.</summary>
    public static bool TryParse(string? name, out StreamAddress address)
    {
        address = default;
        if (name is null || name.Length > MaxLength || name.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0)
        {
            return false;
        }

        var subject = name[(slash + 1)..];
        StreamKind? kind = name[..slash] switch
        {
            "customer" => StreamKind.Customer,
            "provider" => StreamKind.Provider,
            "job" => StreamKind.Job,
            "market" => StreamKind.Market,
            "merchant" => StreamKind.Merchant,
            _ => null,
        };
        if (kind == StreamKind.Market)
        {
            address = new StreamAddress(StreamKind.Market, Guid.Empty, subject);
            return MarketId.TryParse(subject, out _);
        }

        if (kind is not { } of || !(Guid.TryParseExact(subject, "N", out var id) || Guid.TryParseExact(subject, "D", out id)) || id == Guid.Empty)
        {
            return false;
        }

        address = new StreamAddress(of, id, string.Empty);
        return true;
    }
}
