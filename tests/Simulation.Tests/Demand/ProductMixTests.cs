using FsCheck;
using FsCheck.Fluent;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.Tests.Demand;

public sealed class ProductMixTests
{
    [Theory]
    [InlineData("ride=70,delivery=20,home=5,store=5", 70, 20, 5, 5)]
    [InlineData("store = 100", 0, 0, 0, 100)]
    [InlineData("delivery=50, ride=50", 50, 50, 0, 0)]
    [InlineData("ride=100,home=0", 100, 0, 0, 0)]
    public void Read_Shares_AreThoseOfTheProducts(string text, int ride, int delivery, int home, int store)
    {
        Assert.Equal(new ProductMix(ride, delivery, home, store), ProductMix.Read(text, out var fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("ride=70,delivery=20", "the shares come to 90, not to 100.")]
    [InlineData("ride=70,delivery=40", "the shares come to 110, not to 100.")]
    [InlineData("bike=100", "'bike' is no product; there are ride, delivery, home, store.")]
    [InlineData("ride=50,ride=50", "'ride' is named twice.")]
    [InlineData("ride", "'ride' is no share")]
    [InlineData("ride=-1,store=101", "'ride=-1' is no share")]
    [InlineData("ride=99.5,store=0.5", "'ride=99.5' is no share")]
    [InlineData("ride=99999999999", "is no share")]
    [InlineData("", "'' is no share")]
    [InlineData("ride=100,", "'' is no share")]
    public void Read_SomethingElse_IsNamed(string text, string expected)
    {
        Assert.Null(ProductMix.Read(text, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ManyTrips_HasEachProductAsOftenAsItsShareSays()
    {
        var mix = new ProductMix(70, 20, 5, 5);
        var drawn = Enumerable.Range(0, 20_000).CountBy(trip => mix.Of(3, trip)).ToDictionary();
        Assert.All(Enum.GetValues<ServiceKind>(), kind => Assert.InRange(drawn[kind] / 200.0, mix.ShareOf(kind) - 1, mix.ShareOf(kind) + 1));
        Assert.All(Enumerable.Range(0, 1_000), trip => Assert.Equal(ServiceKind.Ride, ProductMix.Rides.Of(3, trip)));
    }

    [Fact]
    public void ToString_AnyMix_IsReadBack() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Generator.Four().ToArbitrary(),
        parts =>
        {
            var (a, b, c, d) = (parts.Item1 & 0xFF, parts.Item2 & 0xFF, parts.Item3 & 0xFF, (parts.Item4 & 0xFF) + 1);
            var sum = a + b + c + d;
            var (ride, delivery, home) = (a * 100 / sum, b * 100 / sum, c * 100 / sum);
            var mix = new ProductMix(ride, delivery, home, 100 - ride - delivery - home);
            return mix == ProductMix.Read(mix.ToString(), out var fault) && fault is null;
        }).QuickCheckThrowOnFailure();
}
