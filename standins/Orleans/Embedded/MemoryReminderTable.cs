using System.Globalization;
using Orleans;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>Reminders in memory. The object may outlive an engine and serve the next.</summary>
public class MemoryReminderTable : IReminderTable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(GrainId Grain, string Name), ReminderEntry> _rows = new(RowOrder.Instance);
    private long _version;

    /// <inheritdoc/>
    public Task<ReminderTableData> ReadRows(GrainId grainId)
    {
        lock (_gate)
            return Task.FromResult(new ReminderTableData(_rows.Values.Where(row => row.GrainId == grainId).Select(Copy)));
    }

    /// <inheritdoc/>
    public Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        lock (_gate)
            return Task.FromResult(new ReminderTableData(_rows.Values.Where(row => InRange(StableHash.Of(row.GrainId), begin, end)).Select(Copy)));
    }

    /// <inheritdoc/>
    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        lock (_gate)
            return Task.FromResult(_rows.TryGetValue((grainId, reminderName), out var row) ? Copy(row) : null);
    }

    /// <inheritdoc/>
    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            var row = Copy(entry);
            row.ETag = (++_version).ToString(CultureInfo.InvariantCulture);
            _rows[(row.GrainId, row.ReminderName)] = row;
            Changed();
            return Task.FromResult<string?>(row.ETag);
        }
    }

    /// <inheritdoc/>
    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue((grainId, reminderName), out var row) || row.ETag != eTag)
                return Task.FromResult(false);
            _rows.Remove((grainId, reminderName));
            Changed();
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task TestOnlyClearTable()
    {
        lock (_gate)
        {
            _rows.Clear();
            Changed();
        }

        return Task.CompletedTask;
    }

    /// <summary>Puts back rows kept elsewhere, with their versions.</summary>
    protected void Load(IEnumerable<ReminderEntry> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        lock (_gate)
        {
            foreach (var row in rows)
            {
                _rows[(row.GrainId, row.ReminderName)] = Copy(row);
                if (long.TryParse(row.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                    _version = Math.Max(_version, version);
            }
        }
    }

    /// <summary>Called under the table's lock after each change, with every row in order.</summary>
    protected virtual void Save(IReadOnlyCollection<ReminderEntry> rows)
    {
    }

    private static bool InRange(uint hash, uint begin, uint end) =>
        begin == end || (begin < end ? hash > begin && hash <= end : hash > begin || hash <= end);

    private static ReminderEntry Copy(ReminderEntry row) =>
        new() { GrainId = row.GrainId, ReminderName = row.ReminderName, StartAt = row.StartAt, Period = row.Period, ETag = row.ETag };

    private void Changed() => Save(_rows.Values);

    private sealed class RowOrder : IComparer<(GrainId Grain, string Name)>
    {
        public static readonly RowOrder Instance = new();

        public int Compare((GrainId Grain, string Name) x, (GrainId Grain, string Name) y)
        {
            var byGrain = x.Grain.CompareTo(y.Grain);
            return byGrain != 0 ? byGrain : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
