using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

/// <summary>Figures against windows worked out by hand.</summary>
public sealed class FiguresTests
{
    private static readonly DateTimeOffset Start = Sample.Now;

    [Fact]
    public void Window_ThreeServedInTenMinutes_CountsThoseOfTheLastFive()
    {
        var figures = new MarketFigures(Start);
        foreach (var (n, second) in new[] { (1, 10), (2, 400), (3, 599) })
        {
            figures.Follow(Sample.View(n, JobState.InProgress, 7, 1), Sample.View(n, JobState.Completed, 8, 1), "completed", Start.AddSeconds(second));
        }

        // (600 - 300, 600]: the jobs of second 400 and 599.
        Assert.Equal(2 / 5.0, figures.Window(Start.AddSeconds(600)).ServedPerMinute);

        // (399, 699] has both, (400, 700] only that of second 599, (599, 899] none.
        Assert.Equal(2 / 5.0, figures.Window(Start.AddSeconds(699)).ServedPerMinute);
        Assert.Equal(1 / 5.0, figures.Window(Start.AddSeconds(700)).ServedPerMinute);
        Assert.Equal(0, figures.Window(Start.AddSeconds(899)).ServedPerMinute);
    }

    [Fact]
    public void Window_HostOfTwoMinutes_DividesByTwo()
    {
        var figures = new MarketFigures(Start);
        for (var n = 0; n < 6; n++)
        {
            figures.Follow(null, Sample.View(n, JobState.Completed, 8, 1), "completed", Start.AddSeconds(n));
        }

        Assert.Equal(3, figures.Window(Start.AddMinutes(2)).ServedPerMinute);
        Assert.Equal(6, figures.Window(Start.AddSeconds(10)).ServedPerMinute);
    }

    [Fact]
    public void Window_TwoArrivals_HaveTheMeanOfTheirWaits()
    {
        var figures = new MarketFigures(Start);
        Assert.Null(figures.Window(Start).MeanWaitSeconds);
        figures.Follow(null, Sample.View(1, JobState.ArrivedAtPickup, 6, 1, requestedAt: Start), "arrived", Start.AddSeconds(100));
        figures.Follow(null, Sample.View(2, JobState.ArrivedAtPickup, 6, 2, requestedAt: Start.AddSeconds(60)), "arrived", Start.AddSeconds(110.5));

        // (100 + 50.5) / 2
        Assert.Equal(75.25, figures.Window(Start.AddSeconds(120)).MeanWaitSeconds);
    }

    [Fact]
    public void Window_OneAcceptedOfFour_IsAQuarter()
    {
        var figures = new MarketFigures(Start);
        Assert.Null(figures.Window(Start).AcceptanceRate);
        figures.Follow(null, Sample.View(1, JobState.Accepted, 4, 1), "accepted", Start.AddSeconds(1));
        for (var i = 0; i < 3; i++)
        {
            figures.OfferLost(Start.AddSeconds(2));
        }

        Assert.Equal(0.25, figures.Window(Start.AddSeconds(3)).AcceptanceRate);
        Assert.Null(figures.Window(Start.AddSeconds(303)).AcceptanceRate);
    }

    [Fact]
    public void Event_OfASecondThatIsLongOver_CountsNowhere()
    {
        var figures = new MarketFigures(Start);
        figures.Follow(null, Sample.View(1, JobState.Completed, 8, 1), "completed", Start.AddSeconds(600));
        figures.Follow(null, Sample.View(2, JobState.Completed, 8, 1), "completed", Start);
        Assert.Equal(1 / 5.0, figures.Window(Start.AddSeconds(600)).ServedPerMinute);
    }

    [Fact]
    public void Overview_OfAMarket_IsWhatItsEventsComeTo()
    {
        var clock = new ManualClock();
        var (board, _, _) = Sample.Board(clock);
        var live = board.Market(Sample.Market);
        lock (live.Gate)
        {
            live.Figures.SetCounts([(JobStatus.Completed, 40), (JobStatus.NoShow, 2)]);
        }

        Apply(board, Sample.View(1, JobState.Scheduled, 1), "requested");
        Apply(board, Sample.View(1, JobState.Matching, 3), "matching_begun");
        Apply(board, Sample.View(2, JobState.Scheduled, 1), "requested");
        Apply(board, Sample.View(3, JobState.Scheduled, 1), "requested");
        Apply(board, Sample.View(3, JobState.Matching, 3), "matching_begun");
        Apply(board, Sample.View(3, JobState.Accepted, 4, 1), "accepted");
        Apply(board, Sample.View(3, JobState.Completed, 8, 1), "completed");
        Apply(board, Sample.View(3, JobState.Completed, 10, 1, captured: 1_250), "payment_captured");
        var overview = board.Overview(Sample.Market)!;
        Assert.Equal((2L, 2L, 41L, 2L), (overview.OpenJobs, overview.WaitingJobs, overview.JobsByState["completed"], overview.JobsByState["no_show"]));
        Assert.Equal((1_250L, "USD", 1.0), (overview.CapturedMinorUnits, overview.Currency, overview.AcceptanceRate!.Value));
    }

    [Fact]
    public void Offer_ThatEndsAfterItsJob_CountsInItsMarket()
    {
        var (board, _, _) = Sample.Board(new ManualClock());
        var job = Sample.View(1, JobState.Matching, 3);
        board.Apply(Sample.Changed(job, "matching_begun"), (PushMessage.JobChanged)Sample.Changed(job, "matching_begun").Message);
        board.Apply(Sample.Now, new PushMessage.OfferMade(Sample.Id(5, 1), job, Sample.Now, Sample.Now));
        Apply(board, Sample.View(1, JobState.CanceledByCustomer, 4), "canceled");
        board.Apply(Sample.Now, new PushMessage.OfferClosed(Sample.Id(5, 1), job.Job, "withdrawn"));
        board.Apply(Sample.Now, new PushMessage.OfferClosed(Sample.Id(5, 1), job.Job, "withdrawn"));
        Assert.Equal(0, board.Overview(Sample.Market)!.AcceptanceRate);
    }

    private static void Apply(LiveBoard board, JobView job, string name)
    {
        var happened = Sample.Changed(job, name);
        Assert.NotNull(board.Apply(happened, (PushMessage.JobChanged)happened.Message));
    }
}
