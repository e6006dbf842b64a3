using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using O2O.Dispatch.Payments.Sandbox.Core;
using O2O.Dispatch.Payments.Sandbox.Webhooks;

namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>A payment gateway that answers as the real one does: same objects, errors, idempotency and signed webhooks, with test cards and faults on request. In memory. Thread-safe: requests are
/// carried out one at a time, in the order in which they come.</summary>
public sealed class PaymentSandbox
{
    /// <summary>The API's version that the objects are of.</summary>
    public const string ApiVersion = "2026-07-29.dahlia";

    private readonly Lock _gate = new();
    private readonly SandboxSettings _settings;
    private readonly TimeProvider _time;
    private readonly ISandboxIds _ids;
    private readonly ISandboxFaults? _faults;
    private readonly ISandboxJournal? _journal;
    private readonly WebhookSender _webhooks;
    private readonly SandboxCore _core;
    private readonly Dictionary<(string Account, string Key), Entry> _answers = [];
    private readonly Queue<(long At, (string Account, string Key) Name)> _ages = new();
    private readonly Queue<SandboxFault> _queued = new();

    /// <summary>An empty sandbox.</summary>
    /// <param name="settings">How it behaves.</param>
    /// <param name="time">Now, and every wait.</param>
    /// <param name="ids">Ids and secrets.</param>
    /// <param name="http">Carries webhooks.</param>
    /// <param name="faults">Which requests go wrong; null for none but those of the header, the test methods and <see cref="Inject"/>.</param>
    /// <param name="journal">Told of every request that changes something; null for nobody.</param>
    public PaymentSandbox(SandboxSettings settings, TimeProvider time, ISandboxIds ids, HttpClient http, ISandboxFaults? faults = null, ISandboxJournal? journal = null)
    {
        (_settings, _time, _ids, _faults, _journal) = (settings, time, ids, faults, journal);
        _core = new SandboxCore(settings, ids, ApiVersion);
        _webhooks = new WebhookSender(settings, time, http);
    }

    /// <summary>Where the sandbox is to be reached; stands in the links that customers follow.</summary>
    public string BaseAddress
    {
        get => _core.BaseAddress;
        set => _core.BaseAddress = value.TrimEnd('/');
    }

    /// <summary>Webhooks that were given up after the last attempt failed.</summary>
    public int WebhooksGivenUp => _webhooks.GivenUp;

    /// <summary>Tells the host of the platform's events from here on, beside the endpoints that were made over the API.</summary>
    /// <param name="url">Where.</param>
    /// <param name="secret">Signs them.</param>
    /// <param name="types">Which: names, or beginnings that end with <c>.*</c>.</param>
    public void Tell(string url, string secret, IReadOnlyList<string> types)
    {
        lock (_gate)
        {
            _core.Host = (url, secret, types);
        }
    }

    /// <summary>The next requests that change something go wrong, one for each fault.</summary>
    public void Inject(params IEnumerable<SandboxFault> faults)
    {
        lock (_gate)
        {
            foreach (var fault in faults)
            {
                _queued.Enqueue(fault);
            }
        }
    }

    /// <summary>Answers one request.</summary>
    /// <param name="account">The connected account it is for; empty for the platform.</param>
    /// <param name="method">GET, POST or DELETE.</param>
    /// <param name="path">The path.</param>
    /// <param name="parameters">The form and the query.</param>
    /// <param name="idempotencyKey">The key; null for none.</param>
    /// <param name="fault">What is to go wrong with it.</param>
    /// <param name="cancellationToken">Ends the wait of a slow answer; what was done stays done.</param>
    /// <returns>The answer, once it is due. A status of 0 stands for a connection that is to be cut.</returns>
    public async Task<SandboxAnswer> Send(
        string account, string method, string path, IReadOnlyList<KeyValuePair<string, string>> parameters, string? idempotencyKey, SandboxFault fault, CancellationToken cancellationToken)
    {
        SandboxAnswer answer;
        Entry? entry;
        Task early;
        lock (_gate)
        {
            var call = new SandboxCall(_time.GetUtcNow().ToUnixTimeSeconds(), account, method, path, parameters, method == "GET" ? null : idempotencyKey);
            (answer, entry, early) = Answer(call, fault, restoring: false);
        }

        try
        {
            await early;
            if (answer.Delay > TimeSpan.Zero)
            {
                await Task.Delay(answer.Delay, _time, cancellationToken);
            }
        }
        finally
        {
            if (entry is not null)
            {
                lock (_gate)
                {
                    entry.InUse = false;
                }
            }
        }

        return answer;
    }

    /// <summary>The customer agrees, or does not, to a payment or to saving a card that waits for it.</summary>
    /// <returns>Whether the intent waited for it.</returns>
    public bool Authenticate(string intent, bool agrees, out string? returnUrl)
    {
        lock (_gate)
        {
            var call = new SandboxCall(_time.GetUtcNow().ToUnixTimeSeconds(), "", "POST", $"/sandbox/authenticate/{intent}", [new("agrees", agrees ? "true" : "false")], null);
            _core.Advance(call.At);
            _journal?.Append(call, SandboxFault.None);
            returnUrl = _core.ReturnUrl(intent);
            var found = _core.Authenticate(intent, agrees) is not null;
            Deliver(SandboxFault.None);
            return found;
        }
    }

    /// <summary>Lets what is due by now happen: holds lapse, payouts are paid. Every request does so too.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            _core.Advance(_time.GetUtcNow().ToUnixTimeSeconds());
            Deliver(SandboxFault.None);
        }
    }

    /// <summary>Takes on a journal's calls, in its order, before the first request. Nothing is delivered again, and answers stand under their keys as they did.</summary>
    public void Restore(IEnumerable<(SandboxCall Call, SandboxFault Fault)> journal)
    {
        lock (_gate)
        {
            foreach (var (call, fault) in journal)
            {
                if (call.Path.StartsWith("/sandbox/authenticate/", StringComparison.Ordinal))
                {
                    _core.Advance(call.At);
                    _core.Authenticate(call.Path["/sandbox/authenticate/".Length..], call.Parameters[0].Value == "true");
                }
                else if (Answer(call, fault, restoring: true).Entry is { } entry)
                {
                    entry.InUse = false;
                }

                _core.Emitted.Clear();
            }
        }
    }

    /// <summary>Ends when every webhook that is under way was taken or given up.</summary>
    public Task Drain() => _webhooks.Drain();

    private (SandboxAnswer Answer, Entry? Entry, Task Early) Answer(SandboxCall call, SandboxFault asked, bool restoring)
    {
        _core.Advance(call.At);
        var request = _ids.Next("req");
        Forget(call.At);
        var name = (call.Account, call.IdempotencyKey ?? "");
        var print = call.IdempotencyKey is null ? "" : Print(call);
        if (call.IdempotencyKey is not null && _answers.TryGetValue(name, out var seen))
        {
            return (seen.Print != print
                ? Refuse(request, new SandboxRefusal(400, "idempotency_error", null, $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{call.IdempotencyKey}'."))
                : seen.InUse
                    ? Refuse(request, new SandboxRefusal(409, "idempotency_error", "idempotency_key_in_use", "There is another request in progress with this idempotency key."))
                    : new SandboxAnswer(seen.Status, seen.Body, true, seen.Request, TimeSpan.Zero), null, Task.CompletedTask);
        }

        if (call.Account.Length > 0 && !_core.Knows(call.Account))
        {
            return (Refuse(request, new SandboxRefusal(403, "invalid_request_error", "account_invalid", $"The account '{call.Account}' does not exist.")), null, Task.CompletedTask);
        }

        var changes = call.Method != "GET";
        var fault = restoring ? asked : asked != SandboxFault.None || !changes ? asked
            : _queued.TryDequeue(out var queued) && queued != SandboxFault.None ? queued
            : _faults?.For(call) is { } decided and not SandboxFault.None ? decided
            : _core.CardOf(call)?.Fault ?? SandboxFault.None;
        if (fault == SandboxFault.TimeOutBefore)
        {
            return (new SandboxAnswer(0, "", false, request, TimeSpan.Zero), null, Task.CompletedTask);
        }

        if (changes && !restoring)
        {
            _journal?.Append(call, fault);
        }

        var (status, body, stored) = fault == SandboxFault.Error500 ? (500, Broken(), true) : Carry(call, request, fault);
        if (fault == SandboxFault.Error500After)
        {
            (status, body, stored) = (500, Broken(), true);
        }

        Entry? entry = null;
        if (call.IdempotencyKey is not null && stored)
        {
            entry = new Entry(print, status, body, request) { InUse = true };
            _answers[name] = entry;
            _ages.Enqueue((call.At, name));
        }

        var early = restoring ? Task.CompletedTask : Deliver(fault);
        var answer = fault == SandboxFault.TimeOutAfter
            ? new SandboxAnswer(0, "", false, request, TimeSpan.Zero)
            : new SandboxAnswer(status, body, false, request, fault == SandboxFault.Slow ? _settings.Slowness : TimeSpan.Zero);
        return (answer, entry, early);
    }

    private (int Status, string Body, bool Stored) Carry(SandboxCall call, string request, SandboxFault fault)
    {
        try
        {
            return (200, _core.Execute(call, request, fault == SandboxFault.Decline).ToJsonString(), true);
        }
        catch (SandboxRefusal refusal)
        {
            return (refusal.Status, Body(refusal, request), !refusal.BeforeStart);
        }
    }

    private Task Deliver(SandboxFault fault)
    {
        var sent = new List<Task>();
        foreach (var (happened, to) in _core.Emitted)
        {
            var body = happened.ToJsonString();
            foreach (var (url, secret) in to)
            {
                sent.Add(_webhooks.Send(url, secret, body));
                if (fault == SandboxFault.DuplicateWebhook)
                {
                    sent.Add(_webhooks.Send(url, secret, body));
                }
            }
        }

        _core.Emitted.Clear();
        return fault == SandboxFault.EarlyWebhook ? Task.WhenAll(sent) : Task.CompletedTask;
    }

    private void Forget(long now)
    {
        while (_ages.TryPeek(out var oldest) && oldest.At + (long)_settings.KeyRetention.TotalSeconds <= now)
        {
            _ages.Dequeue();
            _answers.Remove(oldest.Name);
        }
    }

    private static SandboxAnswer Refuse(string request, SandboxRefusal refusal) => new(refusal.Status, Body(refusal, request), false, request, TimeSpan.Zero);

    private static string Body(SandboxRefusal refusal, string request)
    {
        var body = refusal.Body();
        body["error"]!["request_log_url"] = $"sandbox://{request}";
        return body.ToJsonString();
    }

    private static string Broken() => new SandboxRefusal(500, "api_error", null, "An unknown error occurred.").Body().ToJsonString();

    /// <summary>What a key is bound to: the order of the parameters means nothing.</summary>
    private static string Print(SandboxCall call)
    {
        var text = new StringBuilder().Append(call.Method).Append('\n').Append(call.Path);
        foreach (var (key, value) in call.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal))
        {
            text.Append('\n').Append(key.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(key).Append('=').Append(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed class Entry(string print, int status, string body, string request)
    {
        private readonly byte[] _packed = Pack(body);

        public string Print => print;

        public int Status => status;

        // Answers are kept for a day, and are text that says much with few words.
        public string Body => Unpack(_packed);

        public string Request => request;

        public bool InUse { get; set; }

        private static byte[] Pack(string text)
        {
            using var packed = new MemoryStream();
            using (var deflate = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionLevel.Fastest))
            {
                deflate.Write(Encoding.UTF8.GetBytes(text));
            }

            return packed.ToArray();
        }

        private static string Unpack(byte[] packed)
        {
            using var deflate = new System.IO.Compression.DeflateStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress);
            using var text = new StreamReader(deflate, Encoding.UTF8);
            return text.ReadToEnd();
        }
    }
}
