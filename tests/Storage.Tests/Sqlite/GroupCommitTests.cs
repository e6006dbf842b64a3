using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Tests.Sqlite;

/// <summary>Who is told what, and when.</summary>
public sealed class GroupCommitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commits_InAReplay_AreAcknowledgedByTheFlushInTheirOrder(bool inMemory)
    {
        var signal = new Signal();
        using var folder = new TemporaryFolder();
        using var store = new SqliteStore(new SqliteOptions { Path = inMemory ? SqliteOptions.InMemory : folder.File("store.db") }, TimeProvider.System, signal);
        var fleet = new Fleet();
        var told = new List<int>();
        var commits = Enumerable.Range(0, 10).Select(_ => fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start)).ToList();

        // One is refused in between: it is told in its turn, too, for what refuses it is not durable before.
        commits.Insert(5, commits[4]);
        var waiting = new List<Task>();
        for (var i = 0; i < commits.Count; i++)
        {
            waiting.Add(Wait(i));
        }

        Assert.Empty(told);
        Assert.NotNull(await store.Jobs.Load(commits[9].After.Id, default));
        Assert.Equal(Fleet.Start, await store.JobReader.LastCommitAt(default));
        Assert.True(signal.Flush());
        Assert.Equal(Enumerable.Range(0, 11), told);
        await Task.WhenAll(waiting);
        Assert.False(signal.Flush());

        async Task Wait(int i)
        {
            await store.Jobs.Commit(commits[i], default);
            told.Add(i);
        }
    }

    [Fact]
    public async Task Commits_BeyondTheBoundOfAGroup_StillWaitForTheFlush()
    {
        var signal = new Signal();
        using var folder = new TemporaryFolder();
        using var store = new SqliteStore(new SqliteOptions { Path = folder.File("store.db"), Durability = SqliteDurability.Normal }, TimeProvider.System, signal);
        var fleet = new Fleet();
        var writes = Enumerable.Range(0, 1_100).Select(_ => store.Jobs.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start), default).AsTask()).ToList();
        Assert.All(writes, write => Assert.False(write.IsCompleted));

        // The first thousand are in the file already; nobody is told before the signal.
        Assert.Equal(1_000L, SqliteUnderTest.Run(folder.File("store.db"), "SELECT COUNT(*) FROM jobs"));
        Assert.True(signal.Flush());
        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully));
        Assert.Equal(1_100L, SqliteUnderTest.Run(folder.File("store.db"), "SELECT COUNT(*) FROM jobs"));
        await Task.WhenAll(writes);
    }

    [Fact]
    public async Task Continuation_InAReplay_GoesBackToTheSchedulerOfTheCaller()
    {
        var signal = new Signal();
        using var store = new SqliteStore(new SqliteOptions { Path = SqliteOptions.InMemory }, TimeProvider.System, signal);
        var fleet = new Fleet();
        var scheduler = new ManualScheduler();
        var went = false;
        var turn = Task.Factory.StartNew(
            async () =>
            {
                await store.Jobs.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start), default);
                Assert.Same(scheduler, TaskScheduler.Current);
                went = true;
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            scheduler).Unwrap();
        scheduler.RunAll();
        Assert.True(signal.Flush());
        Assert.False(went);
        Assert.Equal(1, scheduler.RunAll());
        Assert.True(went);
        await turn;
    }

    [Fact]
    public async Task Commit_FromWithinAFlush_JoinsTheNextGroup()
    {
        var signal = new Signal();
        using var store = new SqliteStore(new SqliteOptions { Path = SqliteOptions.InMemory }, TimeProvider.System, signal);
        var fleet = new Fleet();
        var steps = 0;
        var chain = Chain();
        for (var flushes = 1; flushes <= 3; flushes++)
        {
            Assert.Equal(flushes - 1, steps);
            Assert.True(signal.Flush());
        }

        await chain;
        Assert.False(signal.Flush());

        async Task Chain()
        {
            for (; steps < 3; steps++)
            {
                await store.Jobs.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start), default);
            }
        }
    }

    [Fact]
    public async Task Group_ThatCannotBeWritten_FailsEveryWaiterAsUnavailableAndTheNextStands()
    {
        using var group = new Group();
        group.Database.Execute("PRAGMA foreign_keys = ON; CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
        var sound = group.Add("INSERT INTO parent VALUES (1)");
        var refused = group.Add("INSERT INTO nowhere VALUES (1)");

        // A deferred rule is broken, which only the COMMIT finds out.
        var broken = group.Add("INSERT INTO child VALUES (7)");
        group.WriteAndTell();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => sound);
        await Assert.ThrowsAsync<StoreFaultException>(() => refused);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => broken);
        Assert.Equal(0, group.Database.Number("SELECT COUNT(*) FROM parent"));
        var next = group.Add("INSERT INTO parent VALUES (2)");
        group.WriteAndTell();
        Assert.True(await next);
        Assert.Equal(2, group.Database.Number("SELECT SUM(id) FROM parent"));
    }

    [Fact]
    public async Task Group_OnAFullDisk_FailsAsUnavailableAndTheNextStands()
    {
        using var group = new Group();
        group.Database.Execute("CREATE TABLE heap (payload BLOB)");
        var pages = group.Database.Number("PRAGMA page_count");
        group.Database.Execute($"PRAGMA max_page_count = {pages + 20}");
        var first = group.Add("INSERT INTO heap VALUES (zeroblob(1000))");
        var large = group.Add("INSERT INTO heap VALUES (zeroblob(1000000))");
        var after = group.Add("INSERT INTO heap VALUES (zeroblob(1000))");
        group.WriteAndTell();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => large);
        group.Database.Execute($"PRAGMA max_page_count = {pages + 1_000}");

        // Whoever was told that it stands does stand, and nobody else.
        long stands = 0;
        foreach (var write in new[] { first, after })
        {
            stands += await write.ContinueWith(task => task.IsCompletedSuccessfully ? 1 : 0, TaskScheduler.Default);
        }

        Assert.Equal(stands, group.Database.Number("SELECT COUNT(*) FROM heap"));
        var next = group.Add("INSERT INTO heap VALUES (zeroblob(1000000))");
        group.WriteAndTell();
        Assert.True(await next);
    }

    [Fact]
    public async Task Group_WhoseTransactionSqliteGaveUp_FailsThoseBeforeAndKeepsThoseAfter()
    {
        using var group = new Group();
        group.Database.Execute("CREATE TABLE heap (id INTEGER PRIMARY KEY)");
        var before = group.Add("INSERT INTO heap VALUES (1)");
        var cause = group.Add("INSERT OR ROLLBACK INTO heap VALUES (1)");
        var after = group.Add("INSERT INTO heap VALUES (2)");
        group.WriteAndTell();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => before);
        await Assert.ThrowsAsync<StoreFaultException>(() => cause);
        Assert.True(await after);
        Assert.Equal(2, group.Database.Number("SELECT SUM(id) FROM heap"));
    }

    private sealed class Group : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly WriteSession _session;
        private readonly OpenGroup _group;

        public Group()
        {
            Database = SqliteOpening.Writer(new SqliteOptions { Path = _folder.File("store.db") });
            SqliteMigrations.Apply(Database, "store.db", TimeProvider.System);
            _session = new WriteSession(Database);
            _group = new OpenGroup(_session, durable: true);
        }

        public SqliteDatabase Database { get; }

        public Task<bool> Add(string sql)
        {
            var write = new SmallWrite<bool>(
                _ =>
                {
                    Database.Execute(sql);
                    return true;
                },
                elsewhere: false);
            _group.Add(write);
            return write.Task;
        }

        public void WriteAndTell()
        {
            _group.Write();
            foreach (var write in _group.Take())
            {
                write.Complete();
            }
        }

        public void Dispose()
        {
            _session.Dispose();
            _folder.Dispose();
        }
    }

    private sealed class ManualScheduler : TaskScheduler
    {
        private readonly Queue<Task> _tasks = new();

        public int RunAll()
        {
            // The test runner's context would be captured before the scheduler is.
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            var ran = 0;
            for (; _tasks.TryDequeue(out var task); ran++)
            {
                TryExecuteTask(task);
            }

            SynchronizationContext.SetSynchronizationContext(context);
            return ran;
        }

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

        protected override void QueueTask(Task task) => _tasks.Enqueue(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    }
}
