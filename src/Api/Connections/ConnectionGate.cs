using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Connections;

/// <summary>
/// Keeps a process below its file limit, at which the server would stop taking connections for good. Up to <see cref="Most"/> connections are served. Whoever comes then is told 503 and let go, but for
/// health and metrics, which are answered once. Beyond <see cref="Hard"/>, when even refusals are too many, connections are closed without a word. Counted are those of all endpoints together, and those that
/// have become WebSockets as well: the server's own limits do neither. Thread-safe.
/// </summary>
internal sealed class ConnectionGate
{
    /// <summary>Files that a process has to be allowed to open: some 350 are open before anybody has come (assemblies, the store, sockets that listen), and as many callers come at once before the surplus is closed.</summary>
    internal const int FewestFiles = 768;

    private const int RetryAfterSeconds = 5;
    private const int Share = 16;
    private const int Fewest = 16;
    private readonly LiveMeters _meters;
    private int _open;

    /// <summary>For this process.</summary>
    public ConnectionGate(IOptions<ConnectionLimitsOptions> options, LiveMeters meters)
        : this(options.Value, FileLimit.Read(), meters)
    {
    }

    /// <summary>For a process that may open so many files; null when nobody knows.</summary>
    internal ConnectionGate(ConnectionLimitsOptions options, int? files, LiveMeters meters)
    {
        _meters = meters;
        Hard = files is { } limit ? Math.Max(Fewest, Math.Min(options.AtMost, limit - Math.Min(options.FilesKept, limit / 2))) : options.AtMost;
        Most = Hard - Math.Max(1, Hard / Share);
        meters.WatchConnections(() => Open, Most);
    }

    /// <summary>Connections that are served.</summary>
    public int Most { get; }

    /// <summary>Connections at all, those among them that are told that they are too many.</summary>
    public int Hard { get; }

    /// <summary>Connections that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>What is told who comes when all are taken.</summary>
    /// <param name="what">All of what.</param>
    internal static Problem Exhausted(string what) =>
        Problem.Of(503, "connections_exhausted", $"This server has all the {what} that it takes. Try again after {RetryAfterSeconds} s.", RetryAfterSeconds);

    /// <summary>Counts the connections of a server.</summary>
    public void Guard(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => Count(connection, next)));

    /// <summary>Refuses requests on connections that are too many.</summary>
    public Task Admit(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<Surplus>() is null)
        {
            return next(http);
        }

        // One request is answered, and makes room.
        if (HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            http.Response.Headers.Connection = "close";
        }
        else
        {
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        if (http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal))
        {
            return next(http);
        }

        _meters.ConnectionRefused("server");
        return Exhausted("connections").ExecuteAsync(http);
    }

    private async Task Count(ConnectionContext connection, ConnectionDelegate next)
    {
        var number = Interlocked.Increment(ref _open);
        try
        {
            if (number > Hard)
            {
                _meters.ConnectionRefused("closed");
                connection.Abort();
                return;
            }

            if (number > Most)
            {
                connection.Features.Set(new Surplus());
            }

            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Marks a connection that came when there were enough.</summary>
    private sealed class Surplus;
}
