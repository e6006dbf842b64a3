using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>Reminders: each has a row in the table and a clock here. A tick is an ordinary call, so it activates the grain.</summary>
internal sealed class ReminderService(EmbeddedEngine engine, IReminderTable table, ReminderOptions options)
{
    /// <summary>System timers take at most about 49 days; farther reminders look again in between.</summary>
    private static readonly TimeSpan FarthestTimer = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Name), Reminder> _reminders = [];
    private bool _stopped;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        var rows = await table.ReadRows(0, 0);
        foreach (var row in rows.Reminders)
            Schedule(row);
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var reminder in _reminders.Values)
                reminder.Clock?.Dispose();
            _reminders.Clear();
        }
    }

    public async Task<IGrainReminder> RegisterOrUpdate(GrainId grain, string name, TimeSpan due, TimeSpan period)
    {
        if (due < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(due), due, "A reminder is due now or later.");
        if (period < options.MinimumReminderPeriod)
        {
            throw new ArgumentException(
                $"The reminder {name} of {grain} has a period of {period}; the shortest is {options.MinimumReminderPeriod}. Use a grain timer below that.",
                nameof(period));
        }

        var row = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = name,
            StartAt = (engine.Time.GetUtcNow() + due).UtcDateTime,
            Period = period,
        };
        row.ETag = await table.UpsertRow(row)
            ?? throw new ReminderException($"The reminder {name} of {grain} could not be stored.");
        return Schedule(row);
    }

    public async Task Unregister(GrainId grain, IGrainReminder reminder)
    {
        if (reminder is not Reminder known)
            throw new ArgumentException("The reminder was not made by this engine.", nameof(reminder));
        if (!await table.RemoveRow(grain, known.ReminderName, known.Row.ETag!))
            throw new ReminderException($"The reminder {known.ReminderName} of {grain} was changed or removed meanwhile; read it again.");
        lock (_gate)
        {
            if (_reminders.Remove((grain, known.ReminderName), out var running))
                running.Clock?.Dispose();
        }
    }

    public async Task<IGrainReminder?> Get(GrainId grain, string name) =>
        await table.ReadRow(grain, name) is { } row ? new Reminder(this, row) : null;

    public async Task<List<IGrainReminder>> GetAll(GrainId grain)
    {
        var rows = await table.ReadRows(grain);
        return [.. rows.Reminders.Select(row => new Reminder(this, row))];
    }

    private Reminder Schedule(ReminderEntry row)
    {
        var reminder = new Reminder(this, row);
        lock (_gate)
        {
            if (_stopped)
                return reminder;
            if (_reminders.Remove((row.GrainId, row.ReminderName), out var before))
                before.Clock?.Dispose();
            _reminders[(row.GrainId, row.ReminderName)] = reminder;
            reminder.Next = NextTick(row, engine.Time.GetUtcNow().UtcDateTime, includeNow: true);
            reminder.Clock = engine.Time.CreateTimer(
                static state => ((Reminder)state!).Service.Due((Reminder)state), reminder, Wait(reminder), Timeout.InfiniteTimeSpan);
        }

        return reminder;
    }

    /// <summary>The first instant of the reminder's grid (start, start + period, ...) that has not passed.</summary>
    private static DateTime NextTick(ReminderEntry row, DateTime now, bool includeNow)
    {
        if (now < row.StartAt || (includeNow && now == row.StartAt))
            return row.StartAt;
        var since = (now - row.StartAt).Ticks % row.Period.Ticks;
        return since == 0 && includeNow ? now : now.AddTicks(row.Period.Ticks - since);
    }

    private TimeSpan Wait(Reminder reminder)
    {
        var wait = reminder.Next - engine.Time.GetUtcNow().UtcDateTime;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > FarthestTimer ? FarthestTimer : wait;
    }

    private void Due(Reminder reminder)
    {
        var now = engine.Time.GetUtcNow().UtcDateTime;
        if (now < reminder.Next)
        {
            Rearm(reminder);
            return;
        }

        Task ended;
        try
        {
            var target = engine.GetGrain<IRemindable>(reminder.Row.GrainId);
            ended = target.ReceiveReminder(reminder.ReminderName, new TickStatus(reminder.Row.StartAt, reminder.Row.Period, now));
        }
        catch (Exception exception)
        {
            ended = Task.FromException(exception);
        }

        ended.ContinueWith(
            static (done, state) => ((Reminder)state!).Service.Delivered((Reminder)state, done),
            reminder,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Delivered(Reminder reminder, Task outcome)
    {
        if (outcome.Exception is { } failed)
        {
            engine.Logger.LogError(
                failed.InnerException, "The reminder {Reminder} of {Grain} failed; its next tick comes as planned.", reminder.ReminderName, reminder.Row.GrainId);
        }

        reminder.Next = NextTick(reminder.Row, engine.Time.GetUtcNow().UtcDateTime, includeNow: false);
        Rearm(reminder);
    }

    private void Rearm(Reminder reminder)
    {
        lock (_gate)
        {
            if (!_stopped)
                reminder.Clock?.Change(Wait(reminder), Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Reminder(ReminderService service, ReminderEntry row) : IGrainReminder
    {
        public ReminderService Service { get; } = service;

        public ReminderEntry Row { get; } = row;

        public DateTime Next { get; set; }

        public ITimer? Clock { get; set; }

        public string ReminderName => Row.ReminderName;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Row.GrainId} {ReminderName} every {Row.Period}");
    }
}
