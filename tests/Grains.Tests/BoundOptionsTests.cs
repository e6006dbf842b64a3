using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Grains.Jobs;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Silo;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Options that the silo takes from configuration.</summary>
public sealed class BoundOptionsTests
{
    [Fact]
    public void OutboxAndTips_OfConfiguration_AreWhatItSays()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Outbox:MaxAttempts"] = "7", ["Outbox:FirstBackoff"] = "00:00:03", ["JobPayment:TipWindow"] = "2.00:00:00",
        }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddDispatch(new SiloSettings()).BuildServiceProvider();
        var outbox = services.GetRequiredService<IOptions<OutboxOptions>>().Value;
        Assert.Equal((7, TimeSpan.FromSeconds(3), 500), (outbox.MaxAttempts, outbox.FirstBackoff, outbox.SweepBatch));
        Assert.Equal(TimeSpan.FromDays(2), services.GetRequiredService<IOptions<JobPaymentOptions>>().Value.TipWindow);
    }

    [Fact]
    public void Options_OutOfTheirRange_AreRefusedByName()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Outbox:MaxAttempts"] = "0" }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddDispatch(new SiloSettings()).BuildServiceProvider();
        Assert.Contains("MaxAttempts", Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<OutboxOptions>>().Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WithoutConfiguration_AreTheDefaults()
    {
        using var services = new ServiceCollection().AddDispatch(new SiloSettings()).BuildServiceProvider();
        Assert.Equal(20, services.GetRequiredService<IOptions<OutboxOptions>>().Value.MaxAttempts);
        Assert.Equal(TimeSpan.FromDays(30), services.GetRequiredService<IOptions<JobPaymentOptions>>().Value.TipWindow);
    }
}
