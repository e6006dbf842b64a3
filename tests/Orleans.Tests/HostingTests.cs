using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Embedded;
using Orleans.Hosting;
using Orleans.Metadata;
using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Tests;

internal sealed class Scoped : IDisposable
{
    public bool Disposed { get; private set; }

    public void Dispose() => Disposed = true;
}

[Alias("t.IInjected")]
internal interface IInjectedGrain : IGrainWithStringKey
{
    [Alias("Ask")]
    Task<string> Ask(string question);
}

internal sealed class InjectedGrain(
    ILogger<InjectedGrain> logger, IGrainFactory factory, IGrainContext context, Scoped scoped, [FromKeyedServices("k")] string keyed, int number = 5)
    : Grain, IInjectedGrain, IIncomingGrainCallFilter
{
    public Task<string> Ask(string question) =>
        Task.FromResult($"{question} {logger is not null} {ReferenceEquals(context, GrainContext)} {factory is not null} {scoped.Disposed} {keyed} {number}");

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        context.Result = $"<{context.Result}>";
    }
}

[Alias("t.IShared"), DefaultGrainType("first-shared")]
internal interface ISharedGrain : IGrainWithStringKey
{
    [Alias("Who")]
    Task<string> Who();
}

[GrainType("first-shared")]
internal sealed class OneSharedGrain : Grain, ISharedGrain
{
    public Task<string> Who() => Task.FromResult("one");
}

internal sealed class TwoSharedGrain : Grain, ISharedGrain
{
    public Task<string> Who() => Task.FromResult("two");
}

public sealed class HostingTests
{
    [Fact]
    public async Task Host_WithUseOrleans_StartsAndStopsTheEngine()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddGrainClasses(typeof(OneSharedGrain)));
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IClusterClient>();
        Assert.Equal("one", await client.GetGrain<ISharedGrain>("a").Who());
        await host.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(client.GetGrain<ISharedGrain>("a").Who);
    }

    [Fact]
    public async Task Clustering_Asked_IsAClearStartUpError()
    {
        var asks = new (Action<ISiloBuilder> Ask, string Name)[]
        {
            (silo => silo.UseAdoNetClustering(static options => options.Invariant = "Npgsql"), "UseAdoNetClustering"),
            (silo => silo.UseDevelopmentClustering(new IPEndPoint(IPAddress.Loopback, 11111)), "UseDevelopmentClustering"),
            (silo => silo.UseLocalhostClustering(primarySiloEndpoint: new IPEndPoint(IPAddress.Loopback, 11111)), "UseLocalhostClustering with a primary silo"),
        };
        foreach (var (ask, name) in asks)
        {
            var engine = TestEngine.Build([typeof(OneSharedGrain)], ask);
            var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => engine.Engine.StartAsync());
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
            Assert.Contains("does not cluster", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ClusteringInConfiguration_IsAClearStartUpError()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Orleans:Clustering:ProviderType", (string?)"AdoNet")]);
        builder.UseOrleans(silo => silo.AddGrainClasses(typeof(OneSharedGrain)));
        using var host = builder.Build();
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync());
        Assert.Contains("AdoNet", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingStorage_AtStart_IsNamed()
    {
        var services = new ServiceCollection();
        services.AddOrleans(silo => silo.AddGrainClasses(typeof(PurseGrain)));
        await using var provider = services.BuildServiceProvider();
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => provider.GetRequiredService<EmbeddedEngine>().StartAsync());
        Assert.Contains("\"Default\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(PurseGrain), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrainConstructor_TakesServicesOfEveryLifetime()
    {
        await using var engine = await TestEngine.Wall([typeof(InjectedGrain)], static silo =>
        {
            silo.Services.AddScoped<Scoped>();
            silo.Services.AddKeyedSingleton("k", "key");
        });
        Assert.Equal("<hello True True True False key 5>", await engine.Grains.GetGrain<IInjectedGrain>("i").Ask("hello"));
    }

    [Fact]
    public async Task GrainConstructor_MissingService_TheCallerHearsWhich()
    {
        await using var engine = await TestEngine.Wall([typeof(InjectedGrain)], static silo => silo.Services.AddKeyedSingleton("k", "key"));
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Grains.GetGrain<IInjectedGrain>("i").Ask("hello"));
        Assert.Contains(nameof(Scoped), missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_RunAroundCalls_OutgoingFirst()
    {
        var seen = new List<string>();
        await using var engine = await TestEngine.Wall([typeof(OneSharedGrain)], silo => silo
            .AddOutgoingGrainCallFilter(async context =>
            {
                seen.Add($"out {context.MethodName} {context.TargetId}");
                await context.Invoke();
                context.Result += "!";
            })
            .AddIncomingGrainCallFilter(async context =>
            {
                seen.Add($"in {context.InterfaceName}.{context.ImplementationMethod.DeclaringType!.Name}");
                await context.Invoke();
                context.Result += "?";
            }));
        Assert.Equal("one?!", await engine.Grains.GetGrain<ISharedGrain>("f").Who());
        Assert.Equal(["out Who first-shared/f", "in t.IShared.OneSharedGrain"], seen);
    }

    [Fact]
    public async Task InterfaceOfTwoClasses_IsResolvedByAttributeOrPrefix()
    {
        await using var engine = await TestEngine.Wall([typeof(OneSharedGrain), typeof(TwoSharedGrain)]);
        Assert.Equal("one", await engine.Grains.GetGrain<ISharedGrain>("x").Who());
        Assert.Equal("two", await engine.Grains.GetGrain<ISharedGrain>("x", "Two").Who());
        Assert.Equal("one", await engine.Grains.GetGrain<ISharedGrain>("x").Who());
    }

    [Fact]
    public async Task GrainClasses_OfAnAssembly_AreFound()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Journal>();
        services.AddOrleans(silo => silo.AddGrainAssemblies(typeof(HostingTests).Assembly).AddMemoryGrainStorageAsDefault());
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<EmbeddedEngine>();
        Assert.Equal("wire/x", engine.GetGrain<IWireGrain>("x").GetGrainId().ToString());
        await Assert.ThrowsAsync<OrleansConfigurationException>(() => engine.StartAsync());
    }

    [Fact]
    public void GetGrain_WithoutKeyOrClass_IsRefused()
    {
        var engine = TestEngine.Build([typeof(OneSharedGrain)]);
        Assert.Throws<ArgumentException>(() => engine.Grains.GetGrain<ISharedGrain>(" "));
        Assert.Contains(nameof(IWireGrain), Assert.Throws<ArgumentException>(() => engine.Grains.GetGrain<IWireGrain>("x")).Message, StringComparison.Ordinal);
    }
}
