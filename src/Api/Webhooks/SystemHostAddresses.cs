using System.Net;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>As the system looks them up.</summary>
internal sealed class SystemHostAddresses : IHostAddresses
{
    /// <inheritdoc/>
    public async ValueTask<IPAddress[]> Of(string host, CancellationToken cancellationToken) => await Dns.GetHostAddressesAsync(host, cancellationToken);
}
