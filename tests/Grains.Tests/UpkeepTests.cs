using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Grains.Upkeep;

namespace O2O.Dispatch.Grains.Tests;

public sealed class UpkeepTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Purge_AfterADay_ForgetsTheAnswerAndKeepsTheJob()
    {
        var host = silo.Host;
        var market = await host.Market();
        var job = await market.Request(0, 0);
        await job.Paid(PaymentState.Authorized);
        Assert.NotNull(await host.Jobs.FindAnswer(job.Command.Stamp.Id, default));
        for (var hour = 0; hour < 25; hour++)
        {
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        await host.Services.GetRequiredService<StoreUpkeep>().Purge(default);
        Assert.Null(await host.Jobs.FindAnswer(job.Command.Stamp.Id, default));
        Assert.Equal(0, await host.Services.GetRequiredService<IStoreUpkeep>().PurgeAnswers(10, default));
        Assert.NotNull(await job.Grain.Get(default));
    }
}
