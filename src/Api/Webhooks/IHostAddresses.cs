using System.Net;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Looks names of hosts up.</summary>
internal interface IHostAddresses
{
    /// <summary>The addresses of a host; that of an address is itself.</summary>
    ValueTask<IPAddress[]> Of(string host, CancellationToken cancellationToken);
}
