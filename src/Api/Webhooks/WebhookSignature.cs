using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>
/// Signs what is sent: <c>t=&lt;seconds since 1970&gt;,v1=&lt;hex&gt;</c>, where the hexadecimal digits are the HMAC-SHA256 of <c>&lt;t&gt;.&lt;body&gt;</c> under the whole text of the secret. While a secret is
/// rolled there are two <c>v1</c>, and a receiver takes either.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "O2O-Signature";

    /// <summary>What every secret begins with, so that scanners of leaked secrets know it.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The header's value.</summary>
    public static string Of(WebhookEndpoint endpoint, string body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{seconds}.{body}");
        var header = $"t={seconds},v1={Hash(endpoint.Secret, signed)}";
        return endpoint.OldSecret is { Length: > 0 } old && endpoint.OldSecretUntil > at ? $"{header},v1={Hash(old, signed)}" : header;
    }

    private static string Hash(string secret, byte[] signed) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
}
