using System.Text;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class ShareTokensTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
    private static readonly DateTimeOffset Now = Sample.Now;

    [Fact]
    public void Verify_TokenThatWasSigned_GivesJobAndExpiry()
    {
        var token = new ShareTokens(Key).Sign(Sample.Job(1), Now.AddHours(1));
        Assert.Equal((Sample.Job(1), Now.AddHours(1)), new ShareTokens(Key).Verify(token, Now));
        Assert.Matches("^[A-Za-z0-9_-]+$", token);
    }

    [Fact]
    public void Verify_AtItsExpiry_IsVoid()
    {
        var tokens = new ShareTokens(Key);
        var token = tokens.Sign(Sample.Job(1), Now);
        Assert.NotNull(tokens.Verify(token, Now.AddTicks(-1)));
        Assert.Null(tokens.Verify(token, Now));
    }

    [Fact]
    public void Verify_AnyBitChanged_IsVoid()
    {
        var tokens = new ShareTokens(Key);
        var token = tokens.Sign(Sample.Job(1), Now.AddHours(1));
        for (var i = 0; i < token.Length; i++)
        {
            var altered = new StringBuilder(token);
            altered[i] = token[i] == 'A' ? 'B' : 'A';
            Assert.Null(tokens.Verify(altered.ToString(), Now));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("\u0000AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Verify_Garbage_IsVoid(string? token) => Assert.Null(new ShareTokens(Key).Verify(token, Now));

    [Fact]
    public void Verify_UnderAnotherKey_IsVoid() =>
        Assert.Null(new ShareTokens([.. Key.Reverse()]).Verify(new ShareTokens(Key).Sign(Sample.Job(1), Now.AddHours(1)), Now));

    [Fact]
    public void Key_OfFewerThan32Bytes_IsRefused() => Assert.Throws<ArgumentException>(() => new ShareTokens(new byte[31]));
}
