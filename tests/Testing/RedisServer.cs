using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace O2O.Dispatch.Testing;

/// <summary>
/// A Redis server of one's own, from Debian's package, on a free port of 127.0.0.1; it keeps nothing on disk. A shell stands between this process and the server: when this process ends, however
/// it does, the shell stops the server.
/// </summary>
public sealed class RedisServer : IDisposable
{
    // $1 the port. Answers each order with one line.
    private const string Keeper = """
        trap '' INT TERM HUP
        cd /tmp
        start() {
            redis-server --port "$1" --bind 127.0.0.1 --save '' --appendonly no --daemonize no >/dev/null 2>&1 &
            pid=$!
            for i in $(seq 600); do
                [ "$(redis-cli -p "$1" ping 2>/dev/null)" = PONG ] && { echo up; return; }
                kill -0 "$pid" 2>/dev/null || break
                sleep 0.1
            done
            echo failed
        }
        start "$@"
        while read -r order; do
            case $order in
                kill) kill -9 "$pid"; wait "$pid" 2>/dev/null; echo down ;;
                start) start "$@" ;;
                flush) redis-cli -p "$1" flushall >/dev/null; echo flushed ;;
                pause) kill -STOP "$pid"; echo paused ;;
                resume) kill -CONT "$pid"; echo resumed ;;
            esac
        done
        kill -9 "$pid"
        """;

    private static readonly Lazy<string?> LazyReason = new(FindReason);
    private readonly Process _keeper;
    private readonly int _port;

    /// <summary>Starts one.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message says why.</exception>
    public RedisServer()
    {
        if (Reason is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        _port = FreePort();
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-c", Keeper, "keeper", _port.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        _keeper = Process.Start(start) ?? throw new InvalidOperationException("Redis' keeper does not start.");
        _keeper.BeginErrorReadLine();
        Expect("up", "start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Why there can be no server here, for a person to read; null when there can be one.</summary>
    public static string? Reason => LazyReason.Value;

    /// <summary>Where it is, as StackExchange.Redis reads it.</summary>
    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},connectTimeout=10000,syncTimeout=1000");

    /// <summary>Kills it; what it knew is gone.</summary>
    public void Kill() => Order("kill", "down");

    /// <summary>Starts it again after <see cref="Kill"/>, on the same port, empty.</summary>
    public void Start() => Order("start", "up");

    /// <summary>Makes it forget everything.</summary>
    public void Flush() => Order("flush", "flushed");

    /// <summary>Lets it stand still; connections stay open.</summary>
    public void Pause() => Order("pause", "paused");

    /// <summary>Lets it go on after <see cref="Pause"/>.</summary>
    public void Resume() => Order("resume", "resumed");

    /// <summary>Stops it.</summary>
    public void Dispose()
    {
        try
        {
            _keeper.StandardInput.Close();
            _keeper.WaitForExit(TimeSpan.FromSeconds(20));
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // It was closed before.
        }

        _keeper.Dispose();
    }

    private static string? FindReason() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server")) && File.Exists(Path.Combine(folder, "redis-cli")))
            ? null
            : "needs Redis: redis-server and redis-cli are not on the PATH (Debian: apt-get install redis-server)";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Order(string order, string expected)
    {
        _keeper.StandardInput.WriteLine(order);
        _keeper.StandardInput.Flush();
        Expect(expected, order);
    }

    private void Expect(string expected, string order)
    {
        if (_keeper.StandardOutput.ReadLine() is var said && said != expected)
        {
            throw new InvalidOperationException($"Redis was told to {order} and says: {said ?? "nothing"}");
        }
    }
}
