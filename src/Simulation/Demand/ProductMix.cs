using System.Globalization;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>What people ask for: the share of each product among the requests, in whole percent. Together they are 100.</summary>
/// <param name="Ride">Rides.</param>
/// <param name="Delivery">Deliveries of what stores sell.</param>
/// <param name="Home">Home services.</param>
/// <param name="Store">What is paid online and had at a store's counter.</param>
public sealed record ProductMix(int Ride, int Delivery, int Home, int Store)
{
    private static readonly (string Name, ServiceKind Kind)[] Known =
        [("ride", ServiceKind.Ride), ("delivery", ServiceKind.Delivery), ("home", ServiceKind.HomeService), ("store", ServiceKind.Redemption)];

    /// <summary>Rides and nothing else.</summary>
    public static ProductMix Rides { get; } = new(100, 0, 0, 0);

    /// <summary>Whether everybody asks for a ride.</summary>
    public bool IsRidesAlone => Ride == 100;

    /// <summary>The share of a product, 0 to 100.</summary>
    public int ShareOf(ServiceKind kind) => kind switch
    {
        ServiceKind.Ride => Ride,
        ServiceKind.Delivery => Delivery,
        ServiceKind.HomeService => Home,
        ServiceKind.Redemption => Store,
    };

    /// <summary>What a trip becomes, by the seed and the trip's number alone.</summary>
    public ServiceKind Of(ulong seed, long trip)
    {
        var left = IsRidesAlone ? 0 : SeededDraw.Below(100, seed, DrawPurpose.Product, unchecked((ulong)trip));
        foreach (var (_, kind) in Known)
        {
            if ((left -= ShareOf(kind)) < 0)
            {
                return kind;
            }
        }

        throw new InvalidOperationException($"The shares of {this} do not come to 100.");
    }

    /// <summary>Reads shares like <c>ride=70,delivery=20,home=5,store=5</c>; a product that is not named has none.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <returns>Null when something is wrong.</returns>
    public static ProductMix? Read(string text, out string? fault)
    {
        var shares = new Dictionary<ServiceKind, int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? part : part[..at].TrimEnd();
            if (at < 0 || !int.TryParse(part.AsSpan(at + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var share) || share > 100)
            {
                fault = $"'{part}' is no share: a product and whole percent are expected, as ride=70.";
                return null;
            }

            if (Known.FirstOrDefault(known => known.Name == name) is not { Name: not null } product)
            {
                fault = $"'{name}' is no product; there are {string.Join(", ", Known.Select(known => known.Name))}.";
                return null;
            }

            if (!shares.TryAdd(product.Kind, share))
            {
                fault = $"'{name}' is named twice.";
                return null;
            }
        }

        var sum = shares.Values.Sum();
        fault = sum == 100 ? null : string.Create(CultureInfo.InvariantCulture, $"the shares come to {sum}, not to 100.");
        return fault is not null
            ? null
            : new ProductMix(
                shares.GetValueOrDefault(ServiceKind.Ride), shares.GetValueOrDefault(ServiceKind.Delivery), shares.GetValueOrDefault(ServiceKind.HomeService), shares.GetValueOrDefault(ServiceKind.Redemption));
    }

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ride={Ride},delivery={Delivery},home={Home},store={Store}");
}
