using System.Net;
using System.Net.Sockets;
using O2O.Dispatch.Api.Connections;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>
/// Where webhooks may be sent: to addresses of the public internet. An address of the machine, of a private network, of a link, of a group, or one that carries another address within it could lead a
/// request of ours to what only we may reach.
/// </summary>
internal static class WebhookTargets
{
    private const int MaxUrl = 2_048;

    // The registries of special addresses of IANA (RFC 6890 and its successors), without those that are globally reachable.
    private static readonly IPNetwork[] Closed4 =
    [
        .. PrivateNetworks.Of4,
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("192.31.196.0/24"), IPNetwork.Parse("192.52.193.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.175.48.0/24"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
    ];

    // All global unicast addresses are in 2000::/3; of these, tunnels, documentation and test networks are none.
    private static readonly IPNetwork[] Closed6 =
    [
        IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("2620:4f:8000::/48"), IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>Whether an address may be connected to.</summary>
    /// <param name="address">The address.</param>
    /// <param name="loopback">Whether those of this machine may be, for development: 127.0.0.0/8 and ::1, in no other writing.</param>
    public static bool Allows(IPAddress address, bool loopback) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => (loopback && IPAddress.IsLoopback(address)) || !Closed4.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => (loopback && address.Equals(IPAddress.IPv6Loopback)) || (IsGlobal(address) && !Closed6.Any(network => network.Contains(address))),
        _ => false,
    };

    /// <summary>Whether an address is in 2000::/3. IPNetwork.Contains is not asked: it takes some IPv4-mapped addresses for members of it.</summary>
    private static bool IsGlobal(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.ScopeId == 0 && !address.IsIPv4MappedToIPv6 && address.TryWriteBytes(bytes, out _) && bytes[0] >> 5 == 1;
    }

    /// <summary>What is wrong with the address of an endpoint; null when nothing is. The addresses behind a name are looked at when it is connected to, for they may change.</summary>
    public static string? Fault(string? text, WebhookOptions options)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.Host.Length == 0 || text.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            return $"An absolute {(options.AllowHttp ? "http or " : string.Empty)}https address of at most {MaxUrl} characters is expected.";
        }

        if (url.Scheme == Uri.UriSchemeHttp && !options.AllowHttp)
        {
            return "It has to be https.";
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return "It may have no user, no password and no fragment.";
        }

        var host = url.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address))
        {
            return Allows(address, options.AllowLoopback) ? null : "This address is not of the public internet.";
        }

        // A name within one's own network has one part, or is of a part that no registry gives.
        var local = !host.Contains('.', StringComparison.Ordinal)
            || new[] { ".localhost", ".local", ".internal", ".home.arpa" }.Any(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        var self = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && options.AllowLoopback;
        return local && !self ? "This name is not of the public internet." : null;
    }
}
