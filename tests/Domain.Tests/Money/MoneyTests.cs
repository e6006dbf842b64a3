using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests;

using Money = O2O.Dispatch.Domain.Money.Money;

public sealed class MoneyTests
{
    private static readonly Money Max = Scenarios.Usd(long.MaxValue);
    private static readonly Money Min = Scenarios.Usd(long.MinValue);

    [Fact]
    public void Money_Overflow_Throws()
    {
        Assert.Throws<OverflowException>(() => Max + Scenarios.Usd(1));
        Assert.Throws<OverflowException>(() => Min - Scenarios.Usd(1));
        Assert.Throws<OverflowException>(() => -Min);
        Assert.Throws<OverflowException>(() => new BasisPoints(10_001).Of(Max));
    }

    [Fact]
    public void Money_TwoCurrencies_DoNotMix()
    {
        var euro = new Money(1, Currency.Eur);
        Assert.Throws<InvalidOperationException>(() => euro + Scenarios.Usd(1));
        Assert.Throws<InvalidOperationException>(() => euro - Scenarios.Usd(1));
        Assert.Throws<InvalidOperationException>(() => euro < Scenarios.Usd(1));
        Assert.Throws<InvalidOperationException>(() => Money.Max(euro, Scenarios.Usd(1)));
        Assert.NotEqual(euro, Scenarios.Usd(1));
    }

    [Theory]
    [InlineData("USD", 1_250, "12.50 USD")]
    [InlineData("USD", -5, "-0.05 USD")]
    [InlineData("JPY", 1_250, "1250 JPY")]
    [InlineData("KWD", 1_250, "1.250 KWD")]
    [InlineData("USD", long.MaxValue, "92233720368547758.07 USD")]
    public void Money_ToString_ShowsTheCurrencysDigits(string currency, long minorUnits, string text) =>
        Assert.Equal(text, new Money(minorUnits, Currency.Of(currency)).ToString());

    [Theory]
    [InlineData("usd")]
    [InlineData("XXX")]
    [InlineData("")]
    [InlineData(null)]
    public void Currency_Unknown_IsRefused(string? code)
    {
        Assert.False(Currency.TryOf(code, out _));
        Assert.Throws<ArgumentException>(() => Currency.Of(code!));
    }

    [Fact]
    public void Currency_Default_IsNoCurrency() => Assert.Throws<InvalidOperationException>(() => default(Currency).Code);

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void BasisPoints_OutOfRange_AreRefused(int value) => Assert.Throws<ArgumentOutOfRangeException>(() => new BasisPoints(value));

    [Theory]
    [InlineData(5, 2, 2)]
    [InlineData(7, 2, 4)]
    [InlineData(-5, 2, -2)]
    [InlineData(-7, 2, -4)]
    [InlineData(1, 2, 0)]
    [InlineData(3, 2, 2)]
    [InlineData(-1, 2, 0)]
    [InlineData(2, 3, 1)]
    [InlineData(1, 3, 0)]
    [InlineData(-2, 3, -1)]
    [InlineData(0, 7, 0)]
    public void HalfEven_Cases_GoToTheNearestAndHalvesToTheEven(long numerator, long denominator, long whole) =>
        Assert.Equal(whole, Rounding.HalfEven(numerator, denominator));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void HalfEven_DenominatorNotPositive_IsRefused(long denominator) => Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.HalfEven(1, denominator));

    [Fact]
    public void HalfEven_AnyFraction_IsTheNearestWholeAndOddInItsSign() => Law.Holds(
        from numerator in Amounts
        from denominator in Gen.Choose(1, 100_000)
        select (numerator, denominator),
        fraction =>
        {
            var (numerator, denominator) = fraction;
            var whole = Rounding.HalfEven(numerator, denominator);
            var twiceOff = BigInteger.Abs(new BigInteger(numerator) - (new BigInteger(whole) * denominator)) * 2;
            Assert.True(twiceOff < denominator || (twiceOff == denominator && whole % 2 == 0));
            Assert.Equal(-whole, Rounding.HalfEven(-(Int128)numerator, denominator));
        },
        2_000);

    [Fact]
    public void Money_Arithmetic_IsThatOfWholeNumbers() => Law.Holds(
        from left in Amounts
        from right in Amounts
        select (left, right),
        pair =>
        {
            var (left, right) = (Scenarios.Usd(pair.left), Scenarios.Usd(pair.right));
            Assert.Equal(left, left + right - right);
            Assert.Equal(left + right, right + left);
            Assert.Equal(left - right, -(right - left));
            Assert.Equal(left + right, Money.Min(left, right) + Money.Max(left, right));
            Assert.Equal(pair.left < pair.right, left < right);
            Assert.Equal(pair.left >= pair.right, left >= right);
        });

    private static Gen<long> Amounts => Gen.OneOf(
        Gen.Choose(-1_000, 1_000).Select(small => (long)small),
        Gen.Choose(int.MinValue, int.MaxValue).Select(large => large * 1_000_000_007L));
}
