using System.Collections.Immutable;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>Deliveries, redemptions and home services, each rule by name.</summary>
public sealed class SaleDecisionTests
{
    private static readonly DateTimeOffset Now = Scenarios.Now;
    private static readonly MerchantId Shop = Scenarios.Merchant();
    private static readonly StoreId Store = new(new Guid(1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 1));
    private static readonly ProviderId Ann = Scenarios.Provider();

    // Delivery

    [Fact]
    public void GivenADelivery_WhenItsPaymentIsHeld_ThenTheStoreIsAskedAndNobodyIsMatched()
    {
        var job = Held(Delivery());
        Assert.Equal((JobStatus.Scheduled, 0), (job.Status, job.Attempt));
        Assert.Equal(Now + TimeSpan.FromMinutes(5), job.Deadline);
        Assert.Equal(JobRejection.NothingDue, Why(job, new JobCommand.Wake(), Now + TimeSpan.FromMinutes(4)));
    }

    [Fact]
    public void GivenAStoreThatIsSilent_WhenItsTimeIsOver_ThenTheJobIsCanceledForNothing()
    {
        var job = Scenarios.Do(Held(Delivery()), new JobCommand.Wake(), Now + TimeSpan.FromMinutes(5));
        Assert.Equal((JobStatus.CanceledByPlatform, (Fare?)null), (job.Status, job.FinalFare));
        Assert.Contains(GatewayRequests.Of(null, job, []), request => request.Operation == GatewayOperation.Release);
    }

    [Fact]
    public void GivenADeliveryBookedBeyondItsHold_WhenTheStoreIsSilent_ThenItIsCanceledAsSoon()
    {
        var order = Delivery() with { PickUpAt = Now + TimeSpan.FromDays(20) };
        var job = Scenarios.Do(Scenarios.ScheduledJob(order: order), new JobCommand.PaymentAuthorised(Scenarios.Intent, order.Hold, Now + TimeSpan.FromDays(7)), Now);
        Assert.Equal(Now + TimeSpan.FromMinutes(5), job.Deadline);
        Assert.Equal(JobStatus.CanceledByPlatform, Scenarios.Do(job, new JobCommand.Wake(), Now + TimeSpan.FromMinutes(5)).Status);
    }

    [Fact]
    public void GivenABookedDelivery_WhenTheGoodsAreReadyLongBefore_ThenItKeepsItsTime()
    {
        var job = Scenarios.Do(Held(Delivery() with { PickUpAt = Now + TimeSpan.FromDays(1) }), new JobCommand.MerchantAccept(Shop, null), Now);
        var prepared = Scenarios.Do(job, new JobCommand.MarkPrepared(Shop), Now + TimeSpan.FromMinutes(10));
        Assert.Equal((JobStatus.Scheduled, job.Deadline, job.PickUpBy), (prepared.Status, prepared.Deadline, prepared.PickUpBy));
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(90, 90)]
    public void GivenABookedDelivery_WhenTheStoreSaysWhenItsGoodsAreReady_ThenItBeginsWithTheLater(int booked, int expected)
    {
        var held = Held(Delivery() with { PickUpAt = Now + TimeSpan.FromMinutes(booked) });
        Assert.Equal(Now + TimeSpan.FromMinutes(booked), held.BookedFor);
        Assert.Equal(Now + TimeSpan.FromMinutes(expected), Scenarios.Do(held, new JobCommand.MerchantAccept(Shop, TimeSpan.FromMinutes(50)), Now).BookedFor);
    }

    [Fact]
    public void GivenADeliveryForAsSoonAsPossible_WhenItsGoodsAreReady_ThenItIsNotBooked() =>
        Assert.Null(Scenarios.Do(Held(Delivery()), new JobCommand.MerchantAccept(Shop, TimeSpan.FromMinutes(50)), Now).BookedFor);

    [Fact]
    public void GivenAStoreThatTakesEveryOrder_WhenThePaymentIsHeld_ThenItIsAcceptedAtOnce() =>
        Assert.Equal(Now + TimeSpan.FromMinutes(30), Held(Delivery(answerWithin: null)).Sale!.ReadyAt);

    [Fact]
    public void GivenAnAcceptedOrder_WhenTheGoodsAreNearlyReady_ThenMatchingBegins()
    {
        // Ready in 50 minutes, and a courier is looked for 20 minutes before.
        var job = Scenarios.Do(Held(Delivery()), new JobCommand.MerchantAccept(Shop, TimeSpan.FromMinutes(50)), Now);
        Assert.Equal((JobStatus.Scheduled, Now + TimeSpan.FromMinutes(30)), (job.Status, job.Deadline));
        job = Scenarios.Do(job, new JobCommand.Wake(), Now + TimeSpan.FromMinutes(30));
        Assert.Equal((JobStatus.Matching, Now + TimeSpan.FromMinutes(65)), (job.Status, job.PickUpBy));
    }

    [Fact]
    public void GivenAnAcceptedOrder_WhenTheGoodsAreReadyEarly_ThenMatchingBeginsThen()
    {
        var job = Scenarios.Do(Held(Delivery()), new JobCommand.MerchantAccept(Shop, TimeSpan.FromMinutes(50)), Now);
        job = Scenarios.Do(job, new JobCommand.MarkPrepared(Shop), Now + TimeSpan.FromMinutes(10));
        Assert.Equal((JobStatus.Matching, Now + TimeSpan.FromMinutes(10)), (job.Status, job.Sale!.ReadyAt));
    }

    [Fact]
    public void GivenAnOfferThatIsOut_WhenTheGoodsAreReady_ThenTheCourierMayStillAcceptIt()
    {
        var matching = Scenarios.Do(Scenarios.Do(Held(Delivery()), new JobCommand.MerchantAccept(Shop, TimeSpan.FromMinutes(50)), Now), new JobCommand.Wake(), Now + TimeSpan.FromMinutes(30));
        var offered = Scenarios.Accept(matching);
        var ready = Scenarios.Do(matching, new JobCommand.MarkPrepared(Shop), Now + TimeSpan.FromMinutes(31));
        Assert.Equal(JobStatus.Accepted, Scenarios.Do(ready, offered, Now + TimeSpan.FromMinutes(32)).Status);

        // An older one is no better than before, nor one of another attempt.
        Assert.Equal(JobRejection.OfferStale, Why(ready, offered with { OfferedVersion = matching.Version - 1 }, Now + TimeSpan.FromMinutes(32)));
        Assert.Equal(JobRejection.OfferStale, Why(ready, offered with { Attempt = matching.Attempt + 1 }, Now + TimeSpan.FromMinutes(32)));
    }

    [Fact]
    public void GivenAnotherMerchant_WhenItServes_ThenTheJobIsUnknown()
    {
        var other = Scenarios.Merchant(2);
        var job = Held(Delivery());
        Assert.Equal(JobRejection.JobUnknown, Why(job, new JobCommand.MerchantAccept(other, null), Now));
        Assert.Equal(JobRejection.JobUnknown, Why(job, new JobCommand.MerchantReject(other), Now));
        Assert.Equal(JobRejection.JobUnknown, Why(Held(Redemption()), Redeem(1) with { Merchant = other }, Now));
    }

    [Fact]
    public void GivenAnAcceptedOrder_WhenTheCustomerCancels_ThenTheGoodsArePaid()
    {
        var free = Scenarios.Do(Held(Delivery()), new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now);
        Assert.Null(free.FinalFare);
        var job = Scenarios.Do(Held(Delivery()), new JobCommand.MerchantAccept(Shop, null), Now);
        job = Scenarios.Do(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now);
        Assert.Equal(Scenarios.Usd(2_000), job.FinalFare!.Total);
        Assert.Equal(Scenarios.Usd(2_000), job.Settlement!.Merchants!.Value[0].Amount + job.Settlement.Commission + job.Settlement.Tax);
        Assert.Equal(PaymentStatus.Capturing, job.Payment.Status);
    }

    [Fact]
    public void GivenGoodsOnTheWay_WhenTheCodeIsWrong_ThenItIsCountedAndTheRightOneEndsIt()
    {
        var job = OnTheWay(Delivery(pin: true));
        Assert.Equal(Scenarios.Pin, job.PinToTell);
        job = Scenarios.Do(job, new JobCommand.Complete(Ann, null, "0000"), Now + TimeSpan.FromMinutes(40));
        Assert.Equal((JobStatus.InProgress, 1), (job.Status, job.WrongPins));
        job = Scenarios.Do(job, new JobCommand.Complete(Ann, null, Scenarios.Pin), Now + TimeSpan.FromMinutes(41));
        Assert.Equal(JobStatus.Completed, job.Status);
    }

    [Fact]
    public void GivenNoCodeInTheTerms_WhenHandedOver_ThenSomebodySigns()
    {
        var job = OnTheWay(Delivery());
        Assert.Equal(JobRejection.ProofMissing, Why(job, new JobCommand.Complete(Ann, null), Now + TimeSpan.FromMinutes(40)));
        var decision = JobDecisions.Decide(job, new JobCommand.Complete(Ann, null, SignedBy: "A. Neighbour"), Now + TimeSpan.FromMinutes(40));
        Assert.Equal("A. Neighbour", decision.Events.OfType<JobEvent.Completed>().Single().SignedBy);
        Assert.Equal("A. Neighbour", Scenarios.Do(job, new JobCommand.Complete(Ann, null, SignedBy: "A. Neighbour"), Now + TimeSpan.FromMinutes(40)).Sale?.SignedBy);
    }

    [Fact]
    public void GivenADelivery_WhenDone_ThenGoodsAreTheMerchantsAndTheWayTheCouriers()
    {
        var job = Scenarios.Do(OnTheWay(Delivery()), new JobCommand.Complete(Ann, null, SignedBy: "A. Neighbour"), Now + TimeSpan.FromMinutes(40));
        var settlement = job.Settlement!;

        // 24.00 with 8.88 % tax inside; 20 % of either part is commission, and 25 cents of the way.
        Assert.Equal(Scenarios.Usd(2_400), settlement.CustomerPays);
        Assert.Equal(Scenarios.Usd(196), settlement.Tax);
        Assert.Equal(Scenarios.Usd(1_470), Assert.Single(settlement.Merchants!.Value).Amount);
        Assert.Equal(Scenarios.Usd(269), settlement.ProviderNet);
        Assert.Equal(Scenarios.Usd(465), settlement.Commission);
        Assert.Equal(settlement.CustomerPays, settlement.Gross);
    }

    [Theory]
    [InlineData(ReturnReason.CustomerAbsent, JobStatus.NoShow, 2_400)]
    [InlineData(ReturnReason.CustomerRefused, JobStatus.NoShow, 2_400)]
    [InlineData(ReturnReason.Damaged, JobStatus.CanceledByPlatform, 0)]
    [InlineData(ReturnReason.WrongItems, JobStatus.CanceledByPlatform, 0)]
    public void GivenGoodsThatGoBack_WhenTheyAreAtTheStore_ThenWhoIsToBlamePays(ReturnReason why, JobStatus end, long pays)
    {
        var job = Scenarios.Do(OnTheWay(Delivery(pin: true)), new JobCommand.ReturnGoods(Ann, why), Now + TimeSpan.FromMinutes(40));
        Assert.Equal(JobRejection.IllegalInThisState, Why(job, new JobCommand.ReturnGoods(Ann, why), Now));
        job = Scenarios.Do(job, new JobCommand.Complete(Ann, null), Now + TimeSpan.FromMinutes(60));
        Assert.Equal((end, Scenarios.Usd(pays)), (job.Status, job.FinalFare!.Total));
        Assert.Equal(pays == 0 ? Scenarios.Usd(400) : Scenarios.Usd(0), job.Settlement!.FundedDiscounts.Aggregate(Scenarios.Usd(0), (sum, discount) => sum + discount.Amount));
        Assert.True(job.Settlement.ProviderNet > Scenarios.Usd(0));
    }

    [Theory]
    [InlineData(ReturnReason.CustomerAbsent, 300)]
    [InlineData(ReturnReason.Damaged, 0)]
    [InlineData(null, 300)]
    public void GivenADeliveryWithAVoucher_WhenItEnds_ThenTheVoucherIsUsedAsFarAsItsFunderIsCharged(ReturnReason? why, long used)
    {
        var order = Delivery(pin: true);
        var funder = new Funder(FunderKind.Platform, string.Empty);
        order = order with
        {
            QuotedFare = FareMeter.OfSale(order.Terms.Fares, [(FareLineKind.Goods, Scenarios.Usd(2_000)), (FareLineKind.DeliveryFee, Scenarios.Usd(400))], [new Discount(Scenarios.Usd(300), funder)]),
            Vouchers = [new OrderedVoucher(new VoucherId(Guid.NewGuid()), new CampaignId(Guid.NewGuid()), Scenarios.Usd(300), funder)],
        };
        var job = OnTheWay(order);
        if (why is { } back)
        {
            job = Scenarios.Do(job, new JobCommand.ReturnGoods(Ann, back), Now + TimeSpan.FromMinutes(40));
        }

        job = Scenarios.Do(job, new JobCommand.Complete(Ann, null, Scenarios.Pin), Now + TimeSpan.FromMinutes(60));
        Assert.Equal(Scenarios.Usd(used), Assert.Single(VoucherUses.AtEnd(job)).Used);
        Assert.Equal(Scenarios.Usd(used), job.Settlement!.FundedDiscounts.Where(one => one.Funder == funder).Aggregate(Scenarios.Usd(0), (sum, one) => sum + one.Amount));
    }

    // Redemption

    [Fact]
    public void GivenACode_WhenHadInParts_ThenTheLastPartEndsItAndTheWholeIsCaptured()
    {
        var job = Scenarios.Do(Held(Redemption()), Redeem(1), Now);
        Assert.Equal((JobStatus.InProgress, 3, PaymentStatus.Authorized), (job.Status, job.Redeemable!.Left, job.Payment.Status));
        Assert.Equal(JobRejection.NotSoManyLeft, Why(job, Redeem(4, command: 2), Now));
        job = Scenarios.Do(job, Redeem(3, command: 2), Now + TimeSpan.FromHours(1));
        Assert.Equal((JobStatus.Completed, Scenarios.Usd(2_000)), (job.Status, job.FinalFare!.Total));
        Assert.Equal(Scenarios.Usd(0), job.Settlement!.ProviderNet);
        Assert.Equal(JobRejection.AlreadyRedeemed, Why(job, Redeem(1, command: 3), Now + TimeSpan.FromHours(2)));
    }

    [Fact]
    public void GivenACode_WhenItsTimeIsOver_ThenWhatWasHadIsPaidAndTheRestGoesBackByTheTerms()
    {
        var job = Scenarios.Do(Held(Redemption(refunded: 6_000)), Redeem(1), Now);
        Assert.Equal(job.Order.GoodUntil, job.Deadline);
        Assert.Equal(JobRejection.CodeExpired, Why(job, Redeem(1, command: 2), job.Order.GoodUntil));
        job = Scenarios.Do(job, new JobCommand.Wake(), job.Order.GoodUntil);

        // 5.00 were had, of 15.00 the store keeps 6.00.
        Assert.Equal((JobStatus.Completed, Scenarios.Usd(1_100)), (job.Status, job.FinalFare!.Total));
        Assert.Equal([FareLineKind.Goods, FareLineKind.Unredeemed], job.FinalFare.Lines.Select(line => line.Kind));

        // One of four was had: three go back to the shelf.
        Assert.Equal((false, 3), (job.GivesStockBack, job.RestBack));
        Assert.Equal(0, Scenarios.Do(Held(Redemption()), Redeem(4), Now).RestBack);
    }

    [Theory]
    [InlineData(10_000, 0)]
    [InlineData(0, 2_000)]
    public void GivenACodeThatNobodyShowed_WhenItsTimeIsOver_ThenItExpires(int refunded, long pays)
    {
        var held = Held(Redemption(refunded));
        var job = Scenarios.Do(held, new JobCommand.Wake(), held.Order.GoodUntil);
        Assert.Equal((JobStatus.Expired, pays), (job.Status, job.FinalFare?.Total.MinorUnits ?? 0));
        Assert.Equal(JobRejection.CodeExpired, Why(job, Redeem(1), held.Order.GoodUntil));
    }

    [Fact]
    public void GivenACodeLongerGoodThanTheHold_WhenTheHoldNearlyRunsOut_ThenAnotherIsAskedFor()
    {
        var job = Scenarios.ScheduledJob(order: Redemption());
        job = Scenarios.Do(job, new JobCommand.PaymentAuthorised(Scenarios.Intent, job.Order.Hold, Now + TimeSpan.FromHours(1)), Now);
        Assert.Equal(Now + TimeSpan.FromMinutes(50), job.Deadline);
        job = Scenarios.Do(job, new JobCommand.Wake(), Now + TimeSpan.FromMinutes(50));
        Assert.Equal((PaymentStatus.Authorizing, 2), (job.Payment.Status, job.Payment.Holds));
        Assert.Equal(JobRejection.PaymentNotHeld, Why(job, Redeem(1), Now + TimeSpan.FromMinutes(50)));
    }

    [Fact]
    public void GivenCodePartlyHad_WhenAnybodyCancels_ThenItStays()
    {
        var job = Scenarios.Do(Held(Redemption()), Redeem(1), Now);
        Assert.Equal(JobRejection.IllegalInThisState, Why(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), Now));
        Assert.Equal(JobRejection.IllegalInThisState, Why(job, new JobCommand.CancelByPlatform(CancelReason.OperatorDecision), Now));
    }

    /// <summary>The walk-in who has the place at 11 minutes sits on it alone.</summary>
    [Fact]
    public void GivenABookedPlace_WhenItsCodeIsShown_ThenItIsGoodWhileThePlaceIsKeptAndNoLonger()
    {
        var order = Booked(early: 15, grace: 10);
        var (job, begins) = (Held(order), order.Booking!.Slot.Begins);
        var over = begins + TimeSpan.FromMinutes(10);
        Assert.Equal(JobRejection.CodeNotYet, Why(job, Redeem(1), begins - TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1)));
        Assert.Equal(JobStatus.Completed, Scenarios.Do(job, Redeem(1), begins - TimeSpan.FromMinutes(15)).Status);
        Assert.Equal(JobStatus.Completed, Scenarios.Do(job, Redeem(1), over - TimeSpan.FromTicks(1)).Status);
        Assert.Equal(JobRejection.CodeExpired, Why(job, Redeem(1), over));

        // In that instant the booking is a no-show, and the job takes what the booking says is kept.
        var booking = new Booking(order.Booking.Booking, order.Booking.Resource, order.Booking.Slot, 4, order.Customer, BookingStatus.Confirmed, null);
        Assert.Equal((over, over), (job.Deadline, booking.Slot.MissedAt(order.Booking.Grace!.Value)));
        Assert.Equal(BookingStatus.NoShow, BookingDecisions.Sweep(booking, order.Booking.Grace.Value, over).Status);
        Assert.Equal(JobRejection.CodeExpired, Why(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), over));
        var missed = Scenarios.Do(job, new JobCommand.Wake(), over);
        Assert.Equal((JobStatus.Expired, order.Booking.Deposit.Kept(booking with { Status = BookingStatus.NoShow }, over)), (missed.Status, missed.FinalFare!.Total));
        var late = Scenarios.Do(job, new JobCommand.CancelByCustomer(CancelReason.ChangedMind), over - TimeSpan.FromTicks(1));
        Assert.Equal(order.Booking.Deposit.Kept(booking with { Status = BookingStatus.Canceled }, over), late.FinalFare!.Total);
    }

    [Fact]
    public void GivenAnOrderOfOldThatSaysNeither_WhenItsCodeIsShown_ThenItIsGoodUntilTheSlotEnds()
    {
        var order = Booked(early: null, grace: null);
        Assert.Equal(JobStatus.Completed, Scenarios.Do(Held(order), Redeem(1), Now).Status);
        Assert.Equal(JobStatus.Completed, Scenarios.Do(Held(order), Redeem(1), order.Booking!.Slot.Ends - TimeSpan.FromTicks(1)).Status);
        Assert.Equal(JobRejection.CodeExpired, Why(Held(order), Redeem(1), order.Booking.Slot.Ends));
    }

    /// <summary>Ten places at 5.00, and one tea: what may stay of the deposit would not be held.</summary>
    [Fact]
    public void GivenABooking_WhenLessThanItsDepositIsPaid_ThenItIsNoOrder()
    {
        var order = Booked(early: 15, grace: 10);
        Assert.Empty(JobDecisions.Faults(order, Now));
        Assert.Contains("deposit", Assert.Single(JobDecisions.Faults(order with { Booking = order.Booking! with { Party = 5 } }, Now)), StringComparison.Ordinal);
        var discounted = order with { QuotedFare = FareMeter.OfSale(order.Terms.Fares, [(FareLineKind.Goods, Scenarios.Usd(2_000))], [new Discount(Scenarios.Usd(1), new Funder(FunderKind.Platform, string.Empty))]) };
        Assert.Contains("deposit", Assert.Single(JobDecisions.Faults(discounted, Now)), StringComparison.Ordinal);
        Assert.Contains("as long as its place is kept", Assert.Single(JobDecisions.Faults(order with { RequestedAt = order.Booking!.GoodUntil }, Now)), StringComparison.Ordinal);
    }

    [Fact]
    public void GivenSeveralItems_WhenRedeemed_ThenOnlyAsAWhole()
    {
        var order = Redemption();
        var items = order.Sale!.Items.Add(order.Sale.Items[0] with { Quantity = 1 });
        var price = FareMeter.OfSale(order.Terms.Fares, [(FareLineKind.Goods, Scenarios.Usd(2_500))], []);
        var job = Held(order with { Sale = order.Sale with { Items = items }, QuotedFare = price });
        Assert.Equal(JobRejection.NotSoManyLeft, Why(job, Redeem(2), Now));
        Assert.Equal(JobStatus.Completed, Scenarios.Do(job, Redeem(1), Now).Status);
    }

    // Home service

    [Fact]
    public void GivenExtraWork_WhenApproved_ThenItIsPaidAndWhatWasRefusedIsNot()
    {
        var job = Scenarios.InProgressJob(order: Scenarios.Order() with { Kind = ServiceKind.HomeService });
        job = Scenarios.Do(job, new JobCommand.OfferExtra(Ann, Scenarios.Usd(700), "A new tap"), Now);
        job = Scenarios.Do(job, new JobCommand.AnswerExtra(1, true), Now);
        job = Scenarios.Do(job, new JobCommand.OfferExtra(Ann, Scenarios.Usd(9_000), "A new bath"), Now);
        job = Scenarios.Do(job, new JobCommand.AnswerExtra(2, false), Now);
        Assert.Equal(JobRejection.IllegalInThisState, Why(job, new JobCommand.AnswerExtra(1, false), Now));
        job = Scenarios.Do(job, new JobCommand.Complete(Ann, null), Now + TimeSpan.FromHours(1));
        Assert.Equal(Scenarios.Usd(1_950), job.FinalFare!.Total);

        // More than is held: the hold is raised first, and what it cannot be raised by is charged beside it.
        Assert.Equal(Scenarios.Usd(1_950), job.Payment.Raising);
    }

    [Theory]
    [InlineData(0, "A new tap", JobRejection.AmountWrong)]
    [InlineData(-5, "A new tap", JobRejection.AmountWrong)]
    [InlineData(12_501, "A new house", JobRejection.AmountWrong)]
    [InlineData(100, " ", JobRejection.OrderInvalid)]
    public void GivenAnUnfitOfferOfExtraWork_WhenOffered_ThenItIsRefusedByName(long amount, string what, JobRejection why) =>
        Assert.Equal(why, Why(Scenarios.InProgressJob(order: Scenarios.Order() with { Kind = ServiceKind.HomeService }), new JobCommand.OfferExtra(Ann, Scenarios.Usd(amount), what), Now));

    [Fact]
    public void GivenARide_WhenExtraWorkIsOffered_ThenItIsIllegal() =>
        Assert.Equal(JobRejection.IllegalInThisState, Why(Scenarios.InProgressJob(), new JobCommand.OfferExtra(Ann, Scenarios.Usd(1), "A detour"), Now));

    // Orders

    [Fact]
    public void Faults_OfSales_AreNamed()
    {
        var good = Delivery();
        Assert.Empty(JobDecisions.Faults(good, Now));
        Assert.Contains("the sale", Assert.Single(JobDecisions.Faults(good with { QuotedFare = Scenarios.Price() }, Now)), StringComparison.Ordinal);
        Assert.Contains("sold by a store", Assert.Single(JobDecisions.Faults(good with { Sale = null }, Now)), StringComparison.Ordinal);
        Assert.Contains("is a merchant's", Assert.Single(JobDecisions.Faults(good with { Merchant = null }, Now)), StringComparison.Ordinal);
        Assert.Contains("has a code", Assert.Single(JobDecisions.Faults(Redemption() with { Pin = null }, Now)), StringComparison.Ordinal);
        Assert.Contains("paid online", Assert.Single(JobDecisions.Faults(Redemption() with { PaymentMethod = JobOrder.Cash }, Now)), StringComparison.Ordinal);
    }

    private static JobRejection? Why(Job? job, JobCommand command, DateTimeOffset now) => JobDecisions.Decide(job, command, now).Rejection;

    private static JobCommand.Redeem Redeem(int units, int command = 1) => new(Shop, new Guid(command, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), units, Store, Shop.Value);

    /// <summary>Four bowls at 5.00, brought for 4.00, ready 30 minutes after the store accepts, which it has 5 minutes for.</summary>
    private static JobOrder Delivery(bool pin = false) => Delivery(TimeSpan.FromMinutes(5), pin);

    private static JobOrder Delivery(TimeSpan? answerWithin, bool pin = false)
    {
        var terms = Scenarios.Terms(pin: pin);
        return Scenarios.Order(terms, FareMeter.OfSale(terms.Fares, [(FareLineKind.Goods, Scenarios.Usd(2_000)), (FareLineKind.DeliveryFee, Scenarios.Usd(400))], []), merchant: Shop) with
        {
            Kind = ServiceKind.Delivery, Sale = new Sale(Store, Bowls, TimeSpan.FromMinutes(30), answerWithin),
        };
    }

    private static ImmutableArray<PricedItem> Bowls => [new PricedItem(new ProductId(new Guid(5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), "Noodles", [], Scenarios.Usd(500), 4)];

    /// <summary>The same four, had at the counter within 9 days.</summary>
    private static JobOrder Redemption(int refunded = 10_000)
    {
        var terms = Scenarios.Terms();
        return Scenarios.Order(terms, FareMeter.OfSale(terms.Fares, [(FareLineKind.Goods, Scenarios.Usd(2_000))], []), merchant: Shop) with
        {
            Kind = ServiceKind.Redemption, Pin = "CODE", Sale = new Sale(Store, Bowls, TimeSpan.Zero, null, TimeSpan.FromDays(9), new BasisPoints(refunded)),
        };
    }

    /// <summary>They are had at a place for four that was booked for an hour from now, with a deposit of as much: half of it stays when it is given up late, all when nobody comes.</summary>
    private static JobOrder Booked(int? early, int? grace) => Redemption() with
    {
        Booking = new OrderedBooking(
            Store.Value, new BookingId(Store.Value), new Slot(Now + TimeSpan.FromHours(1), Now + TimeSpan.FromHours(3)), 4,
            new DepositPolicy(Scenarios.Usd(500), TimeSpan.FromMinutes(30), new BasisPoints(5_000), BasisPoints.One), Minutes(early), Minutes(grace)),
    };

    private static TimeSpan? Minutes(int? minutes) => minutes is { } some ? TimeSpan.FromMinutes(some) : null;

    private static Job Held(JobOrder order) => Scenarios.Do(Scenarios.ScheduledJob(order: order), new JobCommand.PaymentAuthorised(Scenarios.Intent, order.Hold), Now);

    private static Job OnTheWay(JobOrder order)
    {
        var job = Scenarios.Do(Held(order), new JobCommand.MerchantAccept(Shop, TimeSpan.FromMinutes(10)), Now);
        job = Scenarios.Do(job, Scenarios.Accept(job), Now);
        job = Scenarios.Do(job, new JobCommand.Arrive(Ann), Now + TimeSpan.FromMinutes(9));
        return Scenarios.Do(job, new JobCommand.Start(Ann, null), Now + TimeSpan.FromMinutes(12));
    }
}
