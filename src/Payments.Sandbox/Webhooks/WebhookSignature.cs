using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace O2O.Dispatch.Payments.Sandbox.Webhooks;

/// <summary>The signature that a webhook carries.</summary>
public static class WebhookSignature
{
    /// <summary>The header's text: the instant and the HMAC-SHA256, in lower-case hex, of the instant, a dot and the body.</summary>
    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="at">Unix seconds.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Header(string secret, long at, string body)
    {
        var stamp = at.ToString(CultureInfo.InvariantCulture);
        return $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")))}";
    }
}
