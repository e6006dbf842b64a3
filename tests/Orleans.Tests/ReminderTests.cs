using System.Globalization;
using O2O.Dispatch.Embedded;
using Orleans.Hosting;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

[Alias("t.IRemind")]
internal interface IRemindGrain : IGrainWithStringKey
{
    [Alias("Set")]
    Task Set(string name, TimeSpan due, TimeSpan period);

    [Alias("Drop")]
    Task Drop(string name);

    [Alias("Names")]
    Task<string> Names();
}

internal sealed class RemindGrain(Journal journal, TimeProvider time) : Grain, IRemindGrain, IRemindable
{
    public async Task Set(string name, TimeSpan due, TimeSpan period)
    {
        var made = await this.RegisterOrUpdateReminder(name, due, period);
        Assert.Equal(name, made.ReminderName);
    }

    public async Task Drop(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<string> Names() => string.Join(',', (await this.GetReminders()).Select(static reminder => reminder.ReminderName));

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Assert.Equal(time.GetUtcNow().UtcDateTime, status.CurrentTickTime);
        journal.Add(string.Create(CultureInfo.InvariantCulture, $"{this.GetPrimaryKeyString()} {reminderName} {(time.GetUtcNow() - TestEngine.Start).TotalMinutes}"));
        return Task.CompletedTask;
    }
}

public sealed class ReminderTests
{
    [Fact]
    public void Reminder_Registered_TicksAndActivatesItsGrain()
    {
        var engine = Engine(new MemoryReminderTable(), TestEngine.Start);
        engine.Loop.Run(() => engine.Grains.GetGrain<IRemindGrain>("a").Set("wake", Minutes(2), Minutes(30)));
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(70));
        Assert.Equal(["a wake 2", "a wake 32", "a wake 62"], engine.Journal.Lines);
        Assert.Equal(3, engine.Engine.Counters.Activations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reminder_AfterRestart_TicksOnItsGrid(bool file)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("reminders").FullName, "table.json");
        var memory = new MemoryReminderTable();
        IReminderTable Table() => file ? new FileReminderTable(path) : memory;
        var first = Engine(Table(), TestEngine.Start);
        first.Loop.Run(() => first.Grains.GetGrain<IRemindGrain>("r").Set("wake", Minutes(1), Minutes(10)));
        first.Loop.RunUntil(TestEngine.Start.AddMinutes(12));
        Assert.Equal(["r wake 1", "r wake 11"], first.Journal.Lines);

        var second = Engine(Table(), TestEngine.Start.AddMinutes(25));
        second.Loop.RunUntil(TestEngine.Start.AddMinutes(45));
        Assert.Equal(["r wake 31", "r wake 41"], second.Journal.Lines);
        second.Loop.Run(() => second.Grains.GetGrain<IRemindGrain>("r").Drop("wake"));

        var third = Engine(Table(), TestEngine.Start.AddMinutes(60));
        third.Loop.RunUntil(TestEngine.Start.AddMinutes(90));
        Assert.Empty(third.Journal.Lines);
    }

    [Fact]
    public void Reminder_Updated_ReplacesTheOldOne()
    {
        var engine = Engine(new MemoryReminderTable(), TestEngine.Start);
        var grain = engine.Grains.GetGrain<IRemindGrain>("u");
        engine.Loop.Run(async () =>
        {
            await grain.Set("wake", Minutes(1), Minutes(1));
            await grain.Set("wake", Minutes(5), Minutes(5));
            await grain.Set("other", Minutes(7), Minutes(60));
            Assert.Equal("other,wake", await grain.Names());
        });
        engine.Loop.RunUntil(TestEngine.Start.AddMinutes(11));
        Assert.Equal(["u wake 5", "u other 7", "u wake 10"], engine.Journal.Lines);
    }

    [Fact]
    public void Reminder_ShorterThanAMinute_IsRefused()
    {
        var engine = Engine(new MemoryReminderTable(), TestEngine.Start);
        var refused = Assert.Throws<ArgumentException>(
            () => engine.Loop.Run(() => engine.Grains.GetGrain<IRemindGrain>("s").Set("fast", Minutes(0), TimeSpan.FromSeconds(59))));
        Assert.Contains("00:01:00", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reminder_WithoutService_SaysWhatToConfigure()
    {
        var engine = TestEngine.Deterministic(1, [typeof(RemindGrain)]);
        var refused = Assert.Throws<OrleansConfigurationException>(
            () => engine.Loop.Run(() => engine.Grains.GetGrain<IRemindGrain>("n").Set("x", Minutes(1), Minutes(1))));
        Assert.Contains("UseInMemoryReminderService", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReminderFile_ThatIsNoTable_IsNamed()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "no json");
        Assert.Contains(path, Assert.Throws<OrleansConfigurationException>(() => new FileReminderTable(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReminderTable_StaleVersion_IsNotRemoved()
    {
        var table = new MemoryReminderTable();
        var row = new ReminderEntry { GrainId = GrainId.Create("remind", "x"), ReminderName = "n", StartAt = DateTime.UnixEpoch, Period = Minutes(1) };
        var old = await table.UpsertRow(row);
        var current = await table.UpsertRow(row);
        Assert.False(await table.RemoveRow(row.GrainId, "n", old!));
        Assert.True(await table.RemoveRow(row.GrainId, "n", current!));
        Assert.Null(await table.ReadRow(row.GrainId, "n"));
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static TestEngine Engine(IReminderTable table, DateTimeOffset start)
    {
        var engine = TestEngine.Build([typeof(RemindGrain)], silo => silo.UseDeterministicMode(3, start).UseReminderTable(table));
        engine.Loop.Start();
        return engine;
    }
}
