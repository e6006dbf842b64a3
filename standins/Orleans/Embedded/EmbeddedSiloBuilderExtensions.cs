using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;

namespace O2O.Dispatch.Embedded;

/// <summary>What the embedded engine has and Orleans has not.</summary>
public static class EmbeddedSiloBuilderExtensions
{
    /// <summary>Searches these assemblies for grain classes, and no others.</summary>
    public static ISiloBuilder AddGrainAssemblies(this ISiloBuilder builder, params Assembly[] assemblies) =>
        builder.Configure<EmbeddedEngineOptions>(options =>
        {
            foreach (var assembly in assemblies)
                options.GrainAssemblies.Add(assembly);
        });

    /// <summary>Knows these grain classes, and no others.</summary>
    public static ISiloBuilder AddGrainClasses(this ISiloBuilder builder, params Type[] classes) =>
        builder.Configure<EmbeddedEngineOptions>(options =>
        {
            foreach (var type in classes)
                options.GrainClasses.Add(type);
        });

    /// <summary>
    /// Deterministic mode: every turn, timer and piece of registered work runs on one thread in an order drawn from the seed, and time is
    /// virtual. Drive it through <see cref="DeterministicEngine"/>. The host's TimeProvider becomes the <see cref="VirtualTime"/>.
    /// </summary>
    public static ISiloBuilder UseDeterministicMode(this ISiloBuilder builder, ulong seed, DateTimeOffset start)
    {
        var time = new VirtualTime(start);
        builder.Services.RemoveAll<TimeProvider>();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(static services => services.GetRequiredService<EmbeddedEngine>().Deterministic!);
        return builder.Configure<EmbeddedEngineOptions>(options => options.Seed = seed);
    }

    /// <summary>Keeps reminders in this table. One table may serve an engine after another; that is how reminders survive a restart.</summary>
    public static ISiloBuilder UseReminderTable(this ISiloBuilder builder, IReminderTable table)
    {
        builder.Services.RemoveAll<IReminderTable>();
        builder.Services.AddSingleton(table);
        return builder;
    }

    /// <summary>Keeps reminders in a JSON file, written as a whole and put in place by a rename.</summary>
    public static ISiloBuilder UseFileReminderService(this ISiloBuilder builder, string path) => builder.UseReminderTable(new FileReminderTable(path));
}
