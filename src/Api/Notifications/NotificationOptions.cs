using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Notifications;

/// <summary>Messages to phones and mailboxes.</summary>
public sealed class NotificationOptions
{
    /// <summary>The file that messages are appended to, one JSON object a line; empty for none. Its folder is made. Default: notifications.jsonl in the working folder.</summary>
    public string Path { get; set; } = "notifications.jsonl";

    /// <summary>A file of this size, in MiB, is renamed to end in .1, in place of the one before, and begun anew. Default: 16.</summary>
    [Range(1, 4_096)]
    public int FileMebibytes { get; set; } = 16;

    /// <summary>Messages that wait to be sent at the most; further ones are dropped. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Queued { get; set; } = 10_000;
}
