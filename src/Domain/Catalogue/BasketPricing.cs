using System.Collections.Immutable;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>Prices baskets. Pure; nothing of a basket is trusted, and every fault is named.</summary>
public static class BasketPricing
{
    /// <summary>The most lines of a basket.</summary>
    public const int MostItems = 100;

    /// <summary>The most pieces of one line.</summary>
    public const int MostPieces = 999;

    /// <summary>Prices a basket.</summary>
    /// <param name="basket">From the customer.</param>
    /// <param name="find">The product of an id; null when the store does not sell it.</param>
    /// <param name="stock">How many of a product there are; null for as many as one likes.</param>
    /// <param name="currency">The merchant's.</param>
    /// <param name="faults">What is wrong with it is added here, each with its place.</param>
    /// <returns>Null when something is wrong.</returns>
    public static PricedBasket? Price(IReadOnlyList<BasketItem> basket, Func<ProductId, Product?> find, Func<ProductId, int?> stock, Currency currency, ICollection<(string Place, string Fault)> faults)
    {
        var before = faults.Count;
        if (basket.Count is 0 or > MostItems)
        {
            faults.Add(("items", $"1 to {MostItems} are expected."));
            return null;
        }

        var items = ImmutableArray.CreateBuilder<PricedItem>(basket.Count);
        var (total, preparation) = (Money.Money.Zero(currency), TimeSpan.Zero);
        var wanted = new Dictionary<ProductId, int>();
        var skills = new List<string>();
        for (var i = 0; i < basket.Count; i++)
        {
            var item = basket[i];
            if (item.Quantity is < 1 or > MostPieces)
            {
                faults.Add(($"items[{i}].quantity", $"lies between 1 and {MostPieces}."));
                continue;
            }

            if (find(item.Product) is not { } product)
            {
                faults.Add(($"items[{i}].product_id", "is not sold here."));
                continue;
            }

            wanted[item.Product] = wanted.GetValueOrDefault(item.Product) + item.Quantity;
            if (stock(item.Product) is { } left && wanted[item.Product] > left)
            {
                faults.Add(($"items[{i}].quantity", left == 0 ? $"{product.Name} is sold out." : $"There are {left} of {product.Name}."));
                continue;
            }

            if (Each(product, item.Options, out var names, out var fault) is not { } each)
            {
                faults.Add(($"items[{i}].options", fault!));
                continue;
            }

            var priced = new PricedItem(product.Id, product.Name, names, each, item.Quantity);
            items.Add(priced);
            total += priced.Total;
            preparation = product.Preparation > preparation ? product.Preparation : preparation;
            skills.AddRange(product.Skills ?? []);
        }

        return faults.Count > before ? null : new PricedBasket(items.ToImmutable(), total, preparation, Skills.Of(skills));
    }

    /// <summary>The price of one piece with its options; null when they are chosen wrongly.</summary>
    private static Money.Money? Each(Product product, ImmutableArray<string> chosen, out ImmutableArray<string> names, out string? fault)
    {
        names = [];
        fault = null;
        var each = product.Price;
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var group in product.Groups)
        {
            var count = 0;
            foreach (var option in group.Options)
            {
                var times = chosen.Count(id => id == option.Id);
                if (times > 1)
                {
                    fault = $"'{option.Id}' is chosen twice.";
                    return null;
                }

                if (times == 1)
                {
                    count++;
                    each += option.Price;
                    found.Add(option.Name);
                }
            }

            if (count < group.Least || count > group.Most)
            {
                fault = $"{group.Least} to {group.Most} of '{group.Name}' are chosen, not {count}.";
                return null;
            }
        }

        if (found.Count < chosen.Length)
        {
            fault = $"{product.Name} has no option '{chosen.First(id => !product.Groups.Any(group => group.Options.Any(option => option.Id == id)))}'.";
            return null;
        }

        names = found.ToImmutable();
        return each;
    }
}
