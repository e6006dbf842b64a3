using O2O.Dispatch.Domain.Consents;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of consents does.</summary>
public abstract class ConsentContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Notes_WrittenAgain_AreTheLatestInTheirOrder()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (customer, other) = (new CustomerId(fleet.NextId()), new CustomerId(fleet.NextId()));
        Assert.Empty(await store.Consents.Notes(customer, default));
        await store.Done(store.Consents.Write(customer, ["no peanuts", "window \"seat\", é"], Noon, default));
        await store.Done(store.Consents.Write(other, ["loud"], Noon, default));
        Assert.Equal(["no peanuts", "window \"seat\", é"], (await store.Consents.Notes(customer, default)).ToArray());
        await store.Done(store.Consents.Write(customer, ["vegan"], Noon.AddMinutes(1), default));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        Assert.Equal(["vegan"], (await store.Consents.Notes(customer, default)).ToArray());
        await store.Done(store.Consents.Write(customer, [], Noon.AddMinutes(2), default));
        Assert.Empty(await store.Consents.Notes(customer, default));
        Assert.Equal(["loud"], (await store.Consents.Notes(other, default)).ToArray());
    }

    [ContractFact]
    public async Task Forget_TakesNotesAndConsents_AlsoThoseThatAreOver_AndLeavesTheLooks()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (look, other) = (Look(fleet), Look(fleet));
        foreach (var one in new[] { look, other })
        {
            await store.Done(store.Consents.Write(one.Customer, ["vegan"], Noon, default));
            await store.Done(store.Consents.Give(new CounterConsent(one.Customer, one.Merchant, null, Noon, Noon.AddHours(4)), default));
        }

        await store.Done(store.Consents.Give(new CounterConsent(look.Customer, new MerchantId(fleet.NextId()), null, Noon.AddDays(-9), Noon.AddDays(-8)), default));
        Assert.NotNull(await store.Done(store.Consents.Look(look, default)));
        await store.Done(store.Consents.Forget(look.Customer, default));
        await store.Done(store.Consents.Forget(look.Customer, default));
        Assert.Empty(await store.Consents.Notes(look.Customer, default));
        Assert.Empty(await store.Consents.Of(look.Customer, Noon.AddDays(-9), null, 10, default));
        Assert.Null(await store.Done(store.Consents.Look(look with { Id = fleet.NextId() }, default)));
        Assert.Single(await store.Consents.Looks(look.Customer, null, 10, default));
        Assert.Equal(["vegan"], (await store.Consents.Notes(other.Customer, default)).ToArray());
        Assert.NotNull(await store.Done(store.Consents.Look(other, default)));
    }

    [ContractFact]
    public async Task Look_WithAConsentInForce_IsWrittenDownAndGivesTheNotes()
    {
        using var store = Open();
        var fleet = new Fleet();
        var look = Look(fleet);
        await store.Done(store.Consents.Write(look.Customer, ["no peanuts", "vegan"], Noon, default));
        await store.Done(store.Consents.Give(new CounterConsent(look.Customer, look.Merchant, null, Noon, Noon.AddHours(4)), default));
        var shared = await store.Done(store.Consents.Look(look, default));
        Assert.Equal(["no peanuts", "vegan"], shared!.Notes.ToArray());
        Assert.Equal(Noon.AddHours(4), shared.Until);
        var later = Look(fleet) with { Customer = look.Customer, Merchant = look.Merchant, At = Noon.AddHours(4).AddTicks(-1), Vouchers = 0 };
        Assert.NotNull(await store.Done(store.Consents.Look(later, default)));
        if (store.IsDurable)
        {
            store.Reopen();
        }

        Assert.Equal([later with { Notes = 2 }, look with { Notes = 2 }], (await store.Consents.Looks(look.Customer, null, 10, default)).ToArray());
        Assert.Equal([look with { Notes = 2 }], (await store.Consents.Looks(look.Customer, later.Id, 10, default)).ToArray());
        Assert.Single(await store.Consents.Looks(look.Customer, null, 1, default));
        Assert.Empty(await store.Consents.Looks(new CustomerId(fleet.NextId()), null, 10, default));
    }

    [ContractFact]
    public async Task Look_WithoutAConsentThereAndThen_GivesNothingAndLeavesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var look = Look(fleet);
        var until = Noon.AddHours(4);
        await store.Done(store.Consents.Write(look.Customer, ["no peanuts"], Noon, default));
        Assert.Null(await store.Done(store.Consents.Look(look, default)));
        await store.Done(store.Consents.Give(new CounterConsent(look.Customer, look.Merchant, look.Store, Noon, until), default));
        foreach (var none in new[]
        {
            look with { Customer = new CustomerId(fleet.NextId()) },
            look with { Merchant = new MerchantId(fleet.NextId()) },
            look with { Store = new StoreId(fleet.NextId()) },
            look with { At = until },
            look with { At = Noon.AddTicks(-1) },
        })
        {
            Assert.Null(await store.Done(store.Consents.Look(none with { Id = fleet.NextId() }, default)));
        }

        Assert.Empty(await store.Consents.Looks(look.Customer, null, 10, default));
        Assert.NotNull(await store.Done(store.Consents.Look(look, default)));

        // Given anew it is another: for all stores, and over sooner.
        await store.Done(store.Consents.Give(new CounterConsent(look.Customer, look.Merchant, null, Noon, Noon.AddMinutes(2)), default));
        Assert.NotNull(await store.Done(store.Consents.Look(look with { Id = fleet.NextId(), Store = new StoreId(fleet.NextId()) }, default)));
        Assert.Null(await store.Done(store.Consents.Look(look with { Id = fleet.NextId(), At = Noon.AddMinutes(2) }, default)));
        await store.Done(store.Consents.Revoke(look.Customer, look.Merchant, default));
        await store.Done(store.Consents.Revoke(look.Customer, look.Merchant, default));
        Assert.Null(await store.Done(store.Consents.Look(look with { Id = fleet.NextId() }, default)));
        Assert.Equal(2, (await store.Consents.Looks(look.Customer, null, 10, default)).Length);
    }

    [ContractFact]
    public async Task Consents_InForce_AreListedByMerchant()
    {
        using var store = Open();
        var fleet = new Fleet();
        var customer = new CustomerId(fleet.NextId());
        var consents = Enumerable.Range(1, 3).Select(hours => new CounterConsent(customer, new MerchantId(fleet.NextId()), hours == 2 ? new StoreId(fleet.NextId()) : null, Noon, Noon.AddHours(hours))).ToArray();
        foreach (var consent in consents.Reverse().Append(consents[0] with { Customer = new CustomerId(fleet.NextId()) }))
        {
            await store.Done(store.Consents.Give(consent, default));
        }

        var sorted = consents.OrderBy(one => one.Merchant.Value.ToString("N"), StringComparer.Ordinal).ToArray();
        Assert.Equal(sorted, (await store.Consents.Of(customer, Noon, null, 10, default)).ToArray());
        Assert.Equal(sorted[1..2], (await store.Consents.Of(customer, Noon, sorted[0].Merchant, 1, default)).ToArray());
        Assert.Equal(sorted.Where(one => one != consents[0]), await store.Consents.Of(customer, consents[0].Until, null, 10, default));
    }

    /// <summary>Counters look while the customer takes the consent back: what was shown is written down, and nothing is shown once that is answered.</summary>
    [ContractFact]
    public async Task Look_WhileTheConsentIsTakenBack_IsShownAndWrittenOrNeither()
    {
        using var store = Open();
        var fleet = new Fleet();
        var look = Look(fleet);
        await store.Done(store.Consents.Write(look.Customer, ["no peanuts"], Noon, default));
        await store.Done(store.Consents.Give(new CounterConsent(look.Customer, look.Merchant, null, Noon, Noon.AddHours(4)), default));
        var looks = new List<Task<bool>>();
        Task? revoked = null;
        for (var i = 0; i < 20; i++)
        {
            looks.Add(Ask(look with { Id = fleet.NextId() }));
            if (i == 10)
            {
                revoked = store.Consents.Revoke(look.Customer, look.Merchant, default).AsTask();
            }
        }

        store.Flush();
        await revoked!;
        Assert.Null(await store.Done(store.Consents.Look(look with { Id = fleet.NextId() }, default)));
        var shown = (await Task.WhenAll(looks)).Count(one => one);
        Assert.Equal(shown, (await store.Consents.Looks(look.Customer, null, 100, default)).Length);

        async Task<bool> Ask(CounterLook one) => await store.Consents.Look(one, default) is not null;
    }

    [ContractFact]
    public async Task Looks_WrittenDown_AreNotChangedByAnybody()
    {
        using var store = Open();
        if (!store.IsDurable)
        {
            return;
        }

        var look = Look(new Fleet());
        await store.Done(store.Consents.Give(new CounterConsent(look.Customer, look.Merchant, null, Noon, Noon.AddHours(4)), default));
        await store.Done(store.Consents.Look(look, default));
        foreach (var sql in new[] { "UPDATE counter_looks SET notes = 9", "DELETE FROM counter_looks" })
        {
            Assert.ThrowsAny<Exception>(() => store.Execute(sql));
        }

        Assert.Equal([look], (await store.Consents.Looks(look.Customer, null, 10, default)).ToArray());
    }

    private static CounterLook Look(Fleet fleet) => new(
        fleet.NextId(), new CustomerId(fleet.NextId()), new MerchantId(fleet.NextId()), new StoreId(fleet.NextId()), fleet.NextId(), new JobId(fleet.NextId()), Noon.AddMinutes(1), 0, 1);
}
