using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Commands;

/// <summary>Makes commands of requests: stamps them, and lets no two of the same stamp be under way at once on this node. Across nodes the commit's guards decide. Thread-safe.</summary>
/// <param name="ids">Names commands that came without a key.</param>
public sealed class CommandContext(IIdSource ids)
{
    /// <summary>The header that makes a repetition recognisable.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxKey = 100;
    private readonly ConcurrentDictionary<Guid, bool> _underWay = new();

    /// <summary>Carries out a command.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">Its body as it was understood; null when it has none.</param>
    /// <param name="keyNeeded">Whether it costs money and so needs a key.</param>
    /// <param name="command">What to do with the stamp.</param>
    /// <returns>What the command gives, or why it was not begun.</returns>
    public async Task<IResult> Run(HttpContext http, object? body, bool keyNeeded, Func<CommandStamp, CancellationToken, Task<IResult>> command)
    {
        var values = http.Request.Headers[Header];
        if (values.Count == 0 && !keyNeeded)
        {
            return await command(CommandStamp.Of(ids.Next()), http.RequestAborted);
        }

        if (values is not [{ Length: >= 1 and <= MaxKey } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return values.Count == 0
                ? Problem.Of(400, "idempotency_key_missing", $"Send the header {Header}: 1 to {MaxKey} visible ASCII characters, new for each order and the same for its repetition.")
                : Problem.Invalid((Header, $"1 to {MaxKey} visible ASCII characters are expected, once."));
        }

        var stamp = CommandStamp.For(Caller.IdOf(http.User).ToString("N"), key, Canonical(http, body));
        if (!_underWay.TryAdd(stamp.Id, true))
        {
            return Problem.Of(409, "in_flight", "A request with this key is under way. Wait for its answer, or send it again later.", 1);
        }

        try
        {
            // Not stopped when the client goes away: its repetition finds the answer.
            return await command(stamp, CancellationToken.None);
        }
        finally
        {
            _underWay.TryRemove(stamp.Id, out _);
        }
    }

    /// <summary>The same whatever the order and the spaces of the JSON that was sent: the path, and the body as it was understood.</summary>
    private static byte[] Canonical(HttpContext http, object? body)
    {
        var path = Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n");
        return body is null ? path : [.. path, .. JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), HttpJson.Options)];
    }
}
