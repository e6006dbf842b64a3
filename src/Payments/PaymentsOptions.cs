using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Payments;

/// <summary>Which gateway takes the money, and how its news comes in.</summary>
public sealed class PaymentsOptions
{
    /// <summary>The section of configuration.</summary>
    public const string Section = "Payments";

    /// <summary>The gateway that a host serves itself and speaks to over HTTP.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The gateway within the process.</summary>
    public const string InProcess = "in_process";

    /// <summary>The gateway of that name, over the internet.</summary>
    public const string Online = "stripe";

    /// <summary>Which gateway: sandbox (AllInOne alone hosts it), in_process or stripe. Default: empty, as the host chooses: AllInOne takes sandbox, or in_process on a data folder that began with it; a silo takes in_process.</summary>
    public string Gateway { get; set; } = string.Empty;

    /// <summary>The secret key of the gateway stripe. It is never logged. Default: empty; KeyFile names it then.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>A file with the secret key and nothing else. Default: empty; Key holds it then.</summary>
    public string KeyFile { get; set; } = string.Empty;

    /// <summary>Where the gateway stripe is reached, for instance a sandbox elsewhere. Default: empty, the gateway's own address.</summary>
    public string Address { get; set; } = string.Empty;

    /// <summary>How long a call to the gateway may take; the outbox asks again with the same key. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the client itself repeats a call that got no answer, before the outbox does. Default: 0.</summary>
    [Range(0, 5)]
    public int CallRetries { get; set; }

    /// <summary>The port of 127.0.0.1 that the hosted sandbox listens on; 0 takes a free one. Default: 0.</summary>
    [Range(0, 65_535)]
    public int SandboxPort { get; set; }

    /// <summary>Signs what the gateway tells. Default: empty; then no webhook is taken. With the hosted sandbox AllInOne makes one at each start.</summary>
    public string WebhookSecret { get; set; } = string.Empty;

    /// <summary>The signing secret before the present one, taken as well while secrets are rolled. Default: empty, none.</summary>
    public string WebhookSecretBefore { get; set; } = string.Empty;

    /// <summary>How old a webhook's signature may be, and how far ahead of our clock. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest webhook, in bytes. Default: 262,144.</summary>
    [Range(1_024, 1_048_576)]
    public int WebhookBytes { get; set; } = 262_144;

    /// <summary>The gateway's account of the platform, whose webhooks count though they name it. Default: empty; then every webhook that names an account is of a foreign one.</summary>
    public string Account { get; set; } = string.Empty;

    /// <summary>Between two looks for webhooks that were stored and not acted on. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan WebhookSweepPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Tries before a webhook that cannot be acted on is set aside for a person to look at. Default: 20, which takes about an hour and a quarter. While the gateway answers nobody no try is counted for a day.</summary>
    [Range(1, 1_000)]
    public int WebhookMaxAttempts { get; set; } = 20;

    /// <summary>How long a webhook that was acted on is kept; ignored and refused ones stay. Default: 30 d.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "400.00:00:00")]
    public TimeSpan WebhookRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Between two comparisons of the gateway's lists with the jobs. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ReconcilePeriod { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How far back a comparison looks. Default: 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan ReconcileSpan { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a payment is left to the outbox before a comparison looks at it. Default: 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReconcileGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>What is wrong, a line each; empty when nothing is.</summary>
    /// <param name="hostsSandbox">Whether the host has a sandbox of its own.</param>
    public IEnumerable<string> Faults(bool hostsSandbox)
    {
        if (Gateway is not ("" or Sandbox or InProcess or Online))
        {
            yield return $"Payments:Gateway: '{Gateway}' is none of {Sandbox}, {InProcess} and {Online}.";
        }

        if (Gateway == Sandbox && !hostsSandbox)
        {
            yield return $"Payments:Gateway: only AllInOne hosts the sandbox. Say {Online} and the sandbox's address in Payments:Address, or {InProcess}.";
        }

        if (Address.Length > 0 && (!Uri.TryCreate(Address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
        {
            yield return $"Payments:Address: '{Address}' is no http or https URL.";
        }

        if (Gateway != Online)
        {
            yield break;
        }

        if (Key.Length > 0 && KeyFile.Length > 0)
        {
            yield return "Payments:Key and Payments:KeyFile are both given: say one of them.";
        }
        else if (Key.Length == 0 && KeyFile.Length == 0)
        {
            yield return $"Payments:Gateway is {Online}, and its secret key is missing: set Payments__KeyFile to a file that holds it, or Payments__Key.";
        }
        else if (KeyFile.Length > 0 && !File.Exists(KeyFile))
        {
            yield return $"Payments:KeyFile: {Path.GetFullPath(KeyFile)} is not there.";
        }
        else if (ReadKey() is not { Length: > 0 } key || key.Any(char.IsWhiteSpace))
        {
            yield return "The gateway's secret key is empty or holds white space.";
        }
    }

    /// <summary>The secret key, from where it is.</summary>
    public string ReadKey() => Key.Length > 0 ? Key : KeyFile.Length > 0 ? File.ReadAllText(KeyFile).Trim() : string.Empty;
}
