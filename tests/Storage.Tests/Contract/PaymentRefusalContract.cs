using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>Refused payment methods, refunds and tips: kept in order, a bounded number of each customer.</summary>
public abstract class PaymentRefusalContract
{
    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Refusals_OfTwoCustomers_ArePagedTheLatestFirst()
    {
        using var store = Open();
        var fleet = new Fleet();
        CustomerId one = new(fleet.NextId()), other = new(fleet.NextId());
        for (var i = 0; i < 7; i++)
        {
            await store.Done(store.PaymentRefusals.Add(Refusal(i % 3 == 0 ? other : one, i), default));
        }

        var first = await store.PaymentRefusals.Page(null, null, 4, default);
        var second = await store.PaymentRefusals.Page(null, first[^1].Number, 4, default);
        Assert.Equal(["pm_6", "pm_5", "pm_4", "pm_3", "pm_2", "pm_1", "pm_0"], first.Concat(second).Select(refusal => refusal.Method));
        Assert.Equal(["pm_5", "pm_4", "pm_2", "pm_1"], (await store.PaymentRefusals.Page(one, null, 10, default)).Select(refusal => refusal.Method));
        Assert.Equal(Refusal(other, 6) with { Number = first[0].Number }, first[0]);
    }

    [ContractFact]
    public async Task Refusals_OfRefundsAndTips_SayOfWhatJobHowMuchAndWhoAsked()
    {
        using var store = Open();
        var fleet = new Fleet();
        CustomerId customer = new(fleet.NextId());
        var tip = Refusal(customer, 1) with { What = "tip", Why = "amount_wrong", Job = new JobId(fleet.NextId()), AmountMinorUnits = -5, Currency = "EUR", AskedBy = customer.Value };
        var refund = Refusal(customer, 2) with { What = "refund", Why = "refund_too_large", Job = tip.Job, Currency = "USD", AskedBy = fleet.NextId() };
        await store.Done(store.PaymentRefusals.Add(tip, default));
        await store.Done(store.PaymentRefusals.Add(refund, default));
        Assert.Equal([refund, tip], (await store.PaymentRefusals.Page(customer, null, 10, default)).Select(refusal => refusal with { Number = 0 }));
    }

    [ContractFact]
    public async Task SaleCode_WrittenTwice_IsTheFirstJobsAndNoOtherCodeIsAnybodys()
    {
        using var store = Open();
        var fleet = new Fleet();
        JobId one = new(fleet.NextId()), other = new(fleet.NextId());
        await store.Done(store.SaleCodes.Add("ABCD", one, default));
        await store.Done(store.SaleCodes.Add("ABCD", other, default));
        Assert.Equal(one, await store.SaleCodes.Find("ABCD", default));
        Assert.Null(await store.SaleCodes.Find("abcd", default));
    }

    [ContractFact]
    public async Task Refusals_OfOneCustomer_AreBounded()
    {
        using var store = Open();
        var fleet = new Fleet();
        CustomerId one = new(fleet.NextId()), other = new(fleet.NextId());
        for (var i = 0; i < IPaymentRefusalStore.MostOfCustomer + 5; i++)
        {
            await store.Done(store.PaymentRefusals.Add(Refusal(one, i), default));
        }

        await store.Done(store.PaymentRefusals.Add(Refusal(other, 1), default));
        Assert.Equal(IPaymentRefusalStore.MostOfCustomer, (await store.PaymentRefusals.Page(one, null, 1_000, default)).Length);
        Assert.Single(await store.PaymentRefusals.Page(other, null, 10, default));
    }

    private static PaymentRefusal Refusal(CustomerId customer, int number) => new(0, Fleet.Start + TimeSpan.FromSeconds(number), customer, "add", $"pm_{number}", "payment_foreign");
}
