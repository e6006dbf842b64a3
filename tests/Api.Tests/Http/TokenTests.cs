using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Hubs.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Tokens that are good, and those that are not.</summary>
public sealed class TokenTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly Guid Id = new("00000000-0000-4000-8000-000000000007");

    private ApiHost Host => fixture.Host;

    private SigningKeys Keys => Host.App.Services.GetRequiredService<SigningKeys>();

    [Fact]
    public async Task Token_Good_IsTaken() => Assert.Equal(200, (await Ask(Token())).Status);

    [Fact]
    public async Task Token_Expired_Is401() => Assert.Equal(401, (await Ask(Token(expires: TimeSpan.FromMinutes(-10)))).Status);

    [Fact]
    public async Task Token_ThatExpiresWhileRemembered_Is401Then()
    {
        await using var strict = await ApiHost.Begin(settings: ("Identity:ClockSkew", "00:00:00"));

        // The host's first answer may take longer than the token lives.
        Assert.Equal(200, (await strict.Send("GET", "/v1/ops/alerts", strict.Mint.Mint(Roles.Ops, Id, TimeSpan.FromHours(1)).AccessToken)).Status);
        var token = strict.Mint.Mint(Roles.Ops, Id, TimeSpan.FromSeconds(5)).AccessToken;
        Assert.Equal(200, (await strict.Send("GET", "/v1/ops/alerts", token)).Status);
        await strict.Until("/v1/ops/alerts", token, answer => answer.Status == 401, "the token to expire");
    }

    [Fact]
    public async Task Token_EndedWithinTheSkewOfClocks_IsTakenOnceMoreAndConnectsToNoHub()
    {
        var (good, ended) = (Token(), Token(expires: TimeSpan.FromSeconds(-2)));
        Assert.Equal(200, (await Host.Send("POST", "/hubs/ops/negotiate?negotiateVersion=1", good)).Status);
        Assert.Equal(200, (await Ask(ended)).Status);
        Assert.Equal(401, (await Host.Send("POST", "/hubs/ops/negotiate?negotiateVersion=1", ended)).Status);
        Assert.Equal(401, (await Host.Send("GET", $"/hubs/ops?access_token={ended}")).Status);
    }

    [Fact]
    public async Task Token_ThatEndsWhileAHubIsConnected_EndsThatConnectionAndNoOther()
    {
        await using var other = await WireClient.Connect(new Uri(Host.Url), "ops", $"access_token={Token()}");
        WireClient? ended = null;
        for (var seconds = 2; ended is null; seconds *= 2)
        {
            try
            {
                ended = await WireClient.Connect(new Uri(Host.Url), "ops", $"access_token={Token(expires: TimeSpan.FromSeconds(seconds))}");
            }
            catch (WebSocketException) when (seconds < 60)
            {
                // It took longer than the token lived.
            }
        }

        await using var connected = ended;
        await connected.Closed.WaitAsync(TimeSpan.FromSeconds(120));
        Assert.DoesNotContain("   at ", connected.CloseError ?? string.Empty, StringComparison.Ordinal);
        await other.Invoke("UnwatchMap", ApiHost.Market);
    }

    [Fact]
    public async Task Token_NotYetValid_Is401() => Assert.Equal(401, (await Ask(Token(notBefore: 10))).Status);

    [Fact]
    public async Task Token_OfAnotherAudience_Is401() => Assert.Equal(401, (await Ask(Token(audience: "elsewhere"))).Status);

    [Fact]
    public async Task Token_OfAnotherIssuer_Is401() => Assert.Equal(401, (await Ask(Token(issuer: "somebody"))).Status);

    [Fact]
    public async Task Token_WithoutAnId_Is401() => Assert.Equal(401, (await Ask(Token(subject: "admin"))).Status);

    [Fact]
    public async Task Token_OfAnUnknownRole_Is403() => Assert.Equal(403, (await Ask(Token(role: "root"))).Status);

    [Fact]
    public async Task Token_SignedWithAnotherKey_Is401()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(401, (await Ask(Token(new SigningCredentials(new ECDsaSecurityKey(other) { KeyId = Keys.Current.KeyId }, SecurityAlgorithms.EcdsaSha256)))).Status);
    }

    [Fact]
    public async Task Token_WithoutASignature_Is401()
    {
        var header = Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8);
        var body = Token().Split('.')[1];
        Assert.Equal(401, (await Ask($"{header}.{body}.")).Status);
        Assert.Equal(401, (await Ask($"{header}.{body}")).Status);
    }

    [Fact]
    public async Task Token_SignedWithThePublicKeyAsASecret_Is401()
    {
        // The classic: HS256 under what everybody can read.
        var secret = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Keys.Current.ECDsa.ExportSubjectPublicKeyInfoPem())) { KeyId = Keys.Current.KeyId };
        Assert.Equal(401, (await Ask(Token(new SigningCredentials(secret, SecurityAlgorithms.HmacSha256)))).Status);
    }

    [Fact]
    public async Task Token_Altered_Is401()
    {
        var parts = Token().Split('.');
        var body = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("ops", "provider", StringComparison.Ordinal);
        Assert.Equal(401, (await Ask($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}.{parts[2]}")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task Token_Garbage_Is401(string token) => Assert.Equal(401, (await Ask(token)).Status);

    [Fact]
    public async Task Jwks_Published_VerifiesTokens()
    {
        var set = new JsonWebKeySet((await Host.Send("GET", "/.well-known/jwks.json")).Text);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(Token(), new TokenValidationParameters
        {
            ValidIssuer = "o2o-dispatch",
            ValidAudience = "o2o-dispatch",
            IssuerSigningKeys = set.GetSigningKeys(),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.DoesNotContain("\"d\"", (await Host.Send("GET", "/.well-known/jwks.json")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_Rolled_OldTokensStillCountAndNewOnesAreSignedAnew()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("o2o-keys-").FullName, "keys.json");
        var before = SigningKeys.LoadOrCreate(file);
        Assert.Equal(before.Current.KeyId, SigningKeys.LoadOrCreate(file).Current.KeyId);
        var old = new TokenMint(new IdentityOptions(), before).Mint(Roles.Ops, Id).AccessToken;
        var after = SigningKeys.Roll(file);
        Assert.NotEqual(before.Current.KeyId, after.Current.KeyId);
        Assert.Equal(2, after.All.Count);
        var fresh = new TokenMint(new IdentityOptions(), after).Mint(Roles.Ops, Id).AccessToken;
        foreach (var token in new[] { old, fresh })
        {
            var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
            {
                ValidIssuer = "o2o-dispatch",
                ValidAudience = "o2o-dispatch",
                IssuerSigningKeys = SigningKeys.LoadOrCreate(file).All,
            });
            Assert.True(result.IsValid, result.Exception?.Message);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Provider_OfIdentityElsewhere_IsTakenByItsJwks()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var security = new ECDsaSecurityKey(key) { KeyId = "elsewhere-1" };
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(security);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $$"""{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"elsewhere-1","x":"{{jwk.X}}","y":"{{jwk.Y}}"}]}""");
        await using var host = await ApiHost.Begin(settings: [("Identity:Issuer", "https://id.example.com"), ("Identity:Audience", "dispatch"), ("Identity:Jwks", file)]);
        var token = Token(new SigningCredentials(security, SecurityAlgorithms.EcdsaSha256), issuer: "https://id.example.com", audience: "dispatch");
        Assert.Equal(200, (await host.Send("GET", "/v1/ops/alerts", token)).Status);
        Assert.Equal(401, (await host.Send("GET", "/v1/ops/alerts", Token())).Status);
    }

    [Fact]
    public async Task Key_Revoked_Is401AtOnce()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var made = (await Host.Send("POST", "/v1/ops/api-keys", ops, new { name = "x", scopes = new[] { "quotes" } })).Json;
        var key = (string)made["key"]!;
        var body = new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(0, 0), ApiHost.Place(1, 1) } };
        Assert.Equal(200, (await Host.Send("POST", "/v1/quotes", key, body)).Status);
        Assert.Equal(200, (await Host.Send("DELETE", $"/v1/ops/api-keys/{(string)made["key_id"]!}", ops)).Status);
        Assert.Equal(401, (await Host.Send("POST", "/v1/quotes", key, body)).Status);
        Assert.DoesNotContain(key, (await Host.Send("GET", "/v1/ops/api-keys", ops)).Text, StringComparison.Ordinal);
    }

    private Task<ApiHost.Answer> Ask(string token) => Host.Send("GET", "/v1/ops/alerts", token);

    private string Token(
        SigningCredentials? credentials = null, string issuer = "o2o-dispatch", string audience = "o2o-dispatch", TimeSpan? expires = null, int notBefore = -20, string role = Roles.Ops, string? subject = null)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = now.AddMinutes(notBefore),
            Expires = now + (expires ?? TimeSpan.FromHours(1)),
            Subject = new ClaimsIdentity([new Claim("sub", subject ?? Id.ToString("N")), new Claim("role", role)]),
            SigningCredentials = credentials ?? new SigningCredentials(Keys.Current, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
