using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of keys promises.</summary>
public abstract class ApiKeyContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Add_Key_IsFoundByItsHashAndTheSameIdAgainIsNoChange()
    {
        using var store = Open();
        var key = Key(new Fleet(), 'a');
        Assert.Null(await store.ApiKeys.Find(key.Hash, default));
        await store.Done(store.ApiKeys.Add(key, default));
        await store.Done(store.ApiKeys.Add(key with { Name = "another", Hash = new string('b', 64) }, default));
        Equal(key, await store.ApiKeys.Find(key.Hash, default));
        Assert.Null(await store.ApiKeys.Find(new string('b', 64), default));
    }

    [ContractFact]
    public async Task Add_HashThatExists_IsRefused()
    {
        using var store = Open();
        var fleet = new Fleet();
        var key = Key(fleet, 'a');
        await store.Done(store.ApiKeys.Add(key, default));
        await Assert.ThrowsAsync<StoreFaultException>(() => store.Done(store.ApiKeys.Add(Key(fleet, 'a'), default)));
        Assert.Single(await store.ApiKeys.Page(null, 10, default));
    }

    [ContractFact]
    public async Task Revoke_Key_TheFirstInstantStandsAndItIsStillFound()
    {
        using var store = Open();
        var key = Key(new Fleet(), 'a');
        Assert.Null(await store.Done(store.ApiKeys.Revoke(key.Id, Fleet.Start, default)));
        await store.Done(store.ApiKeys.Add(key, default));
        var at = Fleet.Start + TimeSpan.FromHours(1);
        Equal(key with { RevokedAt = at }, await store.Done(store.ApiKeys.Revoke(key.Id, at, default)));
        Equal(key with { RevokedAt = at }, await store.Done(store.ApiKeys.Revoke(key.Id, at + TimeSpan.FromHours(1), default)));
        Equal(key with { RevokedAt = at }, await store.ApiKeys.Find(key.Hash, default));
    }

    [ContractFact]
    public async Task Page_ThroughAllKeys_GivesEachOnceInOrderOfId()
    {
        using var store = Open();
        var fleet = new Fleet();
        var all = "abcdef0".Select(digit => Key(fleet, digit)).ToList();
        foreach (var key in all)
        {
            await store.Done(store.ApiKeys.Add(key, default));
        }

        var paged = new List<ApiKeyEntry>();
        for (var page = await store.ApiKeys.Page(null, 3, default); !page.IsEmpty; page = await store.ApiKeys.Page(page[^1].Id, 3, default))
        {
            Assert.InRange(page.Length, 1, 3);
            paged.AddRange(page);
        }

        Assert.Equal(all.Select(key => key.Id).Order(), paged.Select(key => key.Id));
        Assert.All(paged, key => Equal(all.Single(of => of.Id == key.Id), key));
    }

    private static ApiKeyEntry Key(Fleet fleet, char digit) => new(
        fleet.NextId(), "a shop's till", new CustomerId(fleet.NextId()), ["jobs:read", "jobs:write"], new string(digit, 64), Fleet.Start + TimeSpan.FromTicks(3), null);

    private static void Equal(ApiKeyEntry expected, ApiKeyEntry? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Scopes.ToArray(), actual.Scopes.ToArray());
        Assert.Equal(expected, actual with { Scopes = expected.Scopes });
    }
}
