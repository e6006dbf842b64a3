using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Jobs;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace O2O.Dispatch.Grains.Tests.Upgrade;

/// <summary>The form of calls between processes: Orleans' serialiser, once with the contracts of today and once with their older twins in their place.</summary>
public sealed class WireContractTests : OlderContractContract
{
    private static readonly Serializer Today = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly Serializer Before = new ServiceCollection()
        .AddSerializer()
        .PostConfigure<TypeManifestOptions>(manifest =>
        {
            foreach (var (alias, twin) in manifest.WellKnownTypeAliases.Where(known => known.Key.StartsWith(Older.Mark, StringComparison.Ordinal)).ToList())
            {
                manifest.WellKnownTypeAliases.Remove(alias);
                manifest.WellKnownTypeAliases[alias[Older.Mark.Length..]] = twin;
            }

            // What it cannot know.
            manifest.WellKnownTypeAliases.Remove("o2o.chain-place");
            manifest.WellKnownTypeAliases.Remove("o2o.sale-view");
            manifest.WellKnownTypeAliases.Remove("o2o.extra-view");
            manifest.WellKnownTypeAliases.Remove("o2o.provider-commitment");
        })
        .BuildServiceProvider().GetRequiredService<Serializer>();

    /// <summary>As an argument or answer whose type both know, and as one that says its own type, by its alias.</summary>
    protected override TTo Carry<TFrom, TTo>(TFrom value)
    {
        var (from, to) = value.GetType().DeclaringType == typeof(Older) ? (Before, Today) : (Today, Before);
        var plain = to.Deserialize<TTo>(from.SerializeToArray<TFrom>(value))!;
        var named = Assert.IsType<TTo>(to.Deserialize<object>(from.SerializeToArray<object>(value)));
        Assert.Equal(plain.ToString(), named.ToString());
        return plain;
    }

    [Fact]
    public void Refusal_ForAReasonThatCameLater_KeepsItsNumberAndWhatFollows()
    {
        var read = Carry<JobReply, Older.JobReply>(Samples.Refusal);

        Assert.Equal(((Older.Rejection)Samples.Refusal.Rejection!, Samples.Refusal.Detail, Samples.JobView.Version), (read.Rejection, read.Detail, read.View!.Version));
        Assert.False(Enum.IsDefined(read.Rejection!.Value));
    }

    [Fact]
    public void SameObject_TwiceInOneMessage_IsReadTwiceAlsoWhereUnknownOnesLieBetween()
    {
        var written = new Older.RequestJob[] { Samples.OlderRequestJob, Samples.OlderRequestJob with { Tries = 4 }, Samples.OlderRequestJob };
        var read = Today.Deserialize<RequestJob[]>(Before.SerializeToArray(written))!;

        Assert.Equal(Enumerable.Repeat(Samples.RequestJob with { GatewayCustomer = null, Chain = null }, 3), read);
        Assert.Same(read[0], read[2]);
    }
}
