using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Api.Stores;

/// <summary>A store as a search knows it: what is asked of thousands of them is worked out once. Thread-safe.</summary>
internal sealed class KnownStore
{
    // Clocks are put forward and back on the hour or the half of it, so within it opening hours are as plain as the clock on the wall.
    private static readonly long Remembered = TimeSpan.FromMinutes(30).Ticks;
    private readonly TimeZoneInfo _zone;
    private readonly string _names;
    private readonly string _own;
    private readonly ImmutableArray<(string Name, ImmutableArray<string>? Zones)> _products = [];
    private readonly int _channels;
    private readonly bool _isLimited;
    private readonly (ulong, ulong, ulong, ulong) _signs;
    private OpenState _open = new(0, 0, null);

    public KnownStore(StoreCard card)
    {
        Card = card;
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(card.Store.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
        _own = StoreText.Fold($"{card.Merchant.Name}\n{card.Store.Name}");
        _names = string.Join('\n', card.Shelf.Select(line => StoreText.Fold(line.Name)).Distinct(StringComparer.Ordinal).Prepend(_own));
        _signs = StoreText.SignsOf(_names);
        _isLimited = card.Shelf.Any(line => line.Zones is not null);
        if (_isLimited)
        {
            _products = [.. card.Shelf.Select(line => (StoreText.Fold(line.Name), line.Zones))];
        }

        IsShown = card.Merchant.Standing == MerchantStanding.Verified;
        foreach (var channel in card.Store.Channels)
        {
            _channels |= 1 << (int)channel;
        }
    }

    public StoreCard Card { get; }

    public Store Store => Card.Store;

    /// <summary>Whether customers are shown anything of it.</summary>
    public bool IsShown { get; }

    /// <summary>What a text is looked for in, folded.</summary>
    public string Said => _names;

    public bool SellsBy(StoreChannel channel) => (_channels & (1 << (int)channel)) != 0;

    /// <summary>Whether it sells one way at a place in a pricing zone. At its counter what it sells can be had from anywhere.</summary>
    public bool Reaches(StoreChannel channel, string zone) => channel == StoreChannel.Counter || DeliveryZone.Of(Store.Zones, zone) is not null;

    /// <summary>Whether what it sells one way can be had at a place in a pricing zone, something of it at least.</summary>
    public bool Serves(StoreChannel channel, string zone) => Reaches(channel, zone) && (channel == StoreChannel.Counter || SellsSomethingIn(channel, zone));

    /// <summary>Whether its name, its merchant's or that of a product that is sold at a place has the text in it.</summary>
    public bool Says(StoreText text, StoreChannel channel, string zone)
    {
        if (!text.MayBeIn(_signs) || !_names.Contains(text.Folded, StringComparison.Ordinal))
        {
            return false;
        }

        if (!_isLimited || _own.Contains(text.Folded, StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var (name, zones) in _products)
        {
            if (Product.IsSoldIn(zones, channel, zone) && name.Contains(text.Folded, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is open and takes orders.</summary>
    public bool IsOpen(DateTimeOffset now) => !Store.Paused && StateAt(now).Rest is null;

    /// <summary>The span around an instant in which nobody can order of it; null while it is open.</summary>
    public RestSpan? RestAt(DateTimeOffset now) => Store.Paused || !IsShown ? RestSpan.Always : StateAt(now).Rest;

    /// <summary>When it opens next; null while it is open, or when it does not for a year.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        var local = WallClock.At(_zone, now);
        return Store.Hours.NextOpening(local) is { } next && next > local ? WallClock.InstantOf(_zone, next) : null;
    }

    /// <summary>Whether anything that it sells one way is sold at a place. A shelf with nothing on it yet is no reason to be hidden.</summary>
    private bool SellsSomethingIn(StoreChannel channel, string zone)
    {
        var isEmpty = true;
        foreach (var line in _isLimited ? Card.Shelf : [])
        {
            if (line.Channel == channel)
            {
                if (Product.IsSoldIn(line.Zones, channel, zone))
                {
                    return true;
                }

                isEmpty = false;
            }
        }

        return isEmpty;
    }

    private OpenState StateAt(DateTimeOffset now)
    {
        var known = Volatile.Read(ref _open);
        if (now.UtcTicks < known.From || now.UtcTicks >= known.Until)
        {
            known = Look(now);
            Volatile.Write(ref _open, known);
        }

        return known;
    }

    private OpenState Look(DateTimeOffset now)
    {
        var local = WallClock.At(_zone, now);
        var from = now.UtcTicks - (now.UtcTicks % Remembered);
        var until = from + Remembered;
        var day = DateOnly.FromDateTime(local);
        for (var i = -1; i <= 1; i++)
        {
            foreach (var range in Store.Hours.Of(day.AddDays(i)))
            {
                Bound(range.From);
                Bound(range.To);
            }
        }

        return new OpenState(from, until, Store.Hours.IsOpen(local) ? null : new RestSpan(from, until));

        void Bound(DateTime edge)
        {
            var at = now.UtcTicks + (edge - local).Ticks;
            (from, until) = edge <= local ? (Math.Max(from, at), until) : (from, Math.Min(until, at));
        }
    }

    private sealed record OpenState(long From, long Until, RestSpan? Rest);
}
