namespace Microsoft.AspNetCore.Http.Connections.Client;

/// <summary>What a <see cref="HttpConnectionOptions.WebSocketFactory"/> connects to.</summary>
public sealed class WebSocketConnectionContext
{
    /// <summary>A place to connect to and its options.</summary>
    public WebSocketConnectionContext(Uri uri, HttpConnectionOptions options)
    {
        Uri = uri;
        Options = options;
    }

    /// <summary>The WebSocket's URL, ws or wss.</summary>
    public Uri Uri { get; }

    /// <summary>The connection's options.</summary>
    public HttpConnectionOptions Options { get; }
}
