using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Catalogue;

public sealed class BasketTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Product Noodles = new(
        new ProductId(Id(1)),
        "Noodles",
        Scenarios.Usd(900),
        [
            new OptionGroup("Size", [new ProductOption("small", "Small", Scenarios.Usd(0)), new ProductOption("large", "Large", Scenarios.Usd(300))], 1, 1),
            new OptionGroup("Toppings", [new ProductOption("egg", "Egg", Scenarios.Usd(150)), new ProductOption("corn", "Corn", Scenarios.Usd(100))], 0, 2),
        ],
        TimeSpan.FromMinutes(12));

    private static readonly Product Tea = new(new ProductId(Id(2)), "Tea", Scenarios.Usd(250), [], TimeSpan.FromMinutes(3));

    [Fact]
    public void Price_OptionsAndQuantities_AddUp()
    {
        var basket = Price([new BasketItem(Noodles.Id, ["large", "egg"], 2), new BasketItem(Tea.Id, [], 1)], out var faults)!;
        Assert.Empty(faults);
        Assert.Equal([Scenarios.Usd(1_350), Scenarios.Usd(250)], basket.Items.Select(item => item.Each));
        Assert.Equal((Scenarios.Usd(2_950), TimeSpan.FromMinutes(12)), (basket.Total, basket.Preparation));
        Assert.Equal(["Large", "Egg"], basket.Items[0].Options.ToArray());
    }

    [Fact]
    public void Price_OfProductsThatAskForSkills_AsksForAllOfThemOnce()
    {
        Product[] sold = [Noodles with { Skills = ["wok", "cook"] }, Tea with { Skills = ["cook", "boiler-gas"] }];
        BasketItem[] both = [new(Noodles.Id, ["large"], 1), new(Tea.Id, [], 2)];
        Assert.Equal(["boiler-gas", "cook", "wok"], BasketPricing.Price(both, id => sold.Single(one => one.Id == id), _ => null, Usd, [])!.Skills!.Value.ToArray());
        Assert.Null(Price(both, out _)!.Skills);
    }

    [Fact]
    public void Skills_Missing_IsWhatIsAskedForAndNotHad()
    {
        Assert.Empty(Skills.Missing(null, null));
        Assert.Empty(Skills.Missing(["cook"], null));
        Assert.Empty(Skills.Missing(["cook", "wok"], ["cook"]));
        Assert.Equal(["cook"], Skills.Missing(null, ["cook"]).ToArray());
        Assert.Equal(["wok"], Skills.Missing(["cook"], ["cook", "wok"]).ToArray());
        Assert.Equal(["cook", "wok"], Skills.Of(["wok", "cook", "wok"])!.Value.ToArray());
        Assert.Null(Skills.Of([]));
    }

    [Fact]
    public void Price_WhatIsWrong_IsNamedWithItsPlace()
    {
        Assert.Equal("items", Fault([]));
        Assert.Equal("items[0].quantity", Fault([new BasketItem(Tea.Id, [], 0)]));
        Assert.Equal("items[0].quantity", Fault([new BasketItem(Tea.Id, [], -3)]));
        Assert.Equal("items[0].quantity", Fault([new BasketItem(Tea.Id, [], 1_000)]));
        Assert.Equal("items[0].product_id", Fault([new BasketItem(new ProductId(Id(9)), [], 1)]));
        Assert.Equal("items[0].options", Fault([new BasketItem(Noodles.Id, [], 1)]));
        Assert.Equal("items[0].options", Fault([new BasketItem(Noodles.Id, ["small", "large"], 1)]));
        Assert.Equal("items[0].options", Fault([new BasketItem(Noodles.Id, ["small", "egg", "egg"], 1)]));
        Assert.Equal("items[0].options", Fault([new BasketItem(Noodles.Id, ["small", "ham"], 1)]));
        Assert.Equal("items[0].options", Fault([new BasketItem(Tea.Id, ["small"], 1)]));
        Assert.Equal("items[1].quantity", Fault([new BasketItem(Tea.Id, [], 3), new BasketItem(Tea.Id, [], 3)]));
    }

    [Fact]
    public void Fee_ByZoneAndBasket()
    {
        var zone = new DeliveryZone("midtown", Scenarios.Usd(399), Scenarios.Usd(1_000), Scenarios.Usd(3_000));
        Assert.Null(zone.FeeOf(Scenarios.Usd(999)));
        Assert.Equal(Scenarios.Usd(399), zone.FeeOf(Scenarios.Usd(1_000)));
        Assert.Equal(Scenarios.Usd(0), zone.FeeOf(Scenarios.Usd(3_000)));
    }

    [Fact]
    public void Faults_OfAProduct_AreNamed()
    {
        Assert.Empty(Noodles.Faults(Usd));
        Assert.Empty((Noodles with { Skills = [.. Enumerable.Range(1, Skills.MostOfProduct).Select(n => $"skill-{n}")] }).Faults(Usd));
        Product[] unsound =
        [
            Noodles with { Name = string.Empty },
            Noodles with { Price = Scenarios.Usd(-1) },
            Noodles with { Preparation = TimeSpan.FromHours(25) },
            Noodles with { Groups = [new OptionGroup("Size", [new ProductOption("small", "Small", Scenarios.Usd(0))], 1, 2)] },
            Noodles with { Groups = [Noodles.Groups[0], Noodles.Groups[0] with { Options = [Noodles.Groups[0].Options[0]] }] },
            Noodles with { Groups = [new OptionGroup("Size", [new ProductOption("Not a slug", "Small", Scenarios.Usd(0))], 1, 1)] },
            Noodles with { Skills = ["Not a slug"] },
            Noodles with { Skills = ["cook", "cook"] },
            Noodles with { Skills = [.. Enumerable.Range(1, Skills.MostOfProduct + 1).Select(n => $"skill-{n}")] },
        ];
        Assert.All(unsound, product => Assert.Single(product.Faults(Usd)));
    }

    private static PricedBasket? Price(BasketItem[] basket, out List<(string Place, string Fault)> faults)
    {
        faults = [];
        return BasketPricing.Price(basket, id => id == Noodles.Id ? Noodles : id == Tea.Id ? Tea : null, id => id == Tea.Id ? 5 : null, Usd, faults);
    }

    private static string Fault(BasketItem[] basket)
    {
        Assert.Null(Price(basket, out var faults));
        return Assert.Single(faults).Place;
    }

    private static Guid Id(int n) => new(n, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1);
}
