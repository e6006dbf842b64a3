using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;

namespace Orleans.Hosting;

/// <summary>Reminders in memory.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    /// <summary>Keeps reminders in memory: they survive deactivation, not the process.</summary>
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) => builder.UseReminderTable(new MemoryReminderTable());
}
