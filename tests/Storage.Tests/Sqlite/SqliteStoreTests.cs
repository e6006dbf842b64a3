using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Push;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Storage.Sqlite.Native;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Sqlite;

/// <summary>What is the SQLite store's own: opening, closing, dying, and what is written how.</summary>
public sealed class SqliteStoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_KilledWithoutClosing_LosesNothingThatWasAcknowledged(bool signaled)
    {
        using var store = new SqliteUnderTest(signaled: signaled);
        using var copies = new TemporaryFolder();
        var fleet = new Fleet();
        var provider = fleet.Provider();
        var job = await store.Bring(fleet, JobStatus.InProgress, provider: provider);
        var unacknowledged = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        if (signaled)
        {
            _ = store.Jobs.Commit(unacknowledged, default);
        }

        // What is in the files now is what a killed process leaves.
        foreach (var suffix in new[] { string.Empty, "-wal" })
        {
            File.Copy(store.File + suffix, copies.File("store.db" + suffix));
        }

        using var after = new SqliteStore(new SqliteOptions { Path = copies.File("store.db") }, store.Clock);
        Same.Job(job, await after.Jobs.Load(job.Id, default));
        Assert.Null(await after.Jobs.Load(unacknowledged.After.Id, default));
        Assert.Equal(job.Version, (await after.JobReader.Timeline(job.Id, default))[^1].Version);
        Assert.Null((await after.Ledger.Verify(default)).FirstFault);
        var next = fleet.Commit(job, new JobCommand.Complete(provider, null), Fleet.Start + TimeSpan.FromMinutes(20));
        Assert.Equal(CommitStatus.Committed, (await after.Jobs.Commit(next, default)).Status);
    }

    [Fact]
    public async Task Reads_InWallTime_SeeNothingOfAGroupThatIsNotWritten()
    {
        using var store = new SqliteUnderTest();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);

        // Another connection holds the file's one write lock: the group waits, reads go on.
        using var other = SqliteDatabase.Open(store.File, create: false, readOnly: false, TimeSpan.Zero);
        other.Execute("BEGIN IMMEDIATE");
        var write = store.Jobs.Commit(commit, default);
        Assert.Null(await store.Jobs.Load(commit.After.Id, default));
        Assert.False(write.IsCompleted);
        other.Execute("COMMIT");
        Assert.Equal(CommitStatus.Committed, (await write).Status);
        Assert.NotNull(await store.Jobs.Load(commit.After.Id, default));
    }

    [Fact]
    public async Task Commits_AndReadsFromManyThreads_AllStand()
    {
        using var store = new SqliteUnderTest();
        var fleets = Enumerable.Range(0, 8).Select(seed => new Fleet(seed)).ToList();
        await Task.WhenAll(fleets.Select(fleet => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                var job = await store.Bring(fleet, JobStatus.Completed);
                Same.Job(job, await store.Jobs.Load(job.Id, default));
                Assert.NotEmpty(await store.Ledger.OfJob(job.Id, default));
            }
        })));
        Assert.Equal([(JobStatus.Completed, 80L)], (await store.Reader.CountByStatus(null, default)).ToArray());
        Assert.Null((await store.Ledger.Verify(default)).FirstFault);
    }

    [Fact]
    public async Task Commit_WhileAnotherProcessHoldsTheFile_IsUnavailableAndSucceedsLater()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteStore(new SqliteOptions { Path = folder.File("store.db"), BusyTimeout = TimeSpan.Zero }, new ManualClock());
        using var other = SqliteDatabase.Open(folder.File("store.db"), create: false, readOnly: false, TimeSpan.Zero);
        other.Execute("BEGIN IMMEDIATE");
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Jobs.Commit(commit, default));
        other.Execute("ROLLBACK");
        Assert.Equal(CommitStatus.Committed, (await store.Jobs.Commit(commit, default)).Status);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Store_Closed_RefusesWhatComesAfter(bool inMemory, bool signaled)
    {
        var store = new SqliteUnderTest(inMemory, signaled);
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        store.Store.Dispose();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Jobs.Load(job.Id, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Jobs.Commit(fleet.Commit(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Fleet.Start), default));
        store.Store.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Store_ClosedInWallTime_TellsEveryWaiterOneWayOrTheOther()
    {
        using var folder = new TemporaryFolder();
        var options = new SqliteOptions { Path = folder.File("store.db"), Durability = SqliteDurability.Normal, GroupLimit = 4 };
        var store = new SqliteStore(options, new ManualClock());
        var fleet = new Fleet();
        var commits = Enumerable.Range(0, 500).Select(_ => fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start)).ToList();
        var writes = commits.ConvertAll(commit => store.Jobs.Commit(commit, default).AsTask());
        store.Dispose();
        using var reopened = new SqliteStore(options, new ManualClock());
        for (var i = 0; i < commits.Count; i++)
        {
            var acknowledged = false;
            try
            {
                acknowledged = (await writes[i]).Status == CommitStatus.Committed;
            }
            catch (StoreUnavailableException)
            {
                // The store was closed before its turn came.
            }

            Assert.Equal(acknowledged, await reopened.Jobs.Load(commits[i].After.Id, default) is not null);
        }
    }

    [Fact]
    public async Task Store_ClosedWithAnOpenGroup_DropsItAndTellsItsWaiters()
    {
        using var store = new SqliteUnderTest(signaled: true);
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        var write = store.Jobs.Commit(commit, default);
        Assert.NotNull(await store.Jobs.Load(commit.After.Id, default));
        store.Reopen();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await write);
        Assert.Null(await store.Jobs.Load(commit.After.Id, default));
    }

    [Fact]
    public void Open_InAFolderThatDoesNotExist_SaysWhichAndWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<StoreOpenException>(() => Open(Path.Combine(folder.Name, "no", "store.db")));
        Assert.Contains(Path.Combine(folder.Name, "no"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("create it", failure.Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<StoreOpenException>(() => Open(folder.Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFileThatIsNoDatabase_SaysSoAndLeavesItAlone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("notes.txt");
        var text = string.Concat(Enumerable.Repeat("these are notes, not a database. ", 100));
        File.WriteAllText(file, text);
        Assert.Contains("is not an SQLite database", Assert.Throws<StoreOpenException>(() => Open(file)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void Open_AnotherProgramsDatabase_SaysSoAndLeavesItAlone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("other.db");
        SqliteUnderTest.Run(file, "CREATE TABLE songs (title TEXT)");
        Assert.Contains("of another program", Assert.Throws<StoreOpenException>(() => Open(file)).Message, StringComparison.Ordinal);
        Assert.Equal(1L, SqliteUnderTest.Run(file, "SELECT COUNT(*) FROM sqlite_schema"));
    }

    [Fact]
    public void Open_ANewerSchema_SaysWhichVersions()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("store.db");
        Open(file);
        SqliteUnderTest.Run(file, $"INSERT INTO schema_versions (version, name, applied_at) VALUES ({SqliteMigrations.Latest + 1}, 'later', 0)");
        var failure = Assert.Throws<StoreOpenException>(() => Open(file));
        Assert.Contains($"schema version {SqliteMigrations.Latest + 1}", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"up to {SqliteMigrations.Latest}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFileHeldByAnother_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("store.db");
        using var other = SqliteDatabase.Open(file, create: true, readOnly: false, TimeSpan.Zero);
        other.Execute("BEGIN EXCLUSIVE");
        var failure = Assert.Throws<StoreOpenException>(() => new SqliteStore(new SqliteOptions { Path = file, BusyTimeout = TimeSpan.Zero }, new ManualClock()));
        Assert.Contains("held by another process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyAndCurrentSchema_AppliesEveryMigrationOnce()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("store.db");
        File.WriteAllBytes(file, []);
        Open(file);
        Assert.Equal((long)SqliteMigrations.Latest, SqliteUnderTest.Run(file, "SELECT COUNT(*) FROM schema_versions"));
        Assert.Equal(Scenarios.Now.UtcTicks, SqliteUnderTest.Run(file, "SELECT MAX(applied_at) FROM schema_versions"));
        var schema = SqliteUnderTest.Run(file, "SELECT group_concat(sql) FROM sqlite_schema");
        Open(file);
        Assert.Equal((long)SqliteMigrations.Latest, SqliteUnderTest.Run(file, "SELECT COUNT(*) FROM schema_versions"));
        Assert.Equal(schema, SqliteUnderTest.Run(file, "SELECT group_concat(sql) FROM sqlite_schema"));
    }

    [Fact]
    public void Migrations_AreNumberedFromOneWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, SqliteMigrations.Latest), SqliteMigrations.All.Select(migration => migration.Version));

    [Fact]
    public void Migration_ThatFails_LeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("store.db");

        // A table in the way of the last statements of the first migration, one that does not count as another program's.
        SqliteUnderTest.Run(file, "CREATE TABLE OrleansQuery (QueryKey TEXT); CREATE VIEW store_state AS SELECT 1");
        Assert.Throws<StoreOpenException>(() => Open(file));
        Assert.Equal(2L, SqliteUnderTest.Run(file, "SELECT COUNT(*) FROM sqlite_schema"));
    }

    [Theory]
    [InlineData("", 16, 256, 5.0, "Path")]
    [InlineData("x.db", 0, 256, 5.0, "CacheMebibytes")]
    [InlineData("x.db", 16, 0, 5.0, "GroupLimit")]
    [InlineData("x.db", 16, 256, 301.0, "BusyTimeout")]
    public void Options_OutOfRange_NameTheOption(string path, int cache, int group, double busy, string named)
    {
        var options = new SqliteOptions { Path = path, CacheMebibytes = cache, GroupLimit = group, BusyTimeout = TimeSpan.FromSeconds(busy) };
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => new SqliteStore(options, new ManualClock())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registration_GivesEveryPortOverOneStore()
    {
        using var folder = new TemporaryFolder();
        using var services = new ServiceCollection()
            .AddSqliteStorage(options => options.Path = folder.File("store.db"))
            .AddMemoryEventBus()
            .BuildServiceProvider();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await services.GetRequiredService<IJobStore>().Commit(commit, default);
        Assert.Equal((1L, 0L), await services.GetRequiredService<IOutboxStore>().Count(default));
        Assert.Empty(await services.GetRequiredService<IOfferStore>().OfJob(commit.After.Id, default));
        Assert.Equal(1, (await services.GetRequiredService<ILedgerReader>().Verify(default)).Jobs);
        Assert.Equal(Fleet.Start, await services.GetRequiredService<IJobReader>().LastCommitAt(default));
        Assert.IsType<MemoryEventBus>(services.GetRequiredService<IEventBus>());
    }

    [Fact]
    public void Registration_WithOptionsOutOfRange_FailsWhenTheStoreIsAskedFor()
    {
        using var services = new ServiceCollection().AddSqliteStorage(options => options.GroupLimit = -1).BuildServiceProvider();
        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IJobStore>());
        Assert.Contains("GroupLimit", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PurgeAnswers_PastTheirTime_DeletesTheOldestAndKeepsTheRest()
    {
        using var store = new SqliteUnderTest();
        var fleet = new Fleet();
        for (var hour = 0; hour < 30; hour++)
        {
            await store.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order(Fleet.Start + TimeSpan.FromHours(hour))), Fleet.Start + TimeSpan.FromHours(hour)));
        }

        store.Clock.Advance(TimeSpan.FromHours(29));
        Assert.Equal(2, await store.Store.PurgeAnswers(2, default));
        Assert.Equal(3, await store.Store.PurgeAnswers(100, default));
        Assert.Equal(0, await store.Store.PurgeAnswers(100, default));
        Assert.Equal(25L, SqliteUnderTest.Run(store.File, "SELECT COUNT(*) FROM answers"));
    }

    [Fact]
    public async Task Documents_AreTheOnesOfTheCodecWithTheSharedViewStoredOnce()
    {
        using var store = new SqliteUnderTest();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Accepted);
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(Contracts.Json.JobCodec.WriteState(job)), SqliteUnderTest.Run(store.File, "SELECT state_json FROM jobs"));
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(Contracts.Json.JobCodec.WriteOrder(job.Order)), SqliteUnderTest.Run(store.File, "SELECT order_json FROM job_orders"));
        Assert.Equal(3L, SqliteUnderTest.Run(store.File, "SELECT COUNT(*) FROM job_views"));
        Assert.Equal("{\"type\":\"job_changed\",\"job\":0,\"event\":\"accepted\"}", SqliteUnderTest.Run(store.File, "SELECT payload FROM stream_events ORDER BY id DESC"));
    }

    [Fact]
    public void Sweeps_UseTheirIndexes()
    {
        using var folder = new TemporaryFolder();
        Open(folder.File("store.db"));
        using var database = SqliteDatabase.Open(folder.File("store.db"), create: false, readOnly: false, TimeSpan.Zero);
        foreach (var sql in HotReads)
        {
            using var plan = database.Prepare("EXPLAIN QUERY PLAN " + sql);
            while (plan.Step())
            {
                var step = plan.Text(3);
                Assert.False(step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal) && step != "SCAN CONSTANT ROW", $"{step}: {sql}");
                Assert.False(step.Contains("TEMP B-TREE FOR ORDER", StringComparison.Ordinal), $"{step}: {sql}");
            }
        }
    }

    [Fact]
    public void Sweeps_AreParsedOnceWhateverTheyAreAskedWith()
    {
        using var folder = new TemporaryFolder();
        Open(folder.File("store.db"));
        using var database = SqliteDatabase.Open(folder.File("store.db"), create: false, readOnly: false, TimeSpan.Zero);
        foreach (var sql in HotReads)
        {
            using var statement = database.Prepare(sql);
            for (var times = 1L; times <= 3; times++)
            {
                using var use = statement.Begin();
                foreach (var parameter in Regex.Matches(sql, @"\?(\d+)").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct())
                {
                    statement.Bind(parameter, times);
                }

                statement.Step();
            }

            Assert.True(statement.ParsedAgain == 0, $"Parsed {statement.ParsedAgain} times again: {sql}");
        }
    }

    [Fact]
    public void StoredNames_NeverChange()
    {
        Assert.Equal(
            "scheduled matching accepted en_route_to_pickup arrived_at_pickup in_progress completed canceled_by_customer canceled_by_provider canceled_by_platform no_show no_providers_available expired failed",
            string.Join(' ', Enum.GetValues<JobStatus>().Select(EnumText<JobStatus>.Of)));
        Assert.Equal(
            "requires_payment_method requires_action authorizing authorized capturing captured released authorization_expired failed partially_refunded refunded disputed",
            string.Join(' ', Enum.GetValues<PaymentStatus>().Select(EnumText<PaymentStatus>.Of)));
        Assert.Equal("sent accepted declined expired withdrawn", string.Join(' ', Enum.GetValues<OfferStatus>().Select(EnumText<OfferStatus>.Of)));
        Assert.Equal("pending posted voided", string.Join(' ', Enum.GetValues<PendingPhase>().Select(EnumText<PendingPhase>.Of)));
        Assert.All(Enum.GetValues<AccountKind>(), kind => Assert.Equal(LedgerAccount.Name(kind), EnumText<AccountKind>.Of(kind)));
        Assert.Throws<StoreFaultException>(() => EnumText<JobStatus>.Parse("Scheduled"));
    }

    private static IEnumerable<string> HotReads => new[]
        {
            SqliteJobStore.HotReads, SqliteOutboxStore.HotReads, SqliteOfferStore.HotReads, SqliteJobReader.HotReads, SqliteLedgerReader.HotReads, SqliteBooksReader.HotReads, SqliteLedgerPages.HotReads, SqliteStreamReader.HotReads, SqliteRatingStore.HotReads, SqliteProviderDirectory.HotReads, SqliteApiKeyStore.HotReads, SqlitePaymentWebhookStore.HotReads, SqliteJobFeed.HotReads, SqliteWebhookStore.HotReads, SqlitePayoutStore.HotReads, SqliteWalletStore.HotReads, SqliteVoucherStore.HotReads, SqliteMerchantStore.HotReads, SqliteBookingStore.HotReads, SqliteStatisticsStore.HotReads, LoopSql.Sqlite.HotReads, ConsentSql.Sqlite.HotReads, ReferralSql.Sqlite.HotReads, PlacementSql.Sqlite.HotReads,
        }.SelectMany(reads => reads);

    private static void Open(string file) => new SqliteStore(new SqliteOptions { Path = file }, new ManualClock()).Dispose();
}
