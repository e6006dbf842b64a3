using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Postgres;

/// <summary>What the PostgreSQL store promises beyond the contract: several processes on one database, a server that goes away, a database that is not the right one.</summary>
public sealed class PostgresStoreTests
{
    // Nothing here waits for this; it turns a wait that never ends into a failure.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Commits_OfTwoStoresToOneJob_OneWinsAndTheOtherIsAConflict()
    {
        using var store = new PostgresUnderTest();
        using var second = new PostgresStore(store.Options, store.Clock);
        var fleet = new Fleet();
        for (var round = 0; round < 25; round++)
        {
            var job = await store.Bring(fleet, JobStatus.Matching);
            JobCommit[] commits =
            [
                fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start),
                fleet.Commit(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Fleet.Start),
            ];
            var results = await Task.WhenAll(store.Jobs.Commit(commits[0], default).AsTask(), second.Jobs.Commit(commits[1], default).AsTask());
            var winner = Assert.Single(commits.Zip(results), pair => pair.Second.Status == CommitStatus.Committed).First;
            Assert.Single(results, result => result.Status == CommitStatus.VersionConflict);
            Same.Job(winner.After, await store.Jobs.Load(job.Id, default));
            Same.Job(winner.After, await second.Jobs.Load(job.Id, default));
        }
    }

    [PostgresFact]
    public async Task Commits_OfTwoStoresToSharedStreamsInAnyOrder_AllStandWithoutAGap()
    {
        using var store = new PostgresUnderTest();
        using var second = new PostgresStore(store.Options, store.Clock);
        var fleet = new Fleet();
        var streams = Enumerable.Range(0, 4).Select(_ => StreamNames.Provider(fleet.NextId())).ToArray();
        var random = new Random(5);
        var commits = new List<JobCommit>();
        for (var i = 0; i < 120; i++)
        {
            var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
            random.Shuffle(streams);
            commits.Add(commit with { Streams = [.. streams.Take(3).Select(stream => new StreamAppend(stream, commit.Streams[0].Message))] });
        }

        var results = await Task.WhenAll(commits.Select((commit, i) => (i % 2 == 0 ? store.Jobs : second.Jobs).Commit(commit, default).AsTask())).WaitAsync(Patience);
        Assert.All(results, result => Assert.Equal(CommitStatus.Committed, result.Status));
        foreach (var stream in results.SelectMany(result => result.Streams).GroupBy(pushed => pushed.Stream))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(i => (long)i), stream.Select(pushed => pushed.Sequence).Order());
        }

        Assert.Equal(360L, PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT count(*) FROM stream_events"));
    }

    [PostgresFact]
    public async Task Commit_OnConnectionsAsOldAsTheDatabase_ReadsNoWholeTableHoweverMuchIsInIt()
    {
        // One connection plans each statement, and each check of the database's own, once and for all of them.
        using var store = new PostgresUnderTest(configure: options => options.MaxPoolSize = 1);
        var fleet = new Fleet();
        const int Jobs = 60;
        for (var i = 0; i < Jobs; i++)
        {
            await store.Bring(fleet, JobStatus.Completed);
        }

        // A connection tells what it read before it ends, and with it what it inserted.
        store.Store.Dispose();
        var patience = Stopwatch.StartNew();
        long[] read;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            Assert.True(patience.Elapsed < Patience, "The server did not tell what was inserted.");
            read = (long[])PostgresUnderTest.Run(
                store.Options.ConnectionString,
                """
                SELECT ARRAY[min(n_tup_ins) FILTER (WHERE relname <> 'jobs'), max(seq_tup_read)]
                FROM pg_stat_user_tables WHERE relname IN ('jobs', 'ledger_pending', 'ledger_transfers')
                """)!;
        }
        while (read[0] < 2 * Jobs);
        Assert.True(read[1] < Jobs, $"{read[1]} rows were read by scans.");
    }

    [PostgresFact]
    public async Task Commit_ThatMeetsRowsWhichAnotherIsChanging_GoesByWhatTheyBecame()
    {
        using var store = new PostgresUnderTest();
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var offers = Enumerable.Range(0, 2).Select(_ => new Offer(
            new OfferId(fleet.NextId()), job.Id, job.Attempt, job.Version, fleet.Provider(), Fleet.Start, Fleet.Start, Fleet.Start, OfferStatus.Sent)).ToList();
        foreach (var offer in offers)
        {
            await store.Offers.Record(offer, Fleet.Shard, new StreamAppend("provider/x", new PushMessage.OfferClosed(offer.Id.Value, job.Id.Value, "test")), default);
        }

        var row = (await store.Due(DateTimeOffset.MaxValue, 10))[^1].Id;
        var accept = fleet.Commit(job, fleet.Accept(job, offers[0].Provider, 0, Fleet.Start), Fleet.Start, row) with
        {
            Offers = [new OfferChange(offers[0].Id, OfferStatus.Accepted), new OfferChange(offers[1].Id, OfferStatus.Withdrawn)],
        };

        // Another process has put the row off, touched the first offer and ended the second; it commits once the acceptance waits for it.
        await using var other = await Hold(
            store, $"UPDATE outbox SET attempts = 3 WHERE id = {row}", $"UPDATE offers SET pick_up_due = 9 WHERE offer_id = '{offers[0].Id.Value}'",
            $"UPDATE offers SET status = 'declined' WHERE offer_id = '{offers[1].Id.Value}'");
        var write = store.Jobs.Commit(accept, default).AsTask();
        await Waiting(store, 1);
        await other.Release();
        Assert.Equal(CommitStatus.Committed, (await write.WaitAsync(Patience)).Status);
        Assert.DoesNotContain(await store.Due(DateTimeOffset.MaxValue, 100), due => due.Id == row);
        Assert.Equal([OfferStatus.Accepted, OfferStatus.Declined], (await store.Offers.OfJob(job.Id, default)).Select(offer => offer.Status));
    }

    [PostgresFact]
    public async Task Commit_ThatWaitedForAnotherOfTheSameCommand_GivesItsAnswer()
    {
        using var store = new PostgresUnderTest();
        using var second = new PostgresStore(store.Options, store.Clock);
        var fleet = new Fleet();
        var first = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        var twin = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        twin = twin with { Answer = twin.Answer! with { Stamp = first.Answer!.Stamp } };

        // Both carry one command to two jobs and share no row but the answer; the stream holds up whoever is first.
        first = first with { Streams = [new StreamAppend("customer/held", first.Streams[0].Message)] };
        await store.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start) with { Streams = first.Streams });
        await using var other = await Hold(store, "UPDATE streams SET sequence = sequence WHERE stream = 'customer/held'");
        var write = store.Jobs.Commit(first, default).AsTask();
        await Waiting(store, 1);
        var again = second.Jobs.Commit(twin, default).AsTask();
        await Waiting(store, 2);
        await other.Release();
        Assert.Equal(CommitStatus.Committed, (await write.WaitAsync(Patience)).Status);
        var seen = await again.WaitAsync(Patience);
        Assert.Equal(CommitStatus.CommandSeen, seen.Status);
        Same.Answer(first.Answer!, seen.SeenAnswer);
        Assert.Null(await store.Jobs.Load(twin.After.Id, default));
    }

    [PostgresFact]
    public async Task Server_KilledInTheMiddleOfACommit_IsUnavailableAndGoesOnWhenItIsBack()
    {
        using var server = new PostgresServer();
        using var store = new PostgresUnderTest(server, options => options.ConnectTimeout = TimeSpan.FromSeconds(2));
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var done = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        await store.Commit(done);
        var accept = fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start);
        await using (await Hold(store, $"SELECT FROM jobs WHERE job_id = '{job.Id.Value}' FOR UPDATE"))
        {
            var write = store.Jobs.Commit(accept, default).AsTask();
            await Waiting(store, 1);
            server.Kill();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write.WaitAsync(Patience));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Jobs.Load(job.Id, default).AsTask().WaitAsync(Patience));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Jobs.Commit(accept, default).AsTask().WaitAsync(Patience));
        server.Start();

        // Nothing of the commit stands, so the same command is carried out now, and after that it is known.
        Same.Job(job, await store.Jobs.Load(job.Id, default));
        Assert.Equal([3L, 1L], (await store.Commit(accept)).Streams.Select(pushed => pushed.Sequence));
        foreach (var commit in new[] { done, accept })
        {
            var again = await store.Jobs.Commit(commit, default);
            Assert.Equal(CommitStatus.CommandSeen, again.Status);
            Same.Answer(commit.Answer!, again.SeenAnswer);
            Same.Job(commit.After, await store.Jobs.Load(commit.After.Id, default));
        }
    }

    [PostgresFact]
    public async Task Server_RestartedWhileConnectionsWait_IsReadFromAtOnce()
    {
        using var server = new PostgresServer();
        using var store = new PostgresUnderTest(server);
        var fleet = new Fleet();
        var jobs = new List<Job>();
        for (var i = 0; i < 6; i++)
        {
            jobs.Add(await store.Bring(fleet, JobStatus.Scheduled));
        }

        await Task.WhenAll(jobs.Select(job => store.Jobs.Load(job.Id, default).AsTask()));
        server.Kill();
        server.Start();
        foreach (var loaded in await Task.WhenAll(jobs.Select(job => store.Jobs.Load(job.Id, default).AsTask())).WaitAsync(Patience))
        {
            Assert.NotNull(loaded);
        }
    }

    [PostgresFact]
    public async Task Pool_Exhausted_IsUnavailableAfterTheConnectTimeoutAndWorksAgain()
    {
        using var store = new PostgresUnderTest(configure: options =>
        {
            options.MaxPoolSize = 2;
            options.ConnectTimeout = TimeSpan.FromSeconds(1);
            options.CommandTimeout = TimeSpan.FromMinutes(1);
        });
        var fleet = new Fleet();
        var jobs = new List<Job>();
        for (var i = 0; i < 3; i++)
        {
            jobs.Add(await store.Bring(fleet, JobStatus.Matching));
        }

        var commits = jobs.ConvertAll(job => fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start));
        await using var other = await Hold(store, "SELECT FROM jobs FOR UPDATE");
        var held = commits.Take(2).Select(commit => store.Jobs.Commit(commit, default).AsTask()).ToList();
        await Waiting(store, 2);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Jobs.Commit(commits[2], default).AsTask().WaitAsync(Patience));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Jobs.Load(jobs[0].Id, default).AsTask().WaitAsync(Patience));
        await other.Release();
        Assert.All(await Task.WhenAll(held).WaitAsync(Patience), result => Assert.Equal(CommitStatus.Committed, result.Status));
        await store.Commit(commits[2]);
    }

    [PostgresFact]
    public async Task Statement_BeyondTheCommandTimeout_IsUnavailableAndNothingOfItStands()
    {
        using var store = new PostgresUnderTest(configure: options => options.CommandTimeout = TimeSpan.FromSeconds(1));
        var fleet = new Fleet();
        var job = await store.Bring(fleet, JobStatus.Matching);
        var accept = fleet.Commit(job, fleet.Accept(job, fleet.Provider(), 0, Fleet.Start), Fleet.Start);
        await using (var other = await Hold(store, "SELECT FROM jobs FOR UPDATE"))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Jobs.Commit(accept, default).AsTask().WaitAsync(Patience));
            await other.Release();
        }

        Same.Job(job, await store.Jobs.Load(job.Id, default));
        await store.Commit(accept);
    }

    [PostgresFact]
    public async Task Store_Closed_IsUnavailable()
    {
        using var store = new PostgresUnderTest();
        store.Store.Dispose();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Jobs.Load(new JobId(new Fleet().NextId()), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Outbox.Close([1], default));
    }

    [PostgresFact]
    public void Open_ADatabaseThatIsNotThere_SaysWhichAndNeverThePassword()
    {
        var builder = new NpgsqlConnectionStringBuilder(PostgresServer.Shared.Database()) { Database = "nowhere", Password = "hunter2" };
        var failure = Assert.Throws<StoreOpenException>(() => Open(builder.ConnectionString));
        Assert.Contains("nowhere on 127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("create it", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);

        // Port 9 discards; nothing listens there.
        builder.Port = 9;
        Assert.Contains("cannot be reached", Assert.Throws<StoreOpenException>(() => Open(builder.ConnectionString)).Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Open_AnotherProgramsDatabase_SaysSoAndLeavesItAlone()
    {
        var database = PostgresServer.Shared.Database();
        PostgresUnderTest.Run(database, "CREATE TABLE songs (title text)");
        var failure = Assert.Throws<StoreOpenException>(() => Open(database));
        Assert.Contains("is another program's: it has the table 'songs'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, PostgresUnderTest.Run(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public void Open_ANewerSchema_SaysWhichVersions()
    {
        var database = PostgresUnderTest.NewDatabase(PostgresServer.Shared);
        PostgresUnderTest.Run(database, $"INSERT INTO schema_versions (version, name, applied_at) VALUES ({PostgresMigrations.Latest + 1}, 'later', 0)");
        foreach (var migrate in new[] { true, false })
        {
            var failure = Assert.Throws<StoreOpenException>(() => Open(database, migrate));
            Assert.Contains($"schema version {PostgresMigrations.Latest + 1}", failure.Message, StringComparison.Ordinal);
            Assert.Contains($"up to {PostgresMigrations.Latest}", failure.Message, StringComparison.Ordinal);
        }

        PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public void Open_WithoutMigrating_NeedsTheSchemaToBeThere()
    {
        var database = PostgresServer.Shared.Database();
        Assert.Contains("Migrate", Assert.Throws<StoreOpenException>(() => Open(database, migrate: false)).Message, StringComparison.Ordinal);
        Open(database);
        Open(database, migrate: false);
        PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public void Open_AsARoleThatMayNotCreate_SaysWhatToDoAndWorksOnceTheOwnerHasMigrated()
    {
        var database = PostgresServer.Shared.Database();
        PostgresUnderTest.Run(database, "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN CREATE ROLE clerk LOGIN; END IF; END $$");
        var clerk = new NpgsqlConnectionStringBuilder(database) { Username = "clerk" }.ConnectionString;
        Assert.Contains("Migrate", Assert.Throws<StoreOpenException>(() => Open(clerk)).Message, StringComparison.Ordinal);
        Open(database);

        // The grants of docs/deploy.md.
        PostgresUnderTest.Run(
            database,
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk; REVOKE UPDATE, DELETE ON ledger_transfers, ledger_pending FROM clerk");
        var fleet = new Fleet();
        using (var store = new PostgresStore(new PostgresOptions { ConnectionString = clerk, Migrate = false }, new ManualClock()))
        {
            var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
            Assert.Equal(CommitStatus.Committed, store.Jobs.Commit(commit, default).AsTask().GetAwaiter().GetResult().Status);
        }

        PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public async Task Open_AtOnceByMany_AppliesEveryMigrationOnce()
    {
        var database = PostgresServer.Shared.Database();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open(database)))).WaitAsync(Patience);
        Assert.Equal((long)PostgresMigrations.Latest, PostgresUnderTest.Run(database, "SELECT count(*) FROM schema_versions"));
        Assert.Equal(Scenarios.Now.UtcTicks, PostgresUnderTest.Run(database, "SELECT max(applied_at) FROM schema_versions"));
        PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public void Migrations_AreNumberedFromOneWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, PostgresMigrations.Latest), PostgresMigrations.All.Select(migration => migration.Version));

    [PostgresFact]
    public void Migration_ThatFails_LeavesNothingBehind()
    {
        var database = PostgresServer.Shared.Database();

        // In the way of the last tables of the first migration, and no table of another program.
        PostgresUnderTest.Run(database, "CREATE VIEW api_keys AS SELECT 1");
        Assert.Throws<StoreOpenException>(() => Open(database));
        Assert.Equal(1L, PostgresUnderTest.Run(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        PostgresServer.Shared.Drop(database);
    }

    [Theory]
    [InlineData("", 20, 5.0, 10.0, 64, "ConnectionString")]
    [InlineData("Password=hunter2", 20, 5.0, 10.0, 64, "ConnectionString")]
    [InlineData("Host=x;Colour=hunter2", 20, 5.0, 10.0, 64, "ConnectionString")]
    [InlineData("Host=x", 0, 5.0, 10.0, 64, "MaxPoolSize")]
    [InlineData("Host=x", 20, 0.5, 10.0, 64, "ConnectTimeout")]
    [InlineData("Host=x", 20, 5.0, 601.0, 64, "CommandTimeout")]
    [InlineData("Host=x", 20, 5.0, 10.0, -1, "PreparedStatements")]
    public void Options_OutOfRange_NameTheOption(string connection, int pool, double connect, double command, int prepared, string named)
    {
        var options = new PostgresOptions
        {
            ConnectionString = connection,
            MaxPoolSize = pool,
            ConnectTimeout = TimeSpan.FromSeconds(connect),
            CommandTimeout = TimeSpan.FromSeconds(command),
            PreparedStatements = prepared,
        };
        var message = Assert.Throws<ArgumentException>(() => new PostgresStore(options, new ManualClock())).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task PreparedStatements_None_CommitsAllTheSame()
    {
        using var store = new PostgresUnderTest(configure: options => options.PreparedStatements = 0);
        await store.Bring(new Fleet(), JobStatus.Completed);
        Assert.Null((await store.Ledger.Verify(default)).FirstFault);
    }

    [PostgresFact]
    public async Task Registration_GivesEveryPortOverOneStore()
    {
        var database = PostgresServer.Shared.Database();
        var fleet = new Fleet();
        var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
        using (var services = new ServiceCollection().AddPostgresStorage(options => options.ConnectionString = database).BuildServiceProvider())
        {
            await services.GetRequiredService<IJobStore>().Commit(commit, default);
            Assert.Equal((1L, 0L), await services.GetRequiredService<IOutboxStore>().Count(default));
            Assert.Empty(await services.GetRequiredService<IOfferStore>().OfJob(commit.After.Id, default));
            Assert.Equal(1, (await services.GetRequiredService<ILedgerReader>().Verify(default)).Jobs);
            Assert.Single(await services.GetRequiredService<IJobReader>().Search(new JobSearch(), 10, default));
            Assert.Equal(1, await services.GetRequiredService<IStreamReader>().LastSequence(commit.Streams[0].Stream, default));
            Assert.Null(await services.GetRequiredService<IRatingStore>().OfJob(commit.After.Id, Domain.Ratings.RatingSide.Customer, default));
            Assert.Empty(await services.GetRequiredService<IProviderDirectory>().Page(null, null, null, 10, default));
            Assert.Empty(await services.GetRequiredService<IApiKeyStore>().Page(null, 10, default));

            // By the system's clock the answer is years past its time.
            Assert.Equal(1, await services.GetRequiredService<IStoreUpkeep>().PurgeAnswers(10, default));
        }

        PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public void Registration_InAReplayOrWithOptionsOutOfRange_FailsWhenTheStoreIsAskedFor()
    {
        using var replay = new ServiceCollection().AddPostgresStorage(_ => { }).AddSingleton<IGroupCommitSignal>(new Signal()).BuildServiceProvider();
        Assert.Contains("SQLite", Assert.Throws<StoreOpenException>(() => replay.GetRequiredService<IJobStore>()).Message, StringComparison.Ordinal);
        using var odd = new ServiceCollection().AddPostgresStorage(options => options.MaxPoolSize = -1).BuildServiceProvider();
        Assert.Contains("MaxPoolSize", Assert.Throws<OptionsValidationException>(() => odd.GetRequiredService<IJobStore>()).Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task PurgeAnswers_PastTheirTime_DeletesTheOldestAndKeepsTheRest()
    {
        using var store = new PostgresUnderTest();
        var fleet = new Fleet();
        for (var hour = 0; hour < 30; hour++)
        {
            await store.Commit(fleet.Commit(null, new JobCommand.Request(fleet.Order(Fleet.Start + TimeSpan.FromHours(hour))), Fleet.Start + TimeSpan.FromHours(hour)));
        }

        store.Clock.Advance(TimeSpan.FromHours(29));
        Assert.Equal(2, await store.Store.PurgeAnswers(2, default));
        Assert.Equal(3, await store.Store.PurgeAnswers(100, default));
        Assert.Equal(0, await store.Store.PurgeAnswers(100, default));
        Assert.Equal(25L, PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT count(*) FROM answers"));
    }

    [PostgresFact]
    public async Task Documents_AreTheOnesOfTheCodecWithTheSharedViewStoredOnce()
    {
        using var store = new PostgresUnderTest();
        var job = await store.Bring(new Fleet(), JobStatus.Accepted);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(JobCodec.WriteState(job)), PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT state_json FROM jobs"));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(JobCodec.WriteOrder(job.Order)), PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT order_json FROM job_orders"));
        Assert.Equal(3L, PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT count(*) FROM job_views"));
        Assert.Equal(
            "{\"type\":\"job_changed\",\"job\":0,\"event\":\"accepted\"}",
            PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT payload FROM stream_events WHERE view_id IS NOT NULL ORDER BY view_id DESC, stream_id DESC LIMIT 1"));
    }

    [PostgresFact]
    public async Task JobFeed_WhereTheTransactionsGetADigitMore_GoesOnInTheirOrder()
    {
        // A server of its own: other tests would use up the numbers that this one waits at.
        using var server = new PostgresServer(survivesPowerCut: false);
        using var store = new PostgresUnderTest(server);
        var fleet = new Fleet();
        var next = long.Parse((string)PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT pg_current_xact_id()::text")!, CultureInfo.InvariantCulture);
        var digit = (long)Math.Pow(10, next.ToString(CultureInfo.InvariantCulture).Length);
        store.Execute($"DO $$ BEGIN FOR i IN 1..{digit - next - 6} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$");
        var position = await store.Feed.End(default);
        var jobs = new List<Job>();
        for (var i = 0; i < 12; i++)
        {
            var commit = fleet.Commit(null, new JobCommand.Request(fleet.Order()), Fleet.Start);
            await store.Commit(commit);
            jobs.Add(commit.After);
        }

        foreach (var limit in new[] { 1, 5, 100 })
        {
            var read = new List<JobId>();
            for (var page = await store.Feed.After(position, limit, default); !page.Entries.IsEmpty; page = await store.Feed.After(page.Position, limit, default))
            {
                read.AddRange(page.Entries.Where(entry => entry.Version == 1).Select(entry => entry.Job));
            }

            Assert.Equal(jobs.Select(job => job.Id), read);
        }

        var last = (string)PostgresUnderTest.Run(store.Options.ConnectionString, "SELECT committed::text FROM job_events ORDER BY job_events.committed DESC LIMIT 1")!;
        Assert.True(long.Parse(last, CultureInfo.InvariantCulture) >= digit, $"The transactions went to {last} only.");
    }

    [PostgresFact]
    public void Truncate_OfWhatIsAppendOnly_IsRefused()
    {
        using var store = new PostgresUnderTest();
        foreach (var table in new[] { "ledger_transfers", "ledger_pending", "job_events", "job_orders" })
        {
            Assert.Contains("append-only", Assert.Throws<PostgresException>(() => store.Execute($"TRUNCATE {table}")).MessageText, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public void Sweeps_HaveTheirIndexes()
    {
        using var store = new PostgresUnderTest();
        using var connection = new NpgsqlConnection(store.Options.ConnectionString + ";Pooling=false");
        connection.Open();
        Ask("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan");
        IReadOnlyList<string>[] hot =
        [
            PostgresJobStore.HotReads, PostgresOutboxStore.HotReads, PostgresOfferStore.HotReads, PostgresJobReader.HotReads, PostgresLedgerReader.HotReads,
            PostgresBooksReader.HotReads, PostgresLedgerPages.HotReads, PostgresRatingStore.HotReads, PostgresProviderDirectory.HotReads, PostgresApiKeyStore.HotReads, PostgresStreamReader.HotReads, PostgresPaymentWebhookStore.HotReads,
            PostgresJobFeed.HotReads, PostgresWebhookStore.HotReads, PostgresPayoutStore.HotReads, PostgresWalletStore.HotReads, PostgresVoucherStore.HotReads, PostgresMerchantStore.HotReads, PostgresBookingStore.HotReads, PostgresStatisticsStore.HotReads, LoopSql.Postgres.HotReads, ConsentSql.Postgres.HotReads, ReferralSql.Postgres.HotReads, PlacementSql.Postgres.HotReads,
        ];
        foreach (var sql in hot.SelectMany(reads => reads))
        {
            var count = Enumerable.Range(1, 20).Last(i => i == 1 || sql.Contains($"${i}", StringComparison.Ordinal));
            var arguments = sql.Contains("$1", StringComparison.Ordinal) ? $"({string.Join(", ", Enumerable.Repeat("NULL", count))})" : string.Empty;
            Ask($"PREPARE hot AS {sql}");
            var plan = Ask($"EXPLAIN EXECUTE hot{arguments}");
            Ask("DEALLOCATE hot");
            Assert.False(plan.Contains("Seq Scan", StringComparison.Ordinal), $"{plan}\n{sql}");
            Assert.False(PostgresJobFeed.HotReads.Contains(sql) && plan.Contains("Sort", StringComparison.Ordinal), $"{plan}\n{sql}");
        }

        string Ask(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection);
            using var rows = command.ExecuteReader();
            var text = string.Empty;
            while (rows.Read())
            {
                text += rows.GetString(0) + "\n";
            }

            return text;
        }
    }

    private static void Open(string connectionString, bool migrate = true) =>
        new PostgresStore(new PostgresOptions { ConnectionString = connectionString, Migrate = migrate, MaxPoolSize = 2 }, new ManualClock()).Dispose();

    /// <summary>Another process that has begun a transaction and holds its locks.</summary>
    private static async Task<Held> Hold(PostgresUnderTest store, params string[] statements)
    {
        var connection = new NpgsqlConnection(store.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        return new Held(connection, transaction);
    }

    /// <summary>Ends when so many connections to the store's database wait for a lock.</summary>
    private static async Task Waiting(PostgresUnderTest store, long expected)
    {
        const string Sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        await using var connection = new NpgsqlConnection(store.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        var watch = Stopwatch.StartNew();
        for (var found = 0L; found < expected; found = (long)(await command.ExecuteScalarAsync())!)
        {
            Assert.True(watch.Elapsed < Patience, $"{expected} connections should wait for a lock, and {found} do.");
        }
    }

    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public Task Release() => transaction.CommitAsync();

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
