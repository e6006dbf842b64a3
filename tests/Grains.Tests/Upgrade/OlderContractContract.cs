using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Grains.Tests.Upgrade;

/// <summary>What must hold while processes of two versions work together: each reads what the other writes, as far as it knows it, and finds nothing where the other says nothing.</summary>
public abstract class OlderContractContract
{
    /// <summary>Writes as a process of one version does, and reads as one of the other.</summary>
    protected abstract TTo Carry<TFrom, TTo>(TFrom value)
        where TFrom : notnull
        where TTo : class;

    [Fact]
    public void Command_OfAnOlderSender_HasWhatItKnewAndNoMore()
    {
        var read = Carry<Older.RequestJob, RequestJob>(Samples.OlderRequestJob);

        Assert.Equal(Samples.RequestJob with { GatewayCustomer = null, Chain = null }, read);
    }

    [Fact]
    public void Command_OfANewerSender_IsReadWithoutWhatCameLater()
    {
        var read = Carry<RequestJob, Older.RequestJob>(Samples.RequestJob);

        Assert.Equal(Samples.OlderRequestJob with { From = null, Tries = 0 }, read);
    }

    [Fact]
    public void View_OfAnOlderProcess_HasZeroAndNothingForWhatCameLater()
    {
        var read = Carry<Older.JobView, JobView>(Samples.OlderJobView);

        Assert.Equal(Same(Samples.OlderJobView), Same(read));
        Assert.Equal((0, 0, 0, false, 0), (read.Reassignments, read.RefundedMinorUnits, read.TipMinorUnits, read.Cash, read.TipRefundedMinorUnits));
        Assert.Equal((null, null, null, null), (read.Kind, read.Sale, read.Extras, read.PaidAtDoor));
    }

    [Fact]
    public void View_OfANewerProcess_IsReadByAnOlderOne()
    {
        var read = Carry<JobView, Older.JobView>(Samples.JobView);

        Assert.Equal(Same(Samples.OlderJobView), Same(read));
        Assert.Null(read.Colour);
    }

    [Fact]
    public void Provider_BothWays_KeepsWhatBothKnow()
    {
        var older = Carry<ProviderView, Older.ProviderView>(Samples.ProviderView);
        var newer = Carry<Older.ProviderView, ProviderView>(Samples.OlderProviderView);

        Assert.Equal(Same(Samples.OlderProviderView), Same(older));
        Assert.Equal(Same(Samples.OlderProviderView), Same(newer));
        Assert.Equal((null, null, null, null), (newer.Advice, newer.Rating, newer.Commitments, newer.Skills));
    }

    private static object Same(Older.JobView view) =>
        (view.Job, view.Version, view.State, view.Payment, view.Market, view.ServiceClass, view.Customer, view.Provider, view.Vehicle, view.PlanSlot, view.Attempt, string.Join(' ', view.Stops), view.NextStop, view.Load,
            string.Join(' ', view.Excluded), view.RequestedAt, view.PickUpBy, view.PickUpDue, view.OfferTimeout, view.SilenceLimit, view.Currency, view.FareMinorUnits, view.CapturedMinorUnits, view.ChangedAt);

    private static object Same(JobView view) =>
        (view.Job, view.Version, view.State, view.Payment, view.Market, view.ServiceClass, view.Customer, view.Provider, view.Vehicle, view.PlanSlot, view.Attempt, string.Join(' ', view.Stops), view.NextStop, view.Load,
            string.Join(' ', view.Excluded), view.RequestedAt, view.PickUpBy, view.PickUpDue, view.OfferTimeout, view.SilenceLimit, view.Currency, view.FareMinorUnits, view.CapturedMinorUnits, view.ChangedAt);

    private static object Same(Older.ProviderView view) =>
        (view.Provider, view.Name, view.Operator, view.Standing, view.State, view.Market, string.Join(' ', view.ServiceClasses), view.Vehicle, view.Capacity, view.ChainLimit, string.Join(' ', view.Jobs), view.OpenOffer, view.ShiftNumber);

    private static object Same(ProviderView view) =>
        (view.Provider, view.Name, view.Operator, view.Standing, view.State, view.Market, string.Join(' ', view.ServiceClasses), view.Vehicle, view.Capacity, view.ChainLimit, string.Join(' ', view.Jobs), view.OpenOffer, view.ShiftNumber);
}
