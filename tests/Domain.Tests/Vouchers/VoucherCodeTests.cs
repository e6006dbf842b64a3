using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Vouchers;

public sealed class VoucherCodeTests
{
    private const string Symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void Of_RandomBytes_IsReadBackHoweverItIsTyped() => Law.HoldsForChoices(VoucherCode.RandomBytes, choices =>
    {
        var code = Make(choices);
        foreach (var typed in new[] { code.ToString(), code.Value, code.Value.ToLowerInvariant(), $" {code} ", code.Value.Replace('1', 'l').Replace('0', 'o') })
        {
            Assert.True(VoucherCode.TryRead(typed, out var read, out var fault), $"{typed}: {fault}");
            Assert.Equal(code, read);
        }
    });

    [Fact]
    public void TryRead_EveryWrongSymbolAndEveryExchange_IsMistyped() => Law.HoldsForChoices(
        VoucherCode.RandomBytes,
        choices =>
        {
            var code = Make(choices).Value;
            for (var i = 0; i < code.Length; i++)
            {
                foreach (var other in Symbols)
                {
                    var typed = code.ToCharArray();
                    typed[i] = other;
                    AssertMistyped(code, new string(typed));
                }

                for (var j = i + 1; j < code.Length; j++)
                {
                    var typed = code.ToCharArray();
                    (typed[i], typed[j]) = (typed[j], typed[i]);
                    AssertMistyped(code, new string(typed));
                }
            }
        },
        cases: 50);

    [Theory]
    [InlineData(null, VoucherCodeFault.LengthWrong)]
    [InlineData("", VoucherCodeFault.LengthWrong)]
    [InlineData("0000-0000-000", VoucherCodeFault.LengthWrong)]
    [InlineData("0000-0000-00000", VoucherCodeFault.LengthWrong)]
    [InlineData("0000-0000-000U", VoucherCodeFault.SymbolUnknown)]
    [InlineData("0000-0000-000!", VoucherCodeFault.SymbolUnknown)]
    [InlineData("0000-0000-0001", VoucherCodeFault.Mistyped)]
    public void TryRead_WhatIsNoCode_SaysWhy(string? text, VoucherCodeFault expected)
    {
        Assert.False(VoucherCode.TryRead(text, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Of_DifferentBytes_AreDifferentCodes()
    {
        var codes = new HashSet<VoucherCode>();
        var random = new Random(3);
        var bytes = new byte[VoucherCode.RandomBytes];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            Assert.True(codes.Add(VoucherCode.Of(bytes)));
        }
    }

    private static VoucherCode Make(Choices choices)
    {
        var bytes = new byte[VoucherCode.RandomBytes];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)choices.Next(256);
        }

        return VoucherCode.Of(bytes);
    }

    private static void AssertMistyped(string code, string typed)
    {
        if (typed != code)
        {
            Assert.False(VoucherCode.TryRead(typed, out _, out var fault), $"{typed} passes for {code}.");
            Assert.Equal(VoucherCodeFault.Mistyped, fault);
        }
    }
}
