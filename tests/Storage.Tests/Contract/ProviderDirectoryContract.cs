using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every directory of providers promises.</summary>
public abstract class ProviderDirectoryContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Put_NewerEntry_ReplacesAndAnOlderOneDoesNot()
    {
        using var store = Open();
        var entry = new ProviderEntry(new Fleet().Provider(), "Ada", "acme", ProviderStanding.Applied, Fleet.Start);
        Assert.Null(await store.Providers.Find(entry.Provider, default));
        await store.Done(store.Providers.Put(entry, default));
        Assert.Equal(entry, await store.Providers.Find(entry.Provider, default));
        var approved = entry with { Standing = ProviderStanding.Approved, Name = "Ada L.", ChangedAt = Fleet.Start + TimeSpan.FromTicks(1) };
        await store.Done(store.Providers.Put(approved, default));
        await store.Done(store.Providers.Put(entry, default));
        Assert.Equal(approved, await store.Providers.Find(entry.Provider, default));
        Assert.Empty(await store.Providers.Page(ProviderStanding.Applied, null, null, 10, default));
    }

    [ContractFact]
    public async Task Remove_Entry_TakesItOutAndNoOther()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (gone, stays) = (new ProviderEntry(fleet.Provider(), "Ada", "acme", ProviderStanding.Approved, Fleet.Start), new ProviderEntry(fleet.Provider(), "Grace", "acme", ProviderStanding.Approved, Fleet.Start));
        await store.Done(store.Providers.Put(gone, default));
        await store.Done(store.Providers.Put(stays, default));
        await store.Done(store.Providers.Remove(gone.Provider, default));
        await store.Done(store.Providers.Remove(gone.Provider, default));
        Assert.Null(await store.Providers.Find(gone.Provider, default));
        Assert.Equal([stays], (await store.Providers.Page(null, null, null, 10, default)).ToArray());

        // Whoever comes back under the id is there again, however old the entry says it is.
        await store.Done(store.Providers.Put(gone, default));
        Assert.Equal(gone, await store.Providers.Find(gone.Provider, default));
    }

    [ContractFact]
    public async Task Page_ByStandingAndPartOfTheName_GivesEachOnceInOrderOfId()
    {
        using var store = Open();
        var fleet = new Fleet();
        string[] names = ["Ada Lovelace", "élodie", "ÉLODIE D.", "Grace", "100 % _Bob_", "adam"];
        var all = new List<ProviderEntry>();
        for (var i = 0; i < 12; i++)
        {
            all.Add(new ProviderEntry(fleet.Provider(), names[i % names.Length], "acme", (ProviderStanding)(i % 3), Fleet.Start));
            await store.Done(store.Providers.Put(all[^1], default));
        }

        foreach (var standing in new ProviderStanding?[] { null, ProviderStanding.Applied, ProviderStanding.Approved, ProviderStanding.Suspended })
        {
            foreach (var part in new[] { null, "ADA", "Élodie", "élodie", "% _", "_", "a", "nobody", "" })
            {
                var expected = all.Where(entry => (standing is null || entry.Standing == standing) && entry.Name.Contains(part ?? string.Empty, StringComparison.InvariantCultureIgnoreCase))
                    .OrderBy(entry => entry.Provider.Value)
                    .ToList();
                var found = new List<ProviderEntry>();
                for (var page = await store.Providers.Page(standing, part, null, 2, default); !page.IsEmpty; page = await store.Providers.Page(standing, part, page[^1].Provider, 2, default))
                {
                    Assert.InRange(page.Length, 1, 2);
                    found.AddRange(page);
                }

                Assert.Equal(expected, found);
            }
        }
    }
}
