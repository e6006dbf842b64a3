using System.Net;
using System.Net.Sockets;

namespace O2O.Dispatch.Api.Connections;

/// <summary>Which proxies stand before this process.</summary>
public sealed class ProxyOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Proxy";

    /// <summary>Addresses and networks of proxies, with commas between them (10.0.0.5, 172.30.0.0/24): whose X-Forwarded-For and X-Forwarded-Proto say who calls, and how. Default: empty; such headers count from nobody.</summary>
    public string Known { get; set; } = string.Empty;

    /// <summary>The networks, a single address among them as one of its own.</summary>
    /// <param name="networks">Those of <see cref="Known"/>; those before the fault where there is one.</param>
    /// <returns>What is neither address nor network; null for nothing.</returns>
    internal string? Read(out List<IPNetwork> networks)
    {
        networks = [];
        foreach (var text in Known.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // One network of everybody would let each caller say who it is.
            if (IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0)
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                return text;
            }
        }

        return null;
    }
}
