using System.Buffers.Binary;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Placements;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Placements;

/// <summary>
/// Signs and verifies what a customer sends back who opens a placed store: 16 bytes each of display, placement, store and customer and 8 of the expiry (seconds since 1970). One is good for its customer alone. Thread-safe.
/// </summary>
/// <param name="key">At least 32 bytes. The key of all hosts that answer the same customers.</param>
internal sealed class PlacementTokens(ReadOnlySpan<byte> key)
{
    private const int BodyBytes = 72;
    private readonly SignedBytes _signed = new(key, "o2o-dispatch placement click 1"u8);

    /// <summary>The token of a display.</summary>
    /// <param name="display">The display.</param>
    /// <param name="expires">From this instant on it is void; whole seconds count.</param>
    public string Sign(PlacementDisplay display, DateTimeOffset expires)
    {
        Span<byte> body = stackalloc byte[BodyBytes];
        display.Id.TryWriteBytes(body, bigEndian: true, out _);
        display.Placement.Value.TryWriteBytes(body[16..], bigEndian: true, out _);
        display.Store.Value.TryWriteBytes(body[32..], bigEndian: true, out _);
        display.Customer.Value.TryWriteBytes(body[48..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(body[64..], expires.ToUnixTimeSeconds());
        return _signed.Sign(body);
    }

    /// <summary>What a token says; null when it was not signed here for this customer, or was altered.</summary>
    public (PlacementDisplay Display, DateTimeOffset Expires)? Verify(string? token, CustomerId customer)
    {
        Span<byte> body = stackalloc byte[BodyBytes];
        if (!_signed.TryRead(token, body))
        {
            return null;
        }

        var display = new PlacementDisplay(IdAt(body), new PlacementId(IdAt(body[16..])), new StoreId(IdAt(body[32..])), new CustomerId(IdAt(body[48..])));
        return display.Customer == customer ? (display, DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body[64..]))) : null;
    }

    private static Guid IdAt(ReadOnlySpan<byte> bytes) => new(bytes[..16], bigEndian: true);
}
