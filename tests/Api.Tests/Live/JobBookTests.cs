using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class JobBookTests
{
    private readonly JobBook _book = new();

    [Fact]
    public void TryApply_OldNews_IsRefused()
    {
        Assert.True(_book.TryApply(Sample.View(1, JobState.Accepted, 4, 1), out _));
        Assert.False(_book.TryApply(Sample.View(1, JobState.Matching, 3), out _));
        Assert.False(_book.TryApply(Sample.View(1, JobState.Accepted, 4, 1), out _));
        Assert.Equal(4, _book.Find(Sample.Job(1))!.Version);
    }

    [Fact]
    public void StateOf_ProviderWithSeveralJobs_IsWhatCountsMost()
    {
        Assert.Equal(VehicleState.Available, _book.StateOf(Sample.Provider(1)));
        _book.TryApply(Sample.View(1, JobState.EnRouteToPickup, 5, 1), out _);
        Assert.Equal(VehicleState.Reserved, _book.StateOf(Sample.Provider(1)));
        _book.TryApply(Sample.View(2, JobState.ArrivedAtPickup, 6, 1), out _);
        Assert.Equal(VehicleState.Stopped, _book.StateOf(Sample.Provider(1)));
        _book.TryApply(Sample.View(1, JobState.InProgress, 7, 1), out _);
        Assert.Equal(VehicleState.OnTrip, _book.StateOf(Sample.Provider(1)));
        _book.TryApply(Sample.View(1, JobState.Completed, 8, 1), out _);
        _book.TryApply(Sample.View(2, JobState.Matching, 7), out _);
        Assert.Equal(VehicleState.Available, _book.StateOf(Sample.Provider(1)));
    }

    [Fact]
    public void TryApply_JobThatMoves_LeavesItsFirstProvider()
    {
        _book.TryApply(Sample.View(1, JobState.Accepted, 4, 1), out _);
        _book.TryApply(Sample.View(1, JobState.Accepted, 5, 2), out var before);
        Assert.Equal(Sample.Provider(1), before!.Provider);
        Assert.Equal((VehicleState.Available, VehicleState.Reserved), (_book.StateOf(Sample.Provider(1)), _book.StateOf(Sample.Provider(2))));
    }

    [Fact]
    public void OfCustomer_AfterTheEnd_IsEmpty()
    {
        _book.TryApply(Sample.View(1, JobState.Matching, 3, customer: 5), out _);
        Assert.Single(_book.OfCustomer(Sample.Customer(5)));
        _book.TryApply(Sample.View(1, JobState.Expired, 4, customer: 5), out _);
        Assert.Empty(_book.OfCustomer(Sample.Customer(5)));
        Assert.True(_book.TryApply(Sample.View(1, JobState.Expired, 5, customer: 5), out var before));
        Assert.Null(before);
    }
}
