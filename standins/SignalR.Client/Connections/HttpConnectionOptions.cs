using System.Net;
using System.Net.WebSockets;

namespace Microsoft.AspNetCore.Http.Connections.Client;

/// <summary>How a hub is reached over HTTP.</summary>
public class HttpConnectionOptions
{
    /// <summary>The hub's URL, http or https.</summary>
    public Uri? Url { get; set; }

    /// <summary>The transports that may be used. Default: all. WebSockets, the only one here, must be among them.</summary>
    public HttpTransportType Transports { get; set; } = HttpTransports.All;

    /// <summary>Connects the WebSocket at once, without asking the server first. The connection then has no id, and <see cref="Transports"/> must be WebSockets alone.</summary>
    public bool SkipNegotiation { get; set; }

    /// <summary>Gives the bearer token; asked before each HTTP request and each WebSocket. Null sends none.</summary>
    public Func<Task<string?>>? AccessTokenProvider { get; set; }

    /// <summary>Headers of every request.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>Cookies of every request; what negotiation sets, the WebSocket sends.</summary>
    public CookieContainer Cookies { get; set; } = new();

    /// <summary>How long a stop waits for the server's half of the WebSocket's close. Default: 5 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wraps or replaces the handler of negotiation.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? HttpMessageHandlerFactory { get; set; }

    /// <summary>Sets further options of each WebSocket before it connects.</summary>
    public Action<ClientWebSocketOptions>? WebSocketConfiguration { get; set; }

    /// <summary>Makes the connected WebSocket in the client's stead.</summary>
    public Func<WebSocketConnectionContext, CancellationToken, ValueTask<WebSocket>>? WebSocketFactory { get; set; }
}
