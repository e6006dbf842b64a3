using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace O2O.Dispatch.Testing;

/// <summary>
/// A PostgreSQL server of one's own, from Debian's package: data in a folder under /tmp, on a free port of 127.0.0.1 and a socket in that folder. A shell stands between this process and the
/// server and reads its orders from a pipe: when this process ends, however it does, the pipe closes, and the shell stops the server and removes the folder. Thread-safe.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    internal const string Absent = "needs PostgreSQL: initdb and pg_ctl are neither on the PATH nor in /usr/lib/postgresql/*/bin (Debian: apt-get install postgresql)";
    private const string NoUser = "needs PostgreSQL: it does not run as root, and there is no user 'postgres' or no runuser to run it as";

    // $1 the folder of the programs, $2 the port, $3 more options. Answers each order with one line. A port that was taken meanwhile makes it say "failed".
    private const string Keeper = """
        trap '' INT TERM HUP
        umask 077
        cd /
        dir=$(mktemp -d /tmp/o2o-postgres-XXXXXX) || { echo "failed no folder"; exit 1; }
        start() {
            "$1/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" -o "-p $2 -k $dir -h 127.0.0.1 -c max_connections=200 $3" start >/dev/null 2>&1 \
                && echo "up $dir" || echo "failed $(tail -n 3 "$dir/log" | tr '\n' ' ')"
        }
        stop() { "$1/pg_ctl" -D "$dir/data" -w -m immediate stop >/dev/null 2>&1; }
        if "$1/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1
        then start "$@"; else echo "failed $(tail -n 3 "$dir/initdb.log" | tr '\n' ' ')"; fi
        while read -r order; do
            case $order in
                stop) stop "$@"; echo down ;;
                start) start "$@" ;;
            esac
        done
        stop "$@"
        rm -rf "$dir"
        """;

    private static readonly Lazy<string?> Programs = new(FindPrograms);
    private static readonly Lazy<string?> LazyReason = new(FindReason);
    private static readonly Lazy<PostgresServer> LazyShared = new(() => new PostgresServer(survivesPowerCut: false));

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _templates = new(StringComparer.Ordinal);
    private readonly Process _keeper;
    private readonly int _port;
    private int _databases;

    /// <summary>Starts a server. Most tests use <see cref="Shared"/>.</summary>
    /// <param name="survivesPowerCut">False spares the waiting for the disk; a killed process is survived in either case.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message says why.</exception>
    public PostgresServer(bool survivesPowerCut = true)
    {
        if (Reason is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        string? said = null;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            _port = FreePort();
            _keeper = StartKeeper(_port, survivesPowerCut ? string.Empty : "-c fsync=off -c full_page_writes=off");
            said = _keeper.StandardOutput.ReadLine();
            if (said?.StartsWith("up ", StringComparison.Ordinal) == true)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
                return;
            }

            Dispose();
        }

        throw new InvalidOperationException($"PostgreSQL does not start: {said ?? "its keeper said nothing"}");
    }

    /// <summary>Why there can be no server here, for a person to read; null when there can be one.</summary>
    public static string? Reason => LazyReason.Value;

    /// <summary>The server that all tests of this process share, started when it is first asked for. Whoever stops a server uses one of its own.</summary>
    public static PostgresServer Shared => LazyShared.Value;

    /// <summary>Makes a database of its own.</summary>
    /// <param name="kind">Databases of one kind begin alike.</param>
    /// <param name="prepare">Brings the first of its kind to where they begin, given its connection string; it must leave no connection open. The others are copies of it. Null for an empty one.</param>
    /// <returns>Its connection string. Take it away with <see cref="Drop"/>.</returns>
    public string Database(string kind = "empty", Action<string>? prepare = null)
    {
        lock (_gate)
        {
            if (!_templates.TryGetValue(kind, out var template))
            {
                template = string.Create(CultureInfo.InvariantCulture, $"template_{_templates.Count}");
                Run($"CREATE DATABASE {template} TEMPLATE template0");
                prepare?.Invoke(ConnectionString(template));
                _templates.Add(kind, template);
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"test_{_databases++}");
            Run($"CREATE DATABASE {name} TEMPLATE {template}");
            return ConnectionString(name);
        }
    }

    /// <summary>Drops a database, and cuts whoever still uses it.</summary>
    public void Drop(string connectionString) => Run($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>Stops the server as a crash does: at once, in the middle of whatever it does. What was acknowledged is found again by <see cref="Start"/>.</summary>
    public void Kill() => Order("stop", "down");

    /// <summary>Starts the server again after <see cref="Kill"/>, on the same port with the same data.</summary>
    public void Start() => Order("start", "up ");

    /// <summary>Stops the server and removes all of it.</summary>
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

    private static string? FindPrograms()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            : Enumerable.Empty<string>();
        return path.Concat(debian.Select(folder => Path.Combine(folder, "bin"))).FirstOrDefault(folder => IsThere(Path.Combine(folder, "pg_ctl")) && IsThere(Path.Combine(folder, "initdb")));

        // A link to what was removed is there and leads nowhere.
        static bool IsThere(string program) => File.Exists(program) && File.ResolveLinkTarget(program, returnFinalTarget: true) is not { Exists: false };
    }

    private static string? FindReason()
    {
        if (Programs.Value is null)
        {
            return Absent;
        }

        return !Environment.IsPrivilegedProcess || (File.Exists("/usr/sbin/runuser") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)))
            ? null
            : NoUser;
    }

    private static Process StartKeeper(int port, string options)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        string[] command = ["/bin/sh", "-c", Keeper, "keeper", Programs.Value!, port.ToString(CultureInfo.InvariantCulture), options];
        if (Environment.IsPrivilegedProcess)
        {
            command = ["/usr/sbin/runuser", "-u", "postgres", "--", .. command];
        }

        start.FileName = command[0];
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("PostgreSQL's keeper does not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Order(string order, string expected)
    {
        lock (_gate)
        {
            _keeper.StandardInput.WriteLine(order);
            _keeper.StandardInput.Flush();
            var said = _keeper.StandardOutput.ReadLine();
            if (said?.StartsWith(expected, StringComparison.Ordinal) != true)
            {
                throw new InvalidOperationException($"PostgreSQL was told to {order} and says: {said ?? "nothing"}");
            }
        }
    }

    private void Run(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Command Timeout=120");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private string ConnectionString(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}");
}
