using System.Text.Json;
using Orleans;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>Reminders in a JSON file. Each change writes a new file beside it and renames it into place, so a crash leaves the old or the new.</summary>
public sealed class FileReminderTable : MemoryReminderTable
{
    private readonly string _path;

    /// <summary>Opens the file, or starts empty where there is none.</summary>
    /// <exception cref="OrleansConfigurationException">The file is there but is not a reminder table.</exception>
    public FileReminderTable(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
        if (!File.Exists(path))
            return;
        try
        {
            var rows = JsonSerializer.Deserialize<List<Row>>(File.ReadAllBytes(path)) ?? [];
            Load(rows.Select(static row => new ReminderEntry
            {
                GrainId = GrainId.Parse(row.Grain),
                ReminderName = row.Name,
                StartAt = row.StartAt,
                Period = row.Period,
                ETag = row.ETag,
            }));
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            throw new OrleansConfigurationException($"The reminder file {path} cannot be read: {broken.Message}", broken);
        }
    }

    /// <inheritdoc/>
    protected override void Save(IReadOnlyCollection<ReminderEntry> rows)
    {
        var list = rows.Select(static row => new Row(row.GrainId.ToString(), row.ReminderName, row.StartAt, row.Period, row.ETag)).ToList();
        var next = _path + ".new";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, list);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }

    private sealed record Row(string Grain, string Name, DateTime StartAt, TimeSpan Period, string? ETag);
}
