using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Verifies a token's signature once and remembers for a while that it was good: ES256 costs more than the rest of a request. Its lifetime is checked every time. Thread-safe.</summary>
internal sealed class CachedTokenHandler : JsonWebTokenHandler
{
    private const int Limit = 20_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<UInt128, (TokenValidationResult Result, DateTimeOffset Until)> _good = new();

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var now = TimeProvider.System.GetUtcNow();
        var key = Fingerprint(token);
        if (_good.TryGetValue(key, out var known) && known.Until > now)
        {
            return known.Result;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result is { IsValid: true, SecurityToken: { } good })
        {
            if (_good.Count >= Limit)
            {
                _good.Clear();
            }

            var expires = new DateTimeOffset(good.ValidTo, TimeSpan.Zero) + validationParameters.ClockSkew;
            _good[key] = (result, expires < now + Remembered ? expires : now + Remembered);
        }

        return result;
    }

    private static UInt128 Fingerprint(string token)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
