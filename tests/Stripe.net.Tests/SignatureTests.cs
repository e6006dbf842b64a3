using System.Text;
using Stripe;

namespace O2O.Dispatch.StripeNet.Tests;

public sealed class SignatureTests
{
    private const string Secret = "whsec_test";
    private const long At = 1_700_000_000;
    private static readonly string Payload =
        """{"id":"evt_1","object":"event","api_version":"VERSION","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent","amount":5}}}"""
            .Replace("VERSION", StripeConfiguration.ApiVersion, StringComparison.Ordinal);

    private static string Signed(string payload, string secret = Secret, long at = At) => EventUtility.GenerateSignatureHeader(payload, secret, at);

    [Fact]
    public void ConstructEvent_Signed_IsRead()
    {
        var said = EventUtility.ConstructEvent(Payload, Signed(Payload), Secret, 300, At + 300);
        Assert.Equal((EventTypes.PaymentIntentSucceeded, "pi_1", 5), (said.Type, ((PaymentIntent)said.Data.Object).Id, ((PaymentIntent)said.Data.Object).Amount));
    }

    /// <summary>The vector is computed apart from this code: printf '%s' '1700000000.{}' | openssl dgst -sha256 -hmac whsec_test.</summary>
    [Fact]
    public void ComputeSignature_KnownVector_Agrees() =>
        Assert.Equal("35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91", EventUtility.ComputeSignature(Secret, "1700000000", "{}"));

    [Fact]
    public void ConstructEvent_OneOfSeveralSignatures_IsEnough()
    {
        var header = $"t={At},v1={new string('0', 64)},v0=abc,{Signed(Payload).Split(',')[1]}";
        Assert.Equal("evt_1", EventUtility.ConstructEvent(Payload, header, Secret, 300, At).Id);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    public void ConstructEvent_OutOfTolerance_IsRefused(long away) =>
        Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(Payload, Signed(Payload), Secret, 300, At + away));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=1700000000")]
    [InlineData("v1=abc")]
    [InlineData("t=1700000000,v1=")]
    [InlineData("t=1700000000,v0=abc")]
    public void ConstructEvent_Malformed_IsRefused(string header) =>
        Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(Payload, header, Secret, 300, At));

    [Fact]
    public void ConstructEvent_OtherTrain_IsRefusedUnlessLetPass()
    {
        var old = Payload.Replace(StripeConfiguration.ApiVersion, "2020-08-27", StringComparison.Ordinal);
        Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(old, Signed(old), Secret, 300, At));
        Assert.Equal("evt_1", EventUtility.ConstructEvent(old, Signed(old), Secret, 300, At, throwOnApiVersionMismatch: false).Id);
    }

    [Fact]
    public void ParseEvent_UnknownObject_IsKeptRaw()
    {
        var said = EventUtility.ParseEvent(Payload.Replace("payment_intent\"", "tax_rate\"", StringComparison.Ordinal));
        Assert.Null(said.Data.Object);
        Assert.Equal("tax_rate", said.RawJsonElement?.GetProperty("data").GetProperty("object").GetProperty("object").GetString());
    }

    /// <summary>10,000 forged or mutated signatures, payloads and secrets: none is accepted.</summary>
    [Fact]
    public void ConstructEvent_Mutated_IsNeverAccepted()
    {
        var draw = new Random(5);
        var header = Signed(Payload);
        for (var round = 0; round < 10_000; round++)
        {
            var (payload, mutated, secret) = (Payload, header, Secret);
            switch (round % 4)
            {
                case 0:
                    payload = Flip(Payload, draw);
                    break;
                case 1:
                    mutated = header[..^64] + Flip(header[^64..], draw);
                    break;
                case 2:
                    secret = Flip(Secret, draw);
                    break;
                default:
                    mutated = $"t={At},v1={Convert.ToHexStringLower(RandomBytes(draw))}";
                    break;
            }

            Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(payload, mutated, secret, 300, At));
        }
    }

    private static byte[] RandomBytes(Random draw)
    {
        var bytes = new byte[32];
        draw.NextBytes(bytes);
        return bytes;
    }

    private static string Flip(string text, Random draw)
    {
        var at = draw.Next(text.Length);
        var other = (char)('0' + ((text[at] - '0' + 1 + draw.Next(9)) % 10 + 10) % 10);
        return new StringBuilder(text) { [at] = other == text[at] ? 'x' : other }.ToString();
    }
}
