using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Stripe;

/// <summary>Signatures of webhooks, and the events in them.</summary>
public static class EventUtility
{
    /// <summary>How old a signature may be, in seconds; and how far ahead of our clock.</summary>
    public const int DefaultTimeTolerance = 300;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsCompatibleApiVersion(string sdkApiVersion, string eventApiVersion) =>
        eventApiVersion.Split('.') is [_, var train, ..] && sdkApiVersion.Split('.') is [_, var ours, ..] && train == ours;

    public static bool IsCompatibleApiVersion(string eventApiVersion) => IsCompatibleApiVersion(StripeConfiguration.ApiVersion, eventApiVersion);

    /// <summary>Reads an event without a look at any signature.</summary>
    /// <exception cref="StripeException">It is of another release train, and that was not to be let pass.</exception>
    public static Event ParseEvent(string json, bool throwOnApiVersionMismatch = true)
    {
        var said = StripeEntity.FromJson<Event>(json);
        return throwOnApiVersionMismatch && !IsCompatibleApiVersion(said.ApiVersion ?? "")
            ? throw new StripeException($"The event is of API version {said.ApiVersion}, and these classes are of {StripeConfiguration.ApiVersion}.")
            : said;
    }

    /// <summary>Reads an event after its signature was found good.</summary>
    /// <exception cref="StripeException">The signature is malformed, wrong or out of time, or the event is of another release train.</exception>
    public static Event ConstructEvent(
        string json, string stripeSignatureHeader, string secret, long tolerance = DefaultTimeTolerance, bool throwOnApiVersionMismatch = true) =>
        ConstructEvent(json, stripeSignatureHeader, secret, tolerance, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), throwOnApiVersionMismatch);

    /// <summary>Reads an event after its signature was found good at an instant of the caller's, in Unix seconds.</summary>
    /// <exception cref="StripeException">The signature is malformed, wrong or out of time, or the event is of another release train.</exception>
    public static Event ConstructEvent(
        string json, string stripeSignatureHeader, string secret, long tolerance, long utcNow, bool throwOnApiVersionMismatch = true)
    {
        ValidateSignature(json, stripeSignatureHeader, secret, tolerance, utcNow);
        return ParseEvent(json, throwOnApiVersionMismatch);
    }

    public static void ValidateSignature(string json, string stripeSignatureHeader, string secret, long tolerance = DefaultTimeTolerance) =>
        ValidateSignature(json, stripeSignatureHeader, secret, tolerance, DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    /// <exception cref="StripeException">The signature is malformed, wrong or out of time.</exception>
    public static void ValidateSignature(string json, string stripeSignatureHeader, string secret, long tolerance, long utcNow)
    {
        var (stamp, signatures) = Parts(stripeSignatureHeader);
        byte[] expected;
        try
        {
            expected = Strict.GetBytes(ComputeSignature(secret, stamp, json));
        }
        catch (EncoderFallbackException unencodable)
        {
            throw new StripeException("The payload cannot be encoded, so nothing can be said of its signature.", unencodable);
        }

        // Every candidate is compared, and each in constant time: how long it takes tells nothing.
        var found = false;
        foreach (var signature in signatures)
        {
            found |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }

        if (!found)
        {
            throw new StripeException("No v1 signature fits the payload and the secret.");
        }

        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > utcNow + (decimal)tolerance || at < utcNow - (decimal)tolerance)
        {
            throw new StripeException("The time stamp is outside the tolerance.");
        }
    }

    /// <summary>An event whose signature somebody else has checked.</summary>
    public static Event ConstructEventWithoutVerification(string json, bool throwOnApiVersionMismatch = false)
    {
        using var document = JsonDocument.Parse(json);
        return ParseEvent(document.RootElement.TryGetProperty("detail", out var inner) ? inner.GetRawText() : json, throwOnApiVersionMismatch);
    }

    /// <summary>HMAC-SHA256 of the time stamp, a dot and the payload, in lower-case hex.</summary>
    public static string ComputeSignature(string secret, string timestamp, string payload) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Strict.GetBytes(secret), Strict.GetBytes($"{timestamp}.{payload}")));

    /// <summary>A header as a sender makes it, for tests.</summary>
    public static string GenerateSignatureHeader(string payload, string secret, long? timestamp = null)
    {
        var at = (timestamp ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);
        return $"t={at},v1={ComputeSignature(secret, at, payload)}";
    }

    private static (string Stamp, List<string> Signatures) Parts(string header)
    {
        if (string.IsNullOrEmpty(header))
        {
            throw new StripeException("There is no signature header.");
        }

        string stamp = null;
        var signatures = new List<string>();
        foreach (var part in header.Split(','))
        {
            if (part.Trim().Split('=', 2) is not [var name, var value])
            {
                throw new StripeException("The signature header is malformed.");
            }

            if (name == "t")
            {
                stamp ??= value;
            }
            else if (name == "v1")
            {
                signatures.Add(value);
            }
        }

        return stamp is null ? throw new StripeException("The signature header has no time stamp.") : (stamp, signatures);
    }
}
