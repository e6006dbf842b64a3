using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

public sealed class JobDecisionTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;
    private static readonly ProviderId Ann = Scenarios.Provider(1);
    private static readonly ProviderId Ben = Scenarios.Provider(2);

    // Requests

    [Fact]
    public void GivenNoJob_WhenRequested_ThenPaymentIsAskedForAndNothingIsOffered()
    {
        var job = Scenarios.ScheduledJob();
        Assert.Equal(JobStatus.Scheduled, job.Status);
        Assert.Equal(PaymentStatus.Authorizing, job.Payment.Status);
        Assert.Equal(1, job.Version);
        Assert.Equal(0, job.Attempt);
    }

    [Fact]
    public void GivenNoJob_WhenAnythingButARequest_ThenJobUnknown() => Assert.Equal(JobRejection.JobUnknown, Why(null, new JobCommand.Wake(), Now));

    [Fact]
    public void GivenAJob_WhenRequestedAgain_ThenJobExists() =>
        Assert.Equal(JobRejection.JobExists, Why(Scenarios.MatchingJob(), new JobCommand.Request(Scenarios.Order()), Now));

    private static List<(string Names, JobOrder Order)> FaultyOrders()
    {
        var good = Scenarios.Order();
        var terms = good.Terms;
        var euro = Currency.Eur;
        return
        [
            ("2 to 10 stops", good with { Stops = [good.Stops[0]] }),
            ("2 to 10 stops", good with { Stops = Scenarios.Stops(JobLimits.MaxStops - 1) }),
            ("2 to 10 stops", good with { Stops = default }),
            ("first stop is the pick-up", good with { Stops = [good.Stops[1], good.Stops[0]] }),
            ("first stop is the pick-up", good with { Stops = [good.Stops[0], good.Stops[0], good.Stops[1]] }),
            ("load lies between", good with { Load = 0 }),
            ("load lies between", good with { Load = JobLimits.MaxLoad + 1 }),
            ("lies ahead", good with { PickUpAt = Now - TimeSpan.FromSeconds(1) }),
            ("lies ahead", good with { PickUpAt = Now + JobLimits.MaxAhead + TimeSpan.FromSeconds(1) }),
            ("price is not negative", good with { QuotedFare = Scenarios.Price(-1) }),
            ("not in USD alone", good with { QuotedFare = Fare.Of(FareLineKind.Base, new Money.Money(1_250, euro)) }),
            ("duration is not negative", good with { QuotedDuration = TimeSpan.FromSeconds(-1) }),
            ("ask for a PIN", good with { Terms = terms with { PinRequired = true } }),
            ("payment method", good with { PaymentMethod = " " }),
            ("OfferTimeout", good with { Terms = terms with { OfferTimeout = TimeSpan.Zero } }),
            ("Patience", good with { Terms = terms with { Patience = TimeSpan.FromDays(2) } }),
            ("ScheduleLead", good with { Terms = terms with { ScheduleLead = TimeSpan.FromSeconds(-1) } }),
            ("SilenceLimit", good with { Terms = terms with { SilenceLimit = TimeSpan.FromSeconds(1) } }),
            ("AuthorisationLimit", good with { Terms = terms with { AuthorisationLimit = TimeSpan.Zero } }),
            ("PinTries", good with { Terms = terms with { PinTries = 0 } }),
            ("MaxRedispatches", good with { Terms = terms with { MaxRedispatches = -1 } }),
            ("Minimum", good with { Terms = terms with { Fares = terms.Fares with { Minimum = Scenarios.Usd(-1) } } }),
            ("PerKilometre is in EUR", good with { Terms = terms with { Fares = terms.Fares with { PerKilometre = Money.Money.Zero(euro) } } }),
            ("no-show fee is in EUR", good with { Terms = terms with { Cancellation = terms.Cancellation with { NoShowFee = Money.Money.Zero(euro) } } }),
            ("fee after arrival is -", good with { Terms = terms with { Cancellation = terms.Cancellation with { FeeAfterArrival = Scenarios.Usd(-1) } } }),
            ("commission's fixed part is -", good with { Terms = terms with { Commission = terms.Commission with { Fixed = Scenarios.Usd(-1) } } }),
            ("NoShowAfter", good with { Terms = terms with { Cancellation = terms.Cancellation with { NoShowAfter = TimeSpan.FromSeconds(-1) } } }),
        ];
    }

    public static TheoryData<int, string> FaultyOrderCases()
    {
        var cases = new TheoryData<int, string>();
        foreach (var (index, faulty) in FaultyOrders().Index())
        {
            cases.Add(index, faulty.Names);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(FaultyOrderCases))]
    public void GivenAFaultyOrder_WhenRequested_ThenOrderInvalidAndTheFaultIsNamed(int index, string names)
    {
        var order = FaultyOrders()[index].Order;
        Assert.Equal(JobRejection.OrderInvalid, Why(null, new JobCommand.Request(order), Now));
        Assert.Contains(JobDecisions.Faults(order, Now), fault => fault.Contains(names, StringComparison.Ordinal));
    }

    [Fact]
    public void GivenAFaultlessOrder_WhenChecked_ThenNoFaultIsNamed() => Assert.Empty(JobDecisions.Faults(Scenarios.Order(), Now));

    /// <summary>Terms whose fees or commission were of another currency than the price made cancel and complete throw instead of being refused at the order.</summary>
    [Fact]
    public void GivenTermsOfTwoCurrencies_WhenRequested_ThenOrderInvalidBeforeAnyDecisionCanThrow()
    {
        var terms = Scenarios.Terms(commission: new CommissionPlan(BasisPoints.Zero, new Money.Money(25, Currency.Eur)));
        Assert.Equal(JobRejection.OrderInvalid, Why(null, new JobCommand.Request(Scenarios.Order(terms)), Now));
    }

    // Payment

    [Fact]
    public void GivenScheduled_WhenAuthorised_ThenMatchingBeginsInTheSameCommit()
    {
        var decision = JobDecisions.Decide(Scenarios.ScheduledJob(), new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)), Now);
        Assert.Collection(
            decision.Events,
            first => Assert.Equal("pi_9", Assert.IsType<JobEvent.PaymentAuthorised>(first).Intent),
            second => Assert.Equal(1, Assert.IsType<JobEvent.MatchingBegun>(second).Attempt));
    }

    [Fact]
    public void GivenScheduled_WhenAnotherAmountIsAuthorised_ThenAmountWrongIsWrittenDown() =>
        Assert.Equal(JobRejection.AmountWrong, Refused(Scenarios.ScheduledJob(), new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_249)), Now));

    [Fact]
    public void GivenScheduled_WhenDeclined_ThenFailed()
    {
        var job = Scenarios.Do(Scenarios.ScheduledJob(), new JobCommand.PaymentDeclined("card_declined"), Now);
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal(PaymentStatus.Failed, job.Payment.Status);
    }

    [Fact]
    public void GivenMatching_WhenDeclinedOrHeldAgain_ThenPaymentStateWrong()
    {
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.MatchingJob(), new JobCommand.PaymentDeclined("card_declined"), Now));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.MatchingJob(), new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)), Now));
    }

    [Fact]
    public void GivenRequiresAction_WhenTheCustomerConfirms_ThenMatching()
    {
        var job = Scenarios.Do(Scenarios.ScheduledJob(), new JobCommand.PaymentNeedsAction("pi_9"), Now);
        Assert.Equal(PaymentStatus.RequiresAction, job.Payment.Status);
        Assert.Equal(JobStatus.Matching, Scenarios.Do(job, new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)), Now + TimeSpan.FromMinutes(1)).Status);
    }

    [Fact]
    public void GivenRequiresAction_WhenTheCustomerDoesNotConfirmInTime_ThenExpiredAndTheIntentIsReleased()
    {
        var job = Scenarios.Do(Scenarios.ScheduledJob(), new JobCommand.PaymentNeedsAction("pi_9"), Now);
        Assert.Equal(Now + job.Order.Terms.AuthorisationLimit, job.Deadline);
        Assert.Equal(JobRejection.NothingDue, Why(job, new JobCommand.Wake(), job.Deadline!.Value - TimeSpan.FromTicks(1)));
        var (expired, requests) = Commit(job, new JobCommand.Wake(), job.Deadline.Value);
        Assert.Equal(JobStatus.Expired, expired.Status);
        Assert.Equal(GatewayOperation.Release, Assert.Single(requests).Operation);
    }

    [Fact]
    public void GivenCanceledWhileAuthorizing_WhenTheHoldComesLate_ThenItIsReleased()
    {
        var (canceled, none) = Commit(Scenarios.ScheduledJob(), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now);
        Assert.Empty(none);
        Assert.Equal(PaymentStatus.Authorizing, canceled.Payment.Status);
        var (held, requests) = Commit(canceled, new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)), Now + TimeSpan.FromSeconds(3));
        Assert.Equal(JobStatus.CanceledByCustomer, held.Status);
        var release = Assert.Single(requests);
        Assert.Equal((GatewayOperation.Release, "pi_9", Scenarios.Usd(1_250)), (release.Operation, release.Intent, release.Amount));
        var released = Scenarios.Do(held, new JobCommand.PaymentReleased(), Now + TimeSpan.FromSeconds(5));
        Assert.Equal((PaymentStatus.Released, Scenarios.Usd(1_250)), (released.Payment.Status, released.Payment.Released));
    }

    /// <summary>The release asked for when the job ended used to be asked for again, under the same key with another amount, when the hold came after all.</summary>
    [Fact]
    public void GivenCanceledWhileActionIsRequired_WhenTheCustomerConfirmsAfterwards_ThenTheReleaseIsNotAskedForTwice()
    {
        var waiting = Scenarios.Do(Scenarios.ScheduledJob(), new JobCommand.PaymentNeedsAction("pi_9"), Now);
        var (canceled, first) = Commit(waiting, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now);
        Assert.Equal(GatewayOperation.Release, Assert.Single(first).Operation);
        var (_, second) = Commit(canceled, new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)), Now);
        Assert.Empty(second);
    }

    [Fact]
    public void GivenPriceOfZero_WhenRequested_ThenMatchingAtOnceWithoutTheGateway()
    {
        var job = Scenarios.MatchingJob(price: Scenarios.Price(0));
        Assert.Equal((JobStatus.Matching, 3L), (job.Status, job.Version));
        var done = Scenarios.CompletedJob(price: Scenarios.Price(0));
        Assert.Equal((JobStatus.Completed, PaymentStatus.Released), (done.Status, done.Payment.Status));
        var canceled = Scenarios.Do(Scenarios.ArrivedJob(price: Scenarios.Price(0)), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now + TimeSpan.FromHours(1));
        Assert.Null(canceled.FinalFare);
        Assert.Equal(PaymentStatus.Released, canceled.Payment.Status);
    }

    [Fact]
    public void GivenCapturing_WhenAnotherAmountIsCaptured_ThenAmountWrongAndNotTwice()
    {
        var done = Scenarios.CompletedJob();
        Assert.Equal(JobRejection.AmountWrong, Refused(done, new JobCommand.PaymentCaptured(Scenarios.Usd(1)), Now));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(done, new JobCommand.PaymentReleased(), Now));
        Assert.Equal(JobRejection.PaymentStateWrong, Why(Scenarios.CapturedJob(), new JobCommand.PaymentCaptured(Scenarios.Usd(1_250)), Now));
    }

    [Fact]
    public void GivenCapturing_WhenTheGatewayRefusesForGood_ThenTheJobStaysCompletedAndTheDebtStays()
    {
        var failed = Scenarios.Do(Scenarios.CompletedJob(), new JobCommand.PaymentFailed("charge_expired"), Now + TimeSpan.FromHours(1));
        Assert.Equal((JobStatus.Completed, PaymentStatus.Failed), (failed.Status, failed.Payment.Status));
        Assert.True(failed.Payment.Captured.IsZero);
        Assert.Equal(Scenarios.Usd(1_250), failed.FinalFare!.Total);
    }

    // Booked ahead

    [Fact]
    public void GivenBookedAhead_WhenAuthorised_ThenItWaitsForTheLeadTime()
    {
        var at = Now + TimeSpan.FromHours(3);
        var scheduled = Scenarios.Do(
            Scenarios.ScheduledJob(order: Scenarios.Order(pickUpAt: at)), new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)), Now);
        Assert.Equal(JobStatus.Scheduled, scheduled.Status);
        Assert.Equal(at - TimeSpan.FromMinutes(20), scheduled.Deadline);
        Assert.Equal(JobRejection.NothingDue, Why(scheduled, new JobCommand.Wake(), at - TimeSpan.FromMinutes(20) - TimeSpan.FromTicks(1)));
        var matching = Scenarios.Do(scheduled, new JobCommand.Wake(), at - TimeSpan.FromMinutes(20));
        Assert.Equal((JobStatus.Matching, 1), (matching.Status, matching.Attempt));
        Assert.Equal(at + matching.Order.Terms.Patience, matching.Deadline);
    }

    [Fact]
    public void GivenBookedWithinTheLeadTime_WhenAuthorised_ThenMatchingAtOnce() => Assert.Equal(
        JobStatus.Matching,
        Scenarios.Do(
            Scenarios.ScheduledJob(order: Scenarios.Order(pickUpAt: Now + TimeSpan.FromMinutes(19))),
            new JobCommand.PaymentAuthorised("pi_9", Scenarios.Usd(1_250)),
            Now).Status);

    // Acceptance

    [Fact]
    public void GivenMatching_WhenAccepted_ThenAssigned()
    {
        var job = Scenarios.AcceptedJob();
        Assert.Equal(JobStatus.Accepted, job.Status);
        Assert.Equal((Ann, Now + Scenarios.ToAccept, Now + Scenarios.ToArrive), (job.Assignment!.Provider, job.Assignment.AcceptedAt, job.Assignment.PickUpDue));
    }

    [Fact]
    public void GivenMatching_WhenAcceptedOnAnotherVersionOrAttempt_ThenOfferStale()
    {
        var job = Scenarios.MatchingJob();
        Assert.Equal(JobRejection.OfferStale, Why(job, Scenarios.Accept(job) with { OfferedVersion = job.Version - 1 }, Now));
        Assert.Equal(JobRejection.OfferStale, Why(job, Scenarios.Accept(job) with { Attempt = job.Attempt + 1 }, Now));
    }

    [Fact]
    public void GivenAccepted_WhenAnotherAccepts_ThenOfferTaken()
    {
        var offered = Scenarios.MatchingJob();
        Assert.Equal(JobRejection.OfferTaken, Why(Scenarios.AcceptedJob(), Scenarios.Accept(offered, 2), Now));
    }

    [Fact]
    public void GivenScheduled_WhenAccepted_ThenIllegalInThisState()
    {
        var job = Scenarios.ScheduledJob();
        Assert.Equal(JobRejection.IllegalInThisState, Why(job, Scenarios.Accept(job), Now));
    }

    [Fact]
    public void GivenCanceled_WhenAccepted_ThenJobEnded()
    {
        var offered = Scenarios.MatchingJob();
        var canceled = Scenarios.Do(offered, new JobCommand.CancelByCustomer(CancelReason.WaitTooLong), Now);
        Assert.Equal(JobRejection.JobEnded, Why(canceled, Scenarios.Accept(offered), Now));
    }

    [Fact]
    public void GivenMatching_WhenPatienceIsOver_ThenNoProvidersAvailableAndTheHoldIsReleased()
    {
        var job = Scenarios.MatchingJob();
        Assert.Equal(Now + TimeSpan.FromMinutes(15), job.Deadline);
        var (lost, requests) = Commit(job, new JobCommand.Wake(), job.Deadline!.Value);
        Assert.Equal(JobStatus.NoProvidersAvailable, lost.Status);
        Assert.Equal(GatewayOperation.Release, Assert.Single(requests).Operation);
    }

    // Offered on

    [Fact]
    public void GivenAccepted_WhenTheProviderCancels_ThenOfferedOnWithoutIt()
    {
        var job = Scenarios.Do(Scenarios.AcceptedJob(), new JobCommand.CancelByProvider(Ann, CancelReason.ProviderUnable), Now + TimeSpan.FromMinutes(1));
        Assert.Equal((JobStatus.Matching, 2), (job.Status, job.Attempt));
        Assert.Null(job.Assignment);
        Assert.Equal([Ann], job.Excluded.AsEnumerable());
        Assert.Equal(JobRejection.ProviderExcluded, Why(job, Scenarios.Accept(job), Now));
        Assert.Equal(Ben, Scenarios.Do(job, Scenarios.Accept(job, 2), Now).Assignment!.Provider);
    }

    [Fact]
    public void GivenArrived_WhenTheProviderCancels_ThenTheNextArrivalIsANewOne()
    {
        var job = Scenarios.Do(Scenarios.ArrivedJob(), new JobCommand.CancelByProvider(Ann, CancelReason.ProviderUnable), Now + TimeSpan.FromMinutes(4));
        Assert.Equal(JobStatus.Matching, job.Status);
        Assert.Null(job.ArrivedAt);
    }

    [Fact]
    public void GivenAsManyRedispatchesAsAllowed_WhenTheNextProviderCancels_ThenCanceledByProvider()
    {
        var job = Scenarios.MatchingJob(Scenarios.Terms(maxRedispatches: 2));
        for (var provider = 1; provider <= 3; provider++)
        {
            Assert.Equal(JobStatus.Matching, job.Status);
            job = Scenarios.Do(job, Scenarios.Accept(job, provider), Now);
            job = Scenarios.Do(job, new JobCommand.CancelByProvider(Scenarios.Provider(provider), CancelReason.ProviderUnable), Now);
        }

        Assert.Equal(JobStatus.CanceledByProvider, job.Status);
        Assert.Null(job.FinalFare);
    }

    [Fact]
    public void GivenPatienceIsOver_WhenTheProviderCancels_ThenNotOfferedOn()
    {
        var job = Scenarios.AcceptedJob();
        Assert.Equal(JobStatus.CanceledByProvider, Scenarios.Do(job, new JobCommand.CancelByProvider(Ann, CancelReason.ProviderUnable), job.Order.PickUpBy).Status);
    }

    [Fact]
    public void GivenInProgress_WhenTheProviderCancels_ThenCanceledByProviderWithoutAPrice()
    {
        var (job, requests) = Commit(Scenarios.InProgressJob(), new JobCommand.CancelByProvider(Ann, CancelReason.ProviderUnable), Now + TimeSpan.FromMinutes(5));
        Assert.Equal(JobStatus.CanceledByProvider, job.Status);
        Assert.Null(job.FinalFare);
        Assert.Equal(GatewayOperation.Release, Assert.Single(requests).Operation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenBeforePickUp_WhenTheProviderIsSilent_ThenOfferedOnWithoutIt(bool arrived)
    {
        var job = arrived ? Scenarios.ArrivedJob() : Scenarios.AcceptedJob();
        var last = Now + Scenarios.ToArrive;
        Assert.Equal(JobRejection.TooEarly, Why(job, new JobCommand.ReportSilent(Ann, last), last + TimeSpan.FromSeconds(59)));
        var offeredOn = Scenarios.Do(job, new JobCommand.ReportSilent(Ann, last), last + TimeSpan.FromSeconds(60));
        Assert.Equal(JobStatus.Matching, offeredOn.Status);
        Assert.Equal([Ann], offeredOn.Excluded.AsEnumerable());
    }

    [Fact]
    public void GivenABookedJob_WhenTheProviderWouldBeLate_ThenOfferedOnAsLongAsTheTermsAllow()
    {
        var booked = Scenarios.AcceptedJob(order: Scenarios.Order(pickUpAt: Now + TimeSpan.FromMinutes(15)));
        var offeredOn = Scenarios.Do(booked, new JobCommand.ReportLate(Ann), Now + TimeSpan.FromMinutes(5));
        Assert.Equal((JobStatus.Matching, 2), (offeredOn.Status, offeredOn.Attempt));
        Assert.Equal([Ann], offeredOn.Excluded.AsEnumerable());

        // Late is better than never, and who is under way is under way.
        var last = Scenarios.AcceptedJob(order: Scenarios.Order(Scenarios.Terms(maxRedispatches: 0), pickUpAt: Now + TimeSpan.FromMinutes(15)));
        Assert.Equal(JobRejection.NothingDue, Why(last, new JobCommand.ReportLate(Ann), Now + TimeSpan.FromMinutes(5)));
        Assert.Equal(JobRejection.NothingDue, Why(Scenarios.Do(booked, new JobCommand.Depart(Ann), Now + TimeSpan.FromMinutes(4)), new JobCommand.ReportLate(Ann), Now + TimeSpan.FromMinutes(5)));
        Assert.Equal(JobRejection.NothingDue, Why(Scenarios.AcceptedJob(), new JobCommand.ReportLate(Ann), Now + TimeSpan.FromMinutes(5)));
        Assert.Equal(JobRejection.NotYourJob, Why(booked, new JobCommand.ReportLate(Ben), Now + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void GivenInProgress_WhenTheProviderIsSilent_ThenOneAlertEachSilence()
    {
        var job = Scenarios.InProgressJob();
        var last = Now + Scenarios.ToStart;
        var silent = Scenarios.Do(job, new JobCommand.ReportSilent(Ann, last), last + TimeSpan.FromSeconds(60));
        Assert.Equal((JobStatus.InProgress, last), (silent.Status, silent.SilentSince));
        Assert.Equal(JobRejection.NothingDue, Why(silent, new JobCommand.ReportSilent(Ann, last), last + TimeSpan.FromSeconds(90)));
        var later = last + TimeSpan.FromMinutes(5);
        Assert.Equal(later, Scenarios.Do(silent, new JobCommand.ReportSilent(Ann, later), later + TimeSpan.FromSeconds(60)).SilentSince);
    }

    [Fact]
    public void GivenAccepted_WhenReassigned_ThenTheNewProviderHasItAndTheOldIsNotExcluded()
    {
        var accepted = Scenarios.Do(Scenarios.AcceptedJob(), new JobCommand.Depart(Ann), Now + TimeSpan.FromSeconds(20));
        var job = Scenarios.Do(accepted, Move(Ann, Ben), Now + TimeSpan.FromSeconds(30));
        Assert.Equal((JobStatus.Accepted, Ben), (job.Status, job.Assignment!.Provider));
        Assert.Empty(job.Excluded);
        Assert.Equal(JobRejection.NotYourJob, Why(job, new JobCommand.Depart(Ann), Now));
        Assert.Equal(JobRejection.NotYourJob, Why(job, Move(Ann, Ben), Now));
        Assert.Equal(JobRejection.ProviderExcluded, Why(job, Move(Ben, Ben), Now));
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.ArrivedJob(), Move(Ann, Ben), Now));
    }

    [Fact]
    public void GivenAccepted_WhenTheHolderSetsOff_ThenAnOfferMadeBeforeItStillMovesTheJob()
    {
        var offered = Scenarios.AcceptedJob();
        var departed = Scenarios.Do(offered, new JobCommand.Depart(Ann), Now + TimeSpan.FromSeconds(20));
        var moved = Scenarios.Do(departed, Move(Ann, Ben) with { OfferedVersion = offered.Version }, Now + TimeSpan.FromSeconds(30));
        Assert.Equal((Ben, 1, moved.Version), (moved.Assignment!.Provider, moved.Reassignments, moved.AssignedVersion));
    }

    [Fact]
    public void GivenReassigned_WhenAnOlderOfferIsAccepted_ThenOfferStale()
    {
        var offered = Scenarios.AcceptedJob();
        var cat = Scenarios.Provider(3);
        var moved = Scenarios.Do(offered, Move(Ann, Ben) with { OfferedVersion = offered.Version }, Now + TimeSpan.FromSeconds(30));
        Assert.Equal(JobRejection.OfferStale, Why(moved, Move(Ann, cat) with { OfferedVersion = offered.Version }, Now + TimeSpan.FromSeconds(31)));

        // Back with the first holder it is another assignment all the same.
        var back = Scenarios.Do(moved, Move(Ben, Ann) with { OfferedVersion = moved.Version }, Now + TimeSpan.FromSeconds(40));
        Assert.Equal(2, back.Reassignments);
        Assert.Equal(JobRejection.OfferStale, Why(back, Move(Ann, cat) with { OfferedVersion = offered.Version }, Now + TimeSpan.FromSeconds(41)));
        var open = Scenarios.Do(offered, new JobCommand.CancelByProvider(Ann, CancelReason.ProviderUnable), Now + TimeSpan.FromSeconds(30));
        Assert.Equal(JobRejection.OfferStale, Why(open, Move(Ann, cat) with { OfferedVersion = offered.Version }, Now + TimeSpan.FromSeconds(31)));
    }

    [Fact]
    public void GivenArrived_WhenAnOfferToAnotherIsAccepted_ThenOfferTaken()
    {
        var job = Scenarios.ArrivedJob();
        Assert.Equal(JobRejection.OfferTaken, Why(job, Move(Ann, Ben) with { OfferedVersion = job.Version - 1 }, Now + Scenarios.ToStart));
    }

    // On the way and at the door

    [Fact]
    public void GivenAccepted_WhenAnotherProviderActs_ThenNotYourJob()
    {
        var job = Scenarios.AcceptedJob();
        Assert.Equal(JobRejection.NotYourJob, Why(job, new JobCommand.Arrive(Ben), Now));
        Assert.Equal(JobRejection.NotYourJob, Why(job, new JobCommand.CancelByProvider(Ben, CancelReason.ProviderUnable), Now));
        Assert.Equal(JobRejection.NotYourJob, Why(Scenarios.MatchingJob(), new JobCommand.ReportSilent(Ann, Now), Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void GivenAccepted_WhenStartedBeforeArriving_ThenIllegalInThisState() =>
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.AcceptedJob(), new JobCommand.Start(Ann, null), Now));

    [Fact]
    public void GivenArrived_WhenThePinIsRight_ThenInProgress() =>
        Assert.Equal(JobStatus.InProgress, Scenarios.InProgressJob(Scenarios.Terms(pin: true)).Status);

    [Fact]
    public void GivenArrived_WhenFiveWrongPins_ThenLockedForTheRightOneToo()
    {
        var job = Scenarios.ArrivedJob(Scenarios.Terms(pin: true));
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            job = Scenarios.Do(job, new JobCommand.Start(Ann, wrong == 1 ? null : "0000"), Now + Scenarios.ToStart);
            Assert.Equal((JobStatus.ArrivedAtPickup, wrong), (job.Status, job.WrongPins));
        }

        Assert.Equal(JobRejection.PinLocked, Why(job, new JobCommand.Start(Ann, Scenarios.Pin), Now + Scenarios.ToStart));
    }

    [Fact]
    public void GivenFourWrongPins_WhenTheFifthTryIsRight_ThenInProgress()
    {
        var job = Scenarios.ArrivedJob(Scenarios.Terms(pin: true));
        for (var wrong = 1; wrong <= 4; wrong++)
        {
            job = Scenarios.Do(job, new JobCommand.Start(Ann, "0000"), Now + Scenarios.ToStart);
        }

        Assert.Equal(JobStatus.InProgress, Scenarios.Do(job, new JobCommand.Start(Ann, Scenarios.Pin), Now + Scenarios.ToStart).Status);
    }

    [Fact]
    public void GivenArrived_WhenNoShowIsReportedTooEarly_ThenTooEarlyAndLaterANoShow()
    {
        var job = Scenarios.ArrivedJob();
        var at = Now + Scenarios.ToArrive + TimeSpan.FromMinutes(5);
        Assert.Equal(JobRejection.TooEarly, Why(job, new JobCommand.ReportNoShow(Ann), at - TimeSpan.FromTicks(1)));
        var (end, requests) = Commit(job, new JobCommand.ReportNoShow(Ann), at);
        Assert.Equal(JobStatus.NoShow, end.Status);
        Assert.Equal(Scenarios.Usd(600), end.FinalFare!.Total);
        Assert.Equal((GatewayOperation.Capture, Scenarios.Usd(600)), (Assert.Single(requests).Operation, requests[0].Amount));
    }

    // Stops and completion

    [Fact]
    public void GivenStopsOnTheWay_WhenCompletedBeforeThem_ThenStopsLeft()
    {
        var job = Scenarios.InProgressJob(order: Scenarios.Order(vias: 2));
        Assert.Equal(JobRejection.StopsLeft, Why(job, new JobCommand.Complete(Ann, null), Now));
        job = Scenarios.Do(job, new JobCommand.CompleteStop(Ann), Now);
        job = Scenarios.Do(job, new JobCommand.CompleteStop(Ann), Now);
        Assert.Equal(JobRejection.NoStopLeft, Why(job, new JobCommand.CompleteStop(Ann), Now));
        Assert.Equal(JobStatus.Completed, Scenarios.Do(job, new JobCommand.Complete(Ann, null), Now + Scenarios.ToComplete).Status);
    }

    [Fact]
    public void GivenInProgress_WhenCompleted_ThenTheQuotedPriceIsCapturedOnce()
    {
        var (job, requests) = Commit(Scenarios.InProgressJob(), new JobCommand.Complete(Ann, new Metres(50_000)), Now + Scenarios.ToComplete);
        Assert.Equal(Scenarios.Usd(1_250), job.FinalFare!.Total);
        Assert.Equal(PaymentStatus.Capturing, job.Payment.Status);
        var capture = Assert.Single(requests);
        Assert.Equal((GatewayOperation.Capture, Scenarios.Usd(1_250), Scenarios.Intent), (capture.Operation, capture.Amount, capture.Intent));
        Assert.Equal($"{job.Id}:capture:1", capture.IdempotencyKey);
        Assert.Equal(JobRejection.JobEnded, Why(job, new JobCommand.Complete(Ann, null), Now + Scenarios.ToComplete));
    }

    [Fact]
    public void GivenMeteredPrice_WhenLessThanQuoted_ThenTheMeasuredIsCapturedAndTheRestReleased()
    {
        // Quoted 20.00, held 24.00; measured 2 km and 10 minutes: 3.00 + 3.00 + 5.00.
        var running = Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered), Scenarios.Price(2_000));
        Assert.Equal(Scenarios.Usd(2_400), running.Payment.Authorised);
        var done = Scenarios.Do(running, new JobCommand.Complete(Ann, new Metres(2_000)), Now + Scenarios.ToComplete);
        Assert.Equal(Scenarios.Usd(1_100), done.FinalFare!.Total);
        var captured = Scenarios.Do(done, new JobCommand.PaymentCaptured(Scenarios.Usd(1_100)), Now + Scenarios.ToCapture);
        Assert.Equal((Scenarios.Usd(1_100), Scenarios.Usd(1_300)), (captured.Payment.Captured, captured.Payment.Released));
    }

    [Fact]
    public void GivenMeteredPrice_WhenQuotedAboveThePlainPrice_ThenTheMeterGoesByTheSameMultiplier()
    {
        // Measured 2 km and 10 minutes: 11.00, and half as much again.
        var order = Scenarios.Order(Scenarios.Terms(PricingMode.Metered), Scenarios.Price(2_000)) with { Multiplier = new BasisPoints(15_000) };
        var done = Scenarios.Do(Scenarios.InProgressJob(order: order), new JobCommand.Complete(Ann, new Metres(2_000)), Now + Scenarios.ToComplete);
        Assert.Equal(Scenarios.Usd(1_650), done.FinalFare!.Total);
        Assert.Equal(Scenarios.Usd(550), Assert.Single(done.FinalFare.Lines, line => line.Kind == FareLineKind.Multiplier).Amount);
    }

    [Theory]
    [InlineData(10_000, 2_300)]
    [InlineData(10_667, 2_400)]
    [InlineData(10_680, 2_402)]
    [InlineData(1e9, 2_000)]
    public void GivenMeteredPrice_WhenMeasured_ThenThePriceIsWhatWasMeasured(double metres, long pays) => Assert.Equal(
        Scenarios.Usd(pays),
        Scenarios.Do(
            Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered), Scenarios.Price(2_000)),
            new JobCommand.Complete(Ann, new Metres(metres)),
            Now + Scenarios.ToComplete).FinalFare!.Total);

    [Fact]
    public void GivenMeteredPriceWithADiscount_WhenCompleted_ThenItsFunderIsKept()
    {
        var funder = new Funder(FunderKind.Merchant, "m1");
        var fare = new Fare([new FareLine(FareLineKind.Base, Scenarios.Usd(2_000)), new FareLine(FareLineKind.Discount, Scenarios.Usd(-300), funder)], Currency.Usd);
        var running = Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered), fare);
        var done = Scenarios.Do(running, new JobCommand.Complete(Ann, new Metres(2_000)), Now + Scenarios.ToComplete);
        Assert.Equal(Scenarios.Usd(800), done.FinalFare!.Total);
        Assert.Equal(new Discount(Scenarios.Usd(300), funder), Assert.Single(done.Settlement!.FundedDiscounts));
    }

    /// <summary>The clock of the machine that completes may stand a little before that of the machine that started: metering threw.</summary>
    [Fact]
    public void GivenMeteredPrice_WhenTheClockStandsBeforeTheStart_ThenNoTimeIsPriced() => Assert.Equal(
        Scenarios.Usd(700),
        Scenarios.Do(
            Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered), Scenarios.Price(2_000)),
            new JobCommand.Complete(Ann, Metres.Zero),
            Now + Scenarios.ToStart - TimeSpan.FromSeconds(2)).FinalFare!.Total);

    /// <summary>A broken meter's distance (any finite number is a length) overflowed the price.</summary>
    [Fact]
    public void GivenMeteredPrice_WhenTheMeasuredDistanceIsAbsurd_ThenTheQuotedPriceStands() => Assert.Equal(
        Scenarios.Usd(2_000),
        Scenarios.Do(
            Scenarios.InProgressJob(Scenarios.Terms(PricingMode.Metered), Scenarios.Price(2_000)),
            new JobCommand.Complete(Ann, new Metres(double.MaxValue)),
            Now + Scenarios.ToComplete).FinalFare!.Total);

    // Another destination

    [Theory]
    [InlineData("Scheduled")]
    [InlineData("Matching")]
    [InlineData("Accepted")]
    [InlineData("Arrived")]
    [InlineData("InProgress")]
    public void GivenAPaidRide_WhenItGoesElsewhere_ThenOrderRouteAndPriceFollowAndTheHoldStays(string state)
    {
        var job = state switch
        {
            "Scheduled" => Scenarios.Do(
                Scenarios.ScheduledJob(order: Scenarios.Order(pickUpAt: Now + TimeSpan.FromDays(1))), new JobCommand.PaymentAuthorised(Scenarios.Intent, Scenarios.Order().Hold), Now),
            "Matching" => Scenarios.MatchingJob(),
            "Accepted" => Scenarios.AcceptedJob(),
            "Arrived" => Scenarios.ArrivedJob(),
            _ => Scenarios.InProgressJob(),
        };
        var change = Elsewhere(2_000);
        var (there, requests) = Commit(job, change, Now);
        Assert.Empty(requests);
        Assert.Equal((change.To, Scenarios.Usd(2_000), change.Quote, job.Order.Quote, 1), (there.Order.DropOff, there.Order.QuotedFare.Total, there.Destination?.Quote, there.Order.Quote, there.Destination?.Changes));
        Assert.Equal((job.Status, job.Order.PickUp, job.Order.Stops.Length, job.Payment.Authorised), (there.Status, there.Order.PickUp, there.Order.Stops.Length, there.Payment.Authorised));

        // The quote is used up.
        Assert.Equal(JobRejection.OrderInvalid, Why(there, change, Now));
    }

    [Fact]
    public void GivenADearerDestination_WhenTheRideIsDone_ThenTheHoldIsRaisedToThePriceAndCaptured()
    {
        var job = Scenarios.Do(Scenarios.InProgressJob(), Elsewhere(2_000), Now + TimeSpan.FromMinutes(8));
        var (done, requests) = Commit(job, new JobCommand.Complete(Ann, null), Now + TimeSpan.FromMinutes(20));
        Assert.Equal(Scenarios.Usd(2_000), done.FinalFare!.Total);
        Assert.Equal((GatewayOperation.Increment, Scenarios.Usd(2_000)), (Assert.Single(requests).Operation, requests[0].Amount));
        var cheaper = Scenarios.Do(Scenarios.InProgressJob(), Elsewhere(800), Now + TimeSpan.FromMinutes(8));
        (done, requests) = Commit(cheaper, new JobCommand.Complete(Ann, null), Now + TimeSpan.FromMinutes(20));
        Assert.Equal((GatewayOperation.Capture, Scenarios.Usd(800)), (Assert.Single(requests).Operation, requests[0].Amount));
    }

    [Fact]
    public void GivenALateWordOfTheHold_WhenTheDestinationWasChanged_ThenItIsStillTheAmountThatWasAskedFor()
    {
        var job = Scenarios.Do(Scenarios.AcceptedJob(), Elsewhere(2_000), Now);
        Assert.Equal(Scenarios.Order().Hold, job.Payment.Asked);
        Assert.Equal(JobRejection.PaymentStateWrong, Why(job, new JobCommand.PaymentAuthorised(Scenarios.Intent, Scenarios.Order().Hold), Now));
    }

    [Fact]
    public void GivenNoRideOrNoHold_WhenItGoesElsewhere_ThenRefused()
    {
        Assert.Equal(JobRejection.PaymentNotHeld, Why(Scenarios.ScheduledJob(), Elsewhere(2_000), Now));
        Assert.Equal(JobRejection.JobEnded, Why(Scenarios.CompletedJob(), Elsewhere(2_000), Now));
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.AcceptedJob(order: Scenarios.Order() with { Kind = ServiceKind.HomeService }), Elsewhere(2_000), Now));
        Assert.Equal(JobRejection.OrderInvalid, Why(Scenarios.AcceptedJob(), Elsewhere(2_000) with { Fare = Fare.Of(FareLineKind.Base, new Money.Money(5, Currency.Of("EUR"))) }, Now));
        var often = Enumerable.Range(1, JobLimits.MaxDestinationChanges).Aggregate(Scenarios.AcceptedJob(), (job, n) => Scenarios.Do(job, Elsewhere(2_000, n), Now));
        Assert.Equal(JobRejection.IllegalInThisState, Why(often, Elsewhere(2_000, 99), Now));
    }

    private static JobCommand.ChangeDestination Elsewhere(long price, int n = 1) => new(
        new QuoteId(new Guid(n, 6, 0, 0, 0, 0, 0, 0, 0, 0, 1)), new GeoPoint(-73.97, 40.78), Scenarios.Price(price), new Metres(7_000), TimeSpan.FromMinutes(15));

    // Cancellation

    [Theory]
    [InlineData("scheduled", 60, null)]
    [InlineData("matching", 600, null)]
    [InlineData("accepted", 10 + 119, null)]
    [InlineData("accepted", 10 + 121, 300L)]
    [InlineData("arrived", 181, 500L)]
    public void GivenAJob_WhenTheCustomerCancels_ThenTheFeeIsThePolicys(string state, int afterSeconds, long? fee)
    {
        var job = state switch
        {
            "scheduled" => Scenarios.ScheduledJob(),
            "matching" => Scenarios.MatchingJob(),
            "accepted" => Scenarios.AcceptedJob(),
            _ => Scenarios.ArrivedJob(),
        };
        var (canceled, requests) = Commit(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now + TimeSpan.FromSeconds(afterSeconds));
        Assert.Equal(JobStatus.CanceledByCustomer, canceled.Status);
        Assert.Equal(fee, canceled.FinalFare?.Total.MinorUnits);
        Assert.Equal(fee is not null, canceled.Payment.Status == PaymentStatus.Capturing);
        GatewayOperation[] asked = state == "scheduled" ? [] : fee is null ? [GatewayOperation.Release] : [GatewayOperation.Capture];
        Assert.Equal(asked, requests.Select(request => request.Operation));
    }

    [Fact]
    public void GivenLittleIsHeld_WhenTheCustomerCancelsLate_ThenTheFeeIsCappedByIt()
    {
        var canceled = Scenarios.Do(Scenarios.ArrivedJob(price: Scenarios.Price(120)), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now + TimeSpan.FromMinutes(5));
        Assert.Equal(Scenarios.Usd(120), canceled.FinalFare!.Total);
        Assert.Equal(FareLineKind.CancellationFee, Assert.Single(canceled.FinalFare.Lines).Kind);
    }

    [Fact]
    public void GivenInProgress_WhenTheCustomerCancels_ThenIllegalInThisState() =>
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.InProgressJob(), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now));

    [Theory]
    [InlineData("scheduled")]
    [InlineData("matching")]
    [InlineData("accepted")]
    [InlineData("arrived")]
    [InlineData("in_progress")]
    public void GivenAnyOpenState_WhenThePlatformCancels_ThenCanceledByPlatformWithoutAFee(string state)
    {
        var job = state switch
        {
            "scheduled" => Scenarios.ScheduledJob(),
            "matching" => Scenarios.MatchingJob(),
            "accepted" => Scenarios.AcceptedJob(),
            "arrived" => Scenarios.ArrivedJob(),
            _ => Scenarios.InProgressJob(),
        };
        var canceled = Scenarios.Do(job, new JobCommand.CancelByPlatform(CancelReason.OperatorDecision), Now + TimeSpan.FromMinutes(20));
        Assert.Equal(JobStatus.CanceledByPlatform, canceled.Status);
        Assert.Null(canceled.FinalFare);
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData("arrived")]
    [InlineData("in_progress")]
    public void GivenAProviderThatStandsStill_WhenFourHoursArePast_ThenThePlatformCancels(string state)
    {
        var job = state switch
        {
            "accepted" => Scenarios.AcceptedJob(),
            "arrived" => Scenarios.ArrivedJob(),
            _ => Scenarios.InProgressJob(),
        };
        var expected = state == "in_progress" ? Scenarios.ToStart + TimeSpan.FromMinutes(10) : Scenarios.ToArrive;
        Assert.Equal(Now + expected + JobLimits.StuckAfter, job.Deadline);
        Assert.Equal(JobRejection.NothingDue, Why(job, new JobCommand.Wake(), job.Deadline!.Value - TimeSpan.FromTicks(1)));
        Assert.Equal(JobStatus.CanceledByPlatform, Scenarios.Do(job, new JobCommand.Wake(), job.Deadline.Value).Status);
    }

    [Fact]
    public void GivenAnEnd_WhenAnyCommandOfTheService_ThenJobEnded()
    {
        var job = Scenarios.CapturedJob();
        Assert.Null(job.Deadline);
        JobCommand[] commands =
        [
            new JobCommand.Wake(), new JobCommand.Arrive(Ann), new JobCommand.Complete(Ann, null), new JobCommand.CancelByCustomer(CancelReason.ChangedMind),
            new JobCommand.CancelByProvider(Ann, CancelReason.ProviderUnable), new JobCommand.CancelByPlatform(CancelReason.Safety), new JobCommand.ReportNoShow(Ann),
            new JobCommand.ReportSilent(Ann, Now), new JobCommand.ReportLate(Ann), Move(Ann, Ben),
        ];
        Assert.All(commands, command => Assert.Equal(JobRejection.JobEnded, Why(job, command, Now + TimeSpan.FromHours(1))));
    }

    // The store is broken

    [Fact]
    public void GivenAMatchingJob_WhenAnIllegalEventIsReplayed_ThenEvolveSaysWhich()
    {
        var job = Scenarios.MatchingJob();
        Assert.Contains("Start", Assert.Throws<InvalidOperationException>(() => JobEvents.Evolve(job, new JobEvent.Started { At = Now })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => JobEvents.Evolve(job, new JobEvent.Requested(Scenarios.Usd(1)) { At = Now }));
        Assert.Throws<InvalidOperationException>(() => JobEvents.Evolve(job, new JobEvent.PaymentCaptured(Scenarios.Usd(1)) { At = Now }));
        Assert.Throws<InvalidOperationException>(() => JobEvents.Replay(job.Order, [new JobEvent.Departed { At = Now }]));
        Assert.Null(JobEvents.Replay(job.Order, []));
    }

    private static JobCommand.Reassign Move(ProviderId from, ProviderId to) =>
        new(from, to, Scenarios.Vehicle(2), Scenarios.Offer(2), 0, Now + TimeSpan.FromMinutes(2));

    private static JobRejection? Why(Job? job, JobCommand command, DateTimeOffset now) => JobDecisions.Decide(job, command, now).Rejection;

    private static JobRejection Refused(Job job, JobCommand news, DateTimeOffset now) =>
        Assert.IsType<JobEvent.PaymentNewsRefused>(Assert.Single(JobDecisions.Decide(job, news, now).Events)).Why;

    private static (Job After, ImmutableArray<GatewayRequest> Requests) Commit(Job job, JobCommand command, DateTimeOffset now)
    {
        var events = JobDecisions.Decide(job, command, now).Events;
        var after = Scenarios.Do(job, command, now);
        return (after, GatewayRequests.Of(job, after, events));
    }
}
