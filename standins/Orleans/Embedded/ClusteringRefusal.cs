using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace O2O.Dispatch.Embedded;

/// <summary>Remembers that clustering was asked for, so that start-up can say why it cannot be.</summary>
internal sealed record ClusteringRefusal(string AskedBy)
{
    public static ISiloBuilder Add(ISiloBuilder builder, string askedBy)
    {
        builder.Services.AddSingleton(new ClusteringRefusal(askedBy));
        return builder;
    }
}
