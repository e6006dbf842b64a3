using System.Buffers.Binary;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Vouchers;

/// <summary>
/// Signs and verifies links that give vouchers: a byte of the kind, 16 bytes each of campaign and name and 8 of the expiry (seconds since 1970). Nothing of a customer is in it. Thread-safe.
/// </summary>
/// <param name="key">At least 32 bytes. The key of all hosts that answer the same customers.</param>
internal sealed class ClaimTokens(ReadOnlySpan<byte> key)
{
    private const int BodyBytes = 41;
    private readonly SignedBytes _signed = new(key, "o2o-dispatch voucher link 1"u8);

    /// <summary>The link of a token.</summary>
    public ClaimLinkResource Link(ClaimToken token)
    {
        Span<byte> body = stackalloc byte[BodyBytes];
        body[0] = (byte)token.Kind;
        token.Campaign.Value.TryWriteBytes(body[1..], bigEndian: true, out _);
        token.Name.TryWriteBytes(body[17..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(body[33..], token.Expires.ToUnixTimeSeconds());
        var text = _signed.Sign(body);
        return new ClaimLinkResource(text, $"/customer?claim={text}", DateTimeOffset.FromUnixTimeSeconds(token.Expires.ToUnixTimeSeconds()));
    }

    /// <summary>The link of a campaign that anybody may open; null where it has none.</summary>
    public ClaimLinkResource? Link(Campaign campaign) =>
        campaign.Claims?.LinkPerCustomer is null ? null : Link(new ClaimToken(ClaimKind.Anybody, campaign.Id, Guid.Empty, campaign.Ends));

    /// <summary>What a token says; null when it was not signed here, or was altered. Its expiry is the caller's to check.</summary>
    public ClaimToken? Read(string? text)
    {
        Span<byte> body = stackalloc byte[BodyBytes];
        return _signed.TryRead(text, body)
            ? new ClaimToken(
                (ClaimKind)body[0],
                new CampaignId(new Guid(body[1..17], bigEndian: true)),
                new Guid(body[17..33], bigEndian: true),
                DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body[33..])))
            : null;
    }
}
