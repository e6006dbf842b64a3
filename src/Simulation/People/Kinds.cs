using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Simulation.People;

/// <summary>The products as views name them; a ride has no name there.</summary>
internal static class Kinds
{
    public static readonly string Delivery = Snake.Of(ServiceKind.Delivery);

    public static readonly string HomeService = Snake.Of(ServiceKind.HomeService);

    public static readonly string Redemption = Snake.Of(ServiceKind.Redemption);
}
