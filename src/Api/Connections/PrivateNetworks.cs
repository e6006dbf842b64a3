using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace O2O.Dispatch.Api.Connections;

/// <summary>Networks that are not of the public internet but of this machine, a house, a provider or a link: whoever is there may stand for many.</summary>
internal static class PrivateNetworks
{
    /// <summary>Those of IPv4.</summary>
    public static readonly ImmutableArray<IPNetwork> Of4 =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
    ];

    /// <summary>The address as it is counted: of IPv6 the network of 64 bits, which one customer has. Null for this machine and private networks, where proxies stand.</summary>
    public static IPAddress? Counted(IPAddress? address)
    {
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return address is null || Holds(address) ? null : Network(address);
    }

    /// <summary>The address by which a caller is known: of IPv6 the network of 64 bits, which one customer has.</summary>
    public static IPAddress Network(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static bool Holds(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? Of4.Any(network => network.Contains(address))
        : IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
}
