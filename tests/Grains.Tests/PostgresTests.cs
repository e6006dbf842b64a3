using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A silo with jobs, outbox and grain state on PostgreSQL.</summary>
public sealed class PostgresTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [PostgresFact]
    public Task Job_OverARestart_GoesOnToItsCaptureAndTheBooksBalance() => silo.Aside(async () =>
    {
        var database = PostgresServer.Shared.Database();
        var host = await GrainHost.Begin(postgres: database);
        var (folder, clock, gateway) = (host.Folder, host.Clock, host.Gateway);
        TestMarket market;
        TestProvider provider;
        TestJob job;
        await using (host)
        {
            market = await host.Market(Scenarios.Terms(pin: true));
            provider = await market.Provider(0, 0);
            job = await market.Request(1, 0);
            Assert.Equal(JobState.Accepted, (await provider.Accept(job)).View!.State);
        }

        var pin = job.Pin;
        await using (host = await GrainHost.Begin(folder, clock, gateway, database))
        {
            market = await host.Again(market);
            provider = new TestProvider(market, provider.Id);
            job = new TestJob(market, job.Command);

            // Its standing is grain state, its plan is read from the jobs.
            var view = (await provider.Grain.Get(default))!;
            Assert.Equal((StandingState.Approved, ProviderState.Reserved), (view.Standing, view.State));
            Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
            Assert.True((await provider.Step(job, JobStep.Start, pin)).Done);
            Assert.True((await provider.Step(job, JobStep.Complete)).Done);
            await job.Paid(PaymentState.Captured);
            var check = await host.Services.GetRequiredService<ILedgerReader>().Verify(default);
            Assert.Equal((1L, null), (check.Jobs, check.FirstFault));
            Assert.True(check.CapturedMinorUnits > 0);
        }

        Directory.Delete(folder, recursive: true);
        PostgresServer.Shared.Drop(database);
    });
}
