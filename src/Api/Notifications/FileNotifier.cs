using System.Text.Json;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Notifications;

namespace O2O.Dispatch.Api.Notifications;

/// <summary>
/// Stands in for the providers of SMS, push and e-mail: appends every message to a file, readable by its owner alone because codes are in it, and keeps the latest in memory for operators.
/// Thread-safe.
/// </summary>
internal sealed class FileNotifier(IOptions<NotificationOptions> options) : INotifier, INotificationLog
{
    private const int Kept = 200;
    private readonly Lock _gate = new();
    private readonly LinkedList<Notification> _latest = new();

    /// <inheritdoc/>
    public ValueTask Send(Notification notification, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _latest.AddFirst(notification);
            if (_latest.Count > Kept)
            {
                _latest.RemoveLast();
            }

            if (options.Value.Path.Length > 0)
            {
                Append(JsonSerializer.SerializeToUtf8Bytes(notification, HttpJson.Options));
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Notification> Latest()
    {
        lock (_gate)
        {
            return [.. _latest];
        }
    }

    private void Append(byte[] line)
    {
        var path = Path.GetFullPath(options.Value.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (new FileInfo(path) is { Exists: true } file && file.Length + line.Length + 1 > options.Value.FileMebibytes * 1024L * 1024L)
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        var open = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, open);
        stream.Write([.. line, (byte)'\n']);
    }
}
