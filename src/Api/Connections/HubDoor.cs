using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Connections;

/// <summary>
/// Lets hub connections in: so many in all, of one user, and of one address where nobody is known (share links). A connection is a request that stays open (a WebSocket, server-sent events, a poll); negotiations are
/// asked the same, so that a client that cannot read the answer to a WebSocket learns there why. The polls of a connection are counted and never refused: it is in. Thread-safe.
/// </summary>
internal sealed class HubDoor(IOptions<HubLimitsOptions> options, ConnectionGate gate, LiveMeters meters)
{
    private const int RetryAfterSeconds = 30;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private int _open;

    /// <summary>Hub connections in all at the most; where none is configured, a tenth of those that are served is left to requests.</summary>
    public int Most { get; } = options.Value.Connections > 0 ? Math.Min(options.Value.Connections, gate.Most) : Math.Max(1, gate.Most - (gate.Most / 10));

    /// <summary>Hub connections that are open.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Puts the door before the endpoints of a hub. It opens behind authorization, for whoever is known by then.</summary>
    public void Guard(IEndpointConventionBuilder hub) => hub.Add(endpoint =>
    {
        if (endpoint.RequestDelegate is { } next)
        {
            endpoint.RequestDelegate = http => Enter(http, next);
        }
    });

    private async Task Enter(HttpContext http, RequestDelegate next)
    {
        var negotiates = http.Request.Path.Value!.EndsWith("/negotiate", StringComparison.Ordinal);
        if (!negotiates && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsConnect(http.Request.Method))
        {
            // What is sent on a connection that is in.
            await next(http);
            return;
        }

        var user = http.User.FindFirst(Caller.Subject)?.Value;

        // A carrier has thousands of customers behind one address: who is known is counted by name alone.
        var address = user is null ? PrivateNetworks.Counted(http.Connection.RemoteIpAddress) : null;
        if (!negotiates && IsPoll(http))
        {
            lock (_gate)
            {
                Add(1, user, address);
            }
        }
        else if (TryEnter(user, address, stays: !negotiates) is { } problem)
        {
            await problem.ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            if (!negotiates)
            {
                Leave(user, address);
            }
        }
    }

    /// <summary>Whether this is a poll of a connection that was negotiated: neither a WebSocket nor server-sent events.</summary>
    private static bool IsPoll(HttpContext http) => HttpMethods.IsGet(http.Request.Method) && http.Request.Query.ContainsKey("id")
        && http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } && !http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes one more in.</summary>
    /// <returns>Why not; null when it is in, or would be.</returns>
    private Problem? TryEnter(string? user, IPAddress? address, bool stays)
    {
        var (perUser, perAddress) = (options.Value.ConnectionsPerUser, options.Value.ConnectionsPerAddress);
        lock (_gate)
        {
            if (_open >= Most)
            {
                return Refuse("hub", ConnectionGate.Exhausted("hub connections"));
            }

            if (user is not null && perUser > 0 && _users.GetValueOrDefault(user) >= perUser)
            {
                return Refuse("user", Enough("user_connections_exhausted", $"This caller has {perUser} connections open here; close one, or use one for several streams."));
            }

            if (address is not null && perAddress > 0 && _addresses.GetValueOrDefault(address) >= perAddress)
            {
                return Refuse("address", Enough("address_connections_exhausted", $"This address has {perAddress} connections open here."));
            }

            if (stays)
            {
                Add(1, user, address);
            }

            return null;
        }
    }

    private void Leave(string? user, IPAddress? address)
    {
        lock (_gate)
        {
            Add(-1, user, address);
        }
    }

    private void Add(int change, string? user, IPAddress? address)
    {
        _open += change;
        Add(_users, user, change);
        Add(_addresses, address, change);
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey? key, int change)
        where TKey : class
    {
        if (key is null)
        {
            return;
        }

        if (counts.GetValueOrDefault(key) + change is var count && count > 0)
        {
            counts[key] = count;
        }
        else
        {
            counts.Remove(key);
        }
    }

    private static Problem Enough(string slug, string detail) =>
        Problem.Of(429, slug, $"{detail} Try again after {RetryAfterSeconds} s.", RetryAfterSeconds);

    private Problem Refuse(string why, Problem problem)
    {
        meters.ConnectionRefused(why);
        return problem;
    }
}
