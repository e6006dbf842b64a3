using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace O2O.Dispatch.Payments.Stripe.Webhooks;

/// <summary>Checks the header <c>Stripe-Signature</c>: <c>t=</c> the instant, <c>v1=</c> the HMAC-SHA256 of the instant, a dot and the body, once for each secret of the endpoint.</summary>
internal static class WebhookSignatures
{
    // Two secrets while they are rolled, and other schemes beside them; more is nobody's.
    private const int LongestHeader = 2_048;
    private const int MostSignatures = 16;
    private const int HexLength = 64;

    /// <summary>Whether one of the signatures is one of the secrets' over the body as it came, and made now.</summary>
    /// <param name="body">The raw body.</param>
    /// <param name="header">The header.</param>
    /// <param name="secrets">Those that count; empty ones do not.</param>
    /// <param name="tolerance">How far the instant may be from now, on either side.</param>
    /// <param name="now">Now.</param>
    public static bool IsGood(ReadOnlySpan<byte> body, string header, ReadOnlySpan<string> secrets, TimeSpan tolerance, DateTimeOffset now)
    {
        if (!TryParse(header, out var stamp, out var signatures)
            || !long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || Math.Abs((decimal)at - now.ToUnixTimeSeconds()) > (decimal)tolerance.TotalSeconds)
        {
            return false;
        }

        var signed = new byte[stamp.Length + 1 + body.Length];
        Encoding.ASCII.GetBytes(stamp, signed);
        signed[stamp.Length] = (byte)'.';
        body.CopyTo(signed.AsSpan(stamp.Length + 1));

        // Every signature is compared with every secret's, each in constant time: how long it takes tells nothing.
        var good = false;
        Span<byte> said = stackalloc byte[HexLength];
        foreach (var secret in secrets)
        {
            if (secret.Length == 0)
            {
                continue;
            }

            var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
            foreach (var signature in signatures)
            {
                good |= Encoding.UTF8.TryGetBytes(signature, said, out var length) & CryptographicOperations.FixedTimeEquals(expected, said[..length]);
            }
        }

        return good;
    }

    private static bool TryParse(string header, out string stamp, out List<string> signatures)
    {
        (stamp, signatures) = (string.Empty, []);
        if (header.Length is 0 or > LongestHeader)
        {
            return false;
        }

        foreach (var part in header.Split(','))
        {
            if (part.Split('=', 2) is not [var name, var value])
            {
                return false;
            }

            // Two instants would leave open which of them is signed.
            if (name == "t" && (stamp.Length > 0 || value.Length is 0 or > 20))
            {
                return false;
            }

            if (name == "t")
            {
                stamp = value;
            }
            else if (name == "v1")
            {
                signatures.Add(value);
            }
        }

        return stamp.Length > 0 && signatures.Count is > 0 and <= MostSignatures;
    }
}
