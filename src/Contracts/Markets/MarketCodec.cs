using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Contracts.Markets;

/// <summary>The JSON form of a market's definition.</summary>
public static class MarketCodec
{
    /// <summary>Writes a market.</summary>
    public static string Write(Market market) => JsonSerializer.Serialize(market, DispatchJson.Options);

    /// <summary>Reads a market and says everything that is wrong with it.</summary>
    /// <returns>Null when there is a fault.</returns>
    public static Market? Read(string? definition, out string? fault)
    {
        try
        {
            var market = JsonSerializer.Deserialize<Market>(definition ?? "null", DispatchJson.Options);
            fault = market switch
            {
                null => "A market definition is expected, not null.",
                { Classes: { IsDefaultOrEmpty: true } } => "A market offers at least one service class.",
                _ => string.Join('\n', market.Classes.SelectMany(serviceClass => serviceClass.Faults()).Concat(market.MerchantFaults()).Concat(market.LeastMargin?.Faults() ?? [])),
            };
            fault = string.IsNullOrEmpty(fault) ? null : fault;
            return fault is null ? market : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            fault = broken.Message;
            return null;
        }
    }
}
