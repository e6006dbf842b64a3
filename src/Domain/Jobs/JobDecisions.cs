using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The rules of a job: a state, a command and an instant give events or a rejection. Pure; the same input gives the same answer.</summary>
public static class JobDecisions
{
    /// <summary>Decides a command.</summary>
    /// <param name="job">The state; null when there is no such job.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="now">The instant, UTC.</param>
    public static JobDecision Decide(Job? job, JobCommand command, DateTimeOffset now)
    {
        if (command is JobCommand.Request request)
        {
            return job is null ? DecideRequest(request.Order, now) : JobDecision.Reject(JobRejection.JobExists);
        }

        if (job is null)
        {
            return JobDecision.Reject(JobRejection.JobUnknown);
        }

        return CloseEmptyHold(job, DecideExisting(job, command, now), now);
    }

    private static JobDecision DecideExisting(Job job, JobCommand command, DateTimeOffset now) =>
        command switch
        {
            JobCommand.PaymentAuthorised news => PaymentDecisions.Authorised(job, news, now),
            JobCommand.PaymentNeedsAction news => PaymentDecisions.NeedsAction(job, news, now),
            JobCommand.PaymentDeclined news => PaymentDecisions.Declined(job, news, now),
            JobCommand.PaymentCaptured news => PaymentDecisions.Captured(job, news, now),
            JobCommand.PaymentReleased news => PaymentDecisions.Released(job, news, now),
            JobCommand.PaymentFailed news => PaymentDecisions.Failed(job, news, now),
            JobCommand.HoldRanOut news => PaymentDecisions.RanOut(job, news, now),
            JobCommand.ReportConfirmation => PaymentDecisions.Confirmation(job, now),
            JobCommand.Refund refund => PaymentDecisions.Refund(job, refund, now),
            JobCommand.RefundTip refund => PaymentDecisions.RefundTip(job, refund, now),
            JobCommand.RefundPaid news => PaymentDecisions.RefundPaid(job, news, now),
            JobCommand.RefundRefused news => PaymentDecisions.RefundRefused(job, news, now),
            JobCommand.Tip tip => PaymentDecisions.Tip(job, tip, now),
            JobCommand.TipCharged news => PaymentDecisions.TipCharged(job, news, now),
            JobCommand.TipNeedsAction news => PaymentDecisions.TipNeedsAction(job, news, now),
            JobCommand.TipRefused news => PaymentDecisions.TipRefused(job, news, now),
            JobCommand.OpenDispute news => PaymentDecisions.OpenDispute(job, news, now),
            JobCommand.CloseDispute news => PaymentDecisions.CloseDispute(job, news, now),
            JobCommand.HoldRaised news => PaymentDecisions.HoldRaised(job, news, now),
            JobCommand.HoldNotRaised news => PaymentDecisions.HoldNotRaised(job, news, now),
            JobCommand.RestCharged news => PaymentDecisions.RestCharged(job, news, now),
            JobCommand.RestRefused news => PaymentDecisions.RestRefused(job, news, now),
            JobCommand.AskRest => PaymentDecisions.AskRest(job, now),
            JobCommand.NoteRefusedNews news => PaymentDecisions.NoteRefused(job, news, now),
            JobCommand.AcknowledgeFareCap seen => job.Metered is null || job.CapSeen is not null
                ? JobDecision.Reject(JobRejection.NothingDue)
                : JobDecision.Of(new JobEvent.FareCapAcknowledged(seen.By, seen.Note) { At = now }),
            JobCommand.BeginTransfer begin => TransferDecisions.Begin(job, begin, now),
            JobCommand.TransferPaid news => TransferDecisions.Paid(job, news, now),
            JobCommand.TransferRefused news => TransferDecisions.Refused(job, news, now),
            JobCommand.HearChainMade => ChainDecisions.Made(job, now),
            JobCommand.HearForerunner news => ChainDecisions.Heard(job, news, now),
            JobCommand.Redeem redeem => SaleDecisions.Redeem(job, redeem, now),
            JobCommand.Wake when job.Status.IsEnd() => PaymentDecisions.WakeAfterTheEnd(job, now),
            _ when job.Status.IsEnd() => JobDecision.Reject(JobRejection.JobEnded),
            JobCommand.Accept accept => DecideAccept(job, accept, now),
            JobCommand.Reassign reassign => DecideReassign(job, reassign, now),
            JobCommand.Depart depart => ByProvider(job, depart.Provider, JobTrigger.Depart, () => JobDecision.Of(new JobEvent.Departed { At = now })),
            JobCommand.Arrive arrive => ByProvider(job, arrive.Provider, JobTrigger.Arrive, () => JobDecision.Of(new JobEvent.Arrived { At = now })),
            JobCommand.Start start => ByProvider(job, start.Provider, JobTrigger.Start, () => DecideStart(job, start, now)),
            JobCommand.CompleteStop stop => ByProvider(job, stop.Provider, JobTrigger.CompleteStop, () => DecideStop(job, now)),
            JobCommand.Complete complete => ByProvider(job, complete.Provider, JobTrigger.Complete, () => DecideComplete(job, complete, now)),
            // From then on it is a no-show, or a code whose time is over, whether or not it has been woken to that.
            JobCommand.CancelByCustomer when job.Order.Booking is not null && now >= job.Order.GoodUntil => JobDecision.Reject(JobRejection.CodeExpired),
            JobCommand.CancelByCustomer cancel => Cancel(
                job, JobTrigger.CancelByCustomer, cancel.Reason, SaleDecisions.CancelFee(job, job.Order.Terms.Cancellation.FeeFor(job, now, cancel.Driven), now), now),
            JobCommand.CancelByPlatform when job is { Order.IsRedemption: true, Status: JobStatus.InProgress } => JobDecision.Reject(JobRejection.IllegalInThisState),
            JobCommand.CancelByPlatform cancel => Cancel(job, JobTrigger.CancelByPlatform, cancel.Reason, null, now),
            JobCommand.CancelByProvider cancel => Bound(job, cancel.Provider) ?? GiveUp(job, cancel.Reason, now),
            JobCommand.ReportNoShow noShow => ByProvider(job, noShow.Provider, JobTrigger.ReportNoShow, () => DecideNoShow(job, noShow.Driven, now)),
            JobCommand.ReportSilent silent => Bound(job, silent.Provider) ?? DecideSilent(job, silent, now),
            JobCommand.ReportLate late => Bound(job, late.Provider) ?? DecideLate(job, now),
            JobCommand.MerchantAccept accept => SaleDecisions.Accept(job, accept, now),
            JobCommand.MerchantReject reject => SaleDecisions.Reject(job, reject, () => Cancel(job, JobTrigger.CancelByPlatform, CancelReason.MerchantRejected, null, now)),
            JobCommand.MarkPrepared prepared => SaleDecisions.Prepared(job, prepared, now),
            JobCommand.ReturnGoods back => Bound(job, back.Provider) ?? SaleDecisions.Return(job, back, now),
            JobCommand.OfferExtra offer => Bound(job, offer.Provider) ?? SaleDecisions.OfferExtra(job, offer, now),
            JobCommand.AnswerExtra answer => SaleDecisions.AnswerExtra(job, answer, now),
            JobCommand.ChangeDestination change => DecideDestination(job, change, now),
            JobCommand.Wake => DecideWake(job, now),
            JobCommand.Request => JobDecision.Reject(JobRejection.JobExists),
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };

    /// <summary>A hold of nothing knows no gateway that could release it: it closes with the job, unless a capture begins.</summary>
    private static JobDecision CloseEmptyHold(Job job, JobDecision decision, DateTimeOffset now)
    {
        if (decision.Events.IsEmpty || job.Payment is not { Status: PaymentStatus.Authorized, Intent: "" })
        {
            return decision;
        }

        var ends = !decision.Events.Any(happened => happened is JobEvent.RestBegun) && decision.Events.Any(happened => happened is JobEvent.Completed or JobEvent.Canceled or JobEvent.NoShowReported
            or JobEvent.MatchingExhausted or JobEvent.Expired);
        return ends ? JobDecision.Of([.. decision.Events, new JobEvent.PaymentReleased { At = now }]) : decision;
    }

    /// <summary>What is wrong with an order, a line each; empty when it can be taken.</summary>
    public static IEnumerable<string> Faults(JobOrder order, DateTimeOffset now)
    {
        if (order.Stops.IsDefault || order.Stops.Length is < 2 or > JobLimits.MaxStops)
        {
            yield return $"A job has 2 to {JobLimits.MaxStops} stops.";
        }
        else if (order.Stops[0].Kind != StopKind.PickUp || order.Stops[^1].Kind != StopKind.DropOff || order.Stops[1..^1].Any(stop => stop.Kind != StopKind.Via))
        {
            yield return "The first stop is the pick-up, the last the drop-off, the others are on the way.";
        }

        if (order.Load is < 1 or > JobLimits.MaxLoad)
        {
            yield return $"The load lies between 1 and {JobLimits.MaxLoad}.";
        }

        if (order.PickUpAt is { } at && (at < now || at > now + JobLimits.MaxAhead))
        {
            yield return $"A booked pick-up lies ahead, by at most {JobLimits.MaxAhead.TotalDays:0} days.";
        }

        if (order.QuotedFare.Currency != order.Terms.Fares.Currency || order.QuotedFare.Lines.Any(line => line.Amount.Currency != order.QuotedFare.Currency))
        {
            yield return $"The price is not in {order.Terms.Fares.Currency} alone, as the terms are.";
        }
        else if (order.QuotedFare.Total.IsNegative)
        {
            yield return "A price is not negative.";
        }

        if (order.Vouchers is not null && !VoucherUses.Fit(order))
        {
            yield return "The vouchers are not the last discounts of the price.";
        }

        if (order.QuotedDuration < TimeSpan.Zero || order.QuotedDuration > JobLimits.MaxDuration)
        {
            yield return $"A duration is not negative and at most {JobLimits.MaxDuration.TotalHours:0} hours.";
        }

        if (order.Terms.PinRequired && string.IsNullOrEmpty(order.Pin))
        {
            yield return "The terms ask for a PIN and the order has none.";
        }

        if (string.IsNullOrWhiteSpace(order.PaymentMethod))
        {
            yield return "A payment method is missing.";
        }

        foreach (var fault in SaleFaults(order))
        {
            yield return fault;
        }

        foreach (var fault in order.Chain?.Faults(order.Id) ?? [])
        {
            yield return fault;
        }

        if (order is { IsRedemption: true, Chain.Number: > 1 })
        {
            yield return "What is had at a counter is the first leg of a chain.";
        }

        if (order.IsTransfer && order.MatchFrom <= now)
        {
            yield return "A bank transfer pays for a booked job alone, and has to be there before matching begins.";
        }

        foreach (var fault in order.Terms.Faults())
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> SaleFaults(JobOrder order)
    {
        if (order.Sale is { } sale)
        {
            if (order.Merchant is null || sale.Items.IsDefaultOrEmpty || sale.Items.Any(item => item.Quantity < 1 || item.Each.IsNegative || item.Each.Currency != order.QuotedFare.Currency))
            {
                yield return "A sale is a merchant's, of one item at least, each with a price in the currency of the job.";
            }
            else if (order.QuotedFare.Goods != sale.Goods)
            {
                yield return $"The price has {order.QuotedFare.Goods} of goods, the sale {sale.Goods}.";
            }
        }

        if ((order.IsDelivery || order.IsRedemption) && (order.Sale is null || order.Terms.Fares.Pricing != PricingMode.Quoted))
        {
            yield return "Goods are sold by a store, at the quoted price.";
        }

        if (order.IsRedemption && (order.Sale?.Validity is not { } validity || validity <= TimeSpan.Zero || string.IsNullOrEmpty(order.Pin)))
        {
            yield return "What is had at a counter has a code, and a time until which it is good.";
        }

        if (order.Booking is { } booking && (!order.IsRedemption || booking.GoodUntil <= order.RequestedAt || booking.Deposit.PerPerson.Currency != order.QuotedFare.Currency))
        {
            yield return "A booking is paid for with what is had at a counter, as long as its place is kept, in the currency of the job.";
        }
        else if (order.Booking is { } pays && order.QuotedFare.Currency == order.Terms.Fares.Currency && order.QuotedFare.Total < pays.LeastPrice(order.Terms.Fares))
        {
            yield return $"The price is {order.QuotedFare.Total}, and {pays.LeastPrice(order.Terms.Fares)} is the deposit of the booking that it pays for.";
        }

        if (order.IsRedemption && (order.IsPaidAtDoor || order.IsTransfer))
        {
            yield return "What is had at a counter is paid online, by card or wallet.";
        }
    }

    private static JobDecision DecideRequest(JobOrder order, DateTimeOffset now)
    {
        if (Faults(order, now).Any())
        {
            return JobDecision.Reject(JobRejection.OrderInvalid);
        }

        var requested = new JobEvent.Requested(order.Hold) { At = now };
        if (!order.Hold.IsZero)
        {
            return JobDecision.Of(requested);
        }

        // Nothing to hold: no gateway is asked, and the job goes on as if it had held nothing.
        var held = new JobEvent.PaymentAuthorised(string.Empty, order.Hold) { At = now };
        return JobDecision.Of([requested, .. SaleDecisions.Held(JobEvents.Begin(order, requested), held, now).Events]);
    }

    /// <summary>A ride that is paid by what is held, or in hand, may end elsewhere. What the new price needs beyond the hold is asked for at the end, as what a meter adds is.</summary>
    private static JobDecision DecideDestination(Job job, JobCommand.ChangeDestination change, DateTimeOffset now)
    {
        var order = job.Order;
        if (order.Kind is not (null or ServiceKind.Ride) || order.IsTransfer || job.Destination?.Changes >= JobLimits.MaxDestinationChanges)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        if (!order.Hold.IsZero && job.Payment.Status != PaymentStatus.Authorized)
        {
            return JobDecision.Reject(JobRejection.PaymentNotHeld);
        }

        // A quote is used up by what it changed.
        return change.Quote == order.Quote || change.Quote == job.Destination?.Quote || change.Fare.Currency != order.QuotedFare.Currency || change.Fare.Total.IsNegative
            ? JobDecision.Reject(JobRejection.OrderInvalid)
            : JobDecision.Of(new JobEvent.DestinationChanged(change.Quote, change.To, change.Fare, change.Distance, change.Duration) { At = now });
    }

    private static JobDecision DecideAccept(Job job, JobCommand.Accept accept, DateTimeOffset now)
    {
        if (JobTransitions.Next(job.Status, JobTrigger.Accept) is null)
        {
            return JobDecision.Reject(job.Status.HasProvider() ? JobRejection.OfferTaken : JobRejection.IllegalInThisState);
        }

        // That the goods were prepared meanwhile takes nothing from an offer.
        var offered = job.Sale?.PreparedVersion == job.Version && accept.OfferedVersion == job.Version - 1 ? job.Version : accept.OfferedVersion;
        if (accept.Attempt != job.Attempt || offered != job.Version)
        {
            return JobDecision.Reject(JobRejection.OfferStale);
        }

        if (job.Excluded.Contains(accept.Provider))
        {
            return JobDecision.Reject(JobRejection.ProviderExcluded);
        }

        return JobDecision.Of(new JobEvent.Accepted(
            new Assignment(accept.Provider, accept.Vehicle, accept.Offer, accept.PlanSlot, now, accept.PickUpDue)) { At = now });
    }

    private static JobDecision DecideReassign(Job job, JobCommand.Reassign reassign, DateTimeOffset now)
    {
        if (reassign.OfferedVersion is { } offered)
        {
            // Steps on the way make new versions too and leave the offer good; another holder, or the same one anew, does not.
            if (job.Assignment?.Provider != reassign.From || job.AssignedVersion > offered)
            {
                return JobDecision.Reject(JobRejection.OfferStale);
            }

            // The holder has reached the customer: now it keeps the job.
            if (JobTransitions.Next(job.Status, JobTrigger.Reassign) is null)
            {
                return JobDecision.Reject(JobRejection.OfferTaken);
            }
        }

        if (Bound(job, reassign.From) is { } refused)
        {
            return refused;
        }

        if (JobTransitions.Next(job.Status, JobTrigger.Reassign) is null)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        if (job.Excluded.Contains(reassign.To) || reassign.To == reassign.From)
        {
            return JobDecision.Reject(JobRejection.ProviderExcluded);
        }

        return JobDecision.Of(new JobEvent.Reassigned(
            reassign.From,
            new Assignment(reassign.To, reassign.Vehicle, reassign.Offer, reassign.PlanSlot, now, reassign.PickUpDue)) { At = now });
    }

    private static JobDecision DecideStart(Job job, JobCommand.Start start, DateTimeOffset now)
    {
        // What is not paid for is not begun. Another hold has been asked for by then, and the customer may try again.
        if (!job.Payment.HoldsAt(now))
        {
            return JobDecision.Reject(JobRejection.PaymentNotHeld);
        }

        // The store hands goods over; the customer's code ends the job.
        return (job.Order.IsDelivery ? null : WrongPin(job, start.Pin, now)) ?? JobDecision.Of(new JobEvent.Started { At = now });
    }

    /// <summary>What a PIN that is not the customer's comes to; null when it is, or the terms ask for none.</summary>
    private static JobDecision? WrongPin(Job job, string? pin, DateTimeOffset now)
    {
        if (!job.Order.Terms.PinRequired)
        {
            return null;
        }

        if (job.WrongPins >= job.Order.Terms.PinTries)
        {
            return JobDecision.Reject(JobRejection.PinLocked);
        }

        // A wrong try is a fact: it is counted durably, so that a restart gives nobody more tries.
        return string.Equals(pin, job.Order.Pin, StringComparison.Ordinal) ? null : JobDecision.Of(new JobEvent.PinRefused(job.WrongPins + 1) { At = now });
    }

    private static JobDecision DecideStop(Job job, DateTimeOffset now) => job.NextStop < job.Order.Stops.Length - 1
        ? JobDecision.Of(new JobEvent.StopCompleted(job.NextStop) { At = now })
        : JobDecision.Reject(JobRejection.NoStopLeft);

    private static JobDecision DecideComplete(Job job, JobCommand.Complete complete, DateTimeOffset now)
    {
        if (job.NextStop < job.Order.Stops.Length - 1)
        {
            return JobDecision.Reject(JobRejection.StopsLeft);
        }

        if (job.Sale?.Returning is { } why)
        {
            return SaleDecisions.Returned(job, why, now);
        }

        if (job.Order.IsDelivery)
        {
            if (WrongPin(job, complete.Pin, now) is { } refused)
            {
                return refused;
            }

            if (!job.Order.Terms.PinRequired && (string.IsNullOrWhiteSpace(complete.SignedBy) || complete.SignedBy.Length > 100))
            {
                return JobDecision.Reject(JobRejection.ProofMissing);
            }
        }

        var (fare, metered) = FinalFare(job, complete.MeasuredDistance, now);
        var settlement = Settlement.Of(fare, job.Order.Terms.Commission, job.Order.Terms.Fares.Tax, hasProvider: true, job.Order.Merchant, isDone: true);
        return WithCapture(job, new JobEvent.Completed(fare, settlement, metered, job.Order.IsDelivery && !job.Order.Terms.PinRequired ? complete.SignedBy : null) { At = now }, fare, now);
    }

    /// <summary>The price, and what the meter came to where it was cut off.</summary>
    private static (Fare Fare, Money.Money? Metered) FinalFare(Job job, Metres? measured, DateTimeOffset now)
    {
        var (priced, metered) = PricedFare(job, measured, now);
        if (job.Extras is { } extras)
        {
            priced = FareMeter.WithExtras(priced, job.Order.Terms.Fares, extras.Where(extra => extra.Approved == true).Select(extra => extra.Amount));
        }

        if (job.Order.Terms.Fares.Waiting is not { } waiting || Waited(job) is not { } waited)
        {
            return (priced, metered);
        }

        // What waiting costs at the most is held with the price; where less is held, the wait is what gives way.
        var whole = FareMeter.WithWaiting(priced, job.Order.Terms.Fares, waiting.For(waited));
        return (job.Order.IsPaidAtDoor || job.Payment.Status != PaymentStatus.Authorized || whole.Total <= job.Payment.Authorised ? whole : priced, metered);
    }

    /// <summary>How long the provider waited for the customer: not before the booked time.</summary>
    private static TimeSpan? Waited(Job job)
    {
        // A courier waits for the store, which is no customer's matter.
        if (job.Order.IsDelivery || job.ArrivedAt is not { } arrived || job.StartedAt is not { } started)
        {
            return null;
        }

        var from = job.Order.PickUpAt is { } booked && booked > arrived ? booked : arrived;
        return started > from ? started - from : null;
    }

    private static (Fare Fare, Money.Money? Metered) PricedFare(Job job, Metres? measured, DateTimeOffset now)
    {
        switch (job.Order.Terms.Fares.Pricing)
        {
            case PricingMode.Quoted:
                return (job.Order.QuotedFare, null);
            case PricingMode.Metered:
                // Two machines' clocks differ a little: a completion that seems to lie before the start took no time.
                var duration = job.StartedAt is { } started && now > started ? now - started : TimeSpan.Zero;
                var discounts = job.Order.QuotedFare.FundedDiscounts;
                var distance = measured is { } claimed && claimed > JobLimits.MaxMeasured ? JobLimits.MaxMeasured : measured ?? job.Order.QuotedDistance;
                var metered = FareMeter.Price(job.Order.Terms.Fares, distance, duration, job.Order.Multiplier ?? BasisPoints.One, discounts);

                // A broken meter takes no more off the card than what is held; one that may be right, no more than the terms allow.
                var limited = measured > JobLimits.MaxMeasured && !job.Order.IsPaidAtDoor && metered.Total > job.Payment.Authorised
                    ? job.Order.QuotedFare
                    : FareMeter.Limited(metered, job.Order.Terms.Fares, FareMeter.MostFor(job.Order.Terms.Fares, job.Order.QuotedFare), discounts);
                return (limited, ReferenceEquals(limited, metered) ? null : metered.Total);
            default:
                throw new InvalidOperationException($"No rule for {job.Order.Terms.Fares.Pricing}.");
        }
    }

    private static JobDecision Cancel(Job job, JobTrigger trigger, CancelReason reason, Fare? fee, DateTimeOffset now)
    {
        if (JobTransitions.Next(job.Status, trigger) is not { } end)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        var canceled = new JobEvent.Canceled(end, reason, fee, SettlementOf(job, fee)) { At = now };
        return fee is null ? JobDecision.Of(canceled) : WithCapture(job, canceled, fee, now);
    }

    private static JobDecision DecideNoShow(Job job, Metres? driven, DateTimeOffset now)
    {
        // Who takes goods over the counter is the courier: a store is there or is not, and no customer's fault.
        if (job.Status != JobStatus.ArrivedAtPickup || job.Order.IsDelivery)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        if (now - (job.ArrivedAt ?? now) < job.Order.Terms.Cancellation.NoShowAfter)
        {
            return JobDecision.Reject(JobRejection.TooEarly);
        }

        var fee = job.Order.Terms.Cancellation.NoShowFeeFor(job, now, driven);
        var reported = new JobEvent.NoShowReported(fee, SettlementOf(job, fee)) { At = now };
        return fee is null ? JobDecision.Of(reported) : WithCapture(job, reported, fee, now);
    }

    private static Settlement? SettlementOf(Job job, Fare? fee) => fee is null
        ? null
        : Settlement.Of(fee, job.Order.Terms.Commission, job.Order.Terms.Fares.Tax, hasProvider: job.Assignment is not null, job.Order.Merchant);

    private static JobDecision WithCapture(Job job, JobEvent end, Fare fare, DateTimeOffset now) => PaymentDecisions.WithCapture(job, end, fare.Total, now);

    private static JobDecision GiveUp(Job job, CancelReason reason, DateTimeOffset now)
    {
        if (MayOfferOn(job, now) && JobTransitions.Next(job.Status, JobTrigger.Redispatch) is not null && job.Assignment is { } assignment)
        {
            return JobDecision.Of(new JobEvent.Redispatched(assignment.Provider, reason, job.Attempt + 1) { At = now });
        }

        return Cancel(job, JobTrigger.CancelByProvider, reason, null, now);
    }

    private static bool MayOfferOn(Job job, DateTimeOffset now) => job.Attempt - 1 < job.Order.Terms.MaxRedispatches && now < job.PickUpBy;

    /// <summary>Who is late is replaced where somebody else can still be asked; otherwise late is better than never.</summary>
    private static JobDecision DecideLate(Job job, DateTimeOffset now) => job is { Status: JobStatus.Accepted, Order.PickUpAt: not null } && MayOfferOn(job, now)
        ? GiveUp(job, CancelReason.ProviderLate, now)
        : JobDecision.Reject(JobRejection.NothingDue);

    private static JobDecision DecideSilent(Job job, JobCommand.ReportSilent silent, DateTimeOffset now)
    {
        if (now - silent.Since < job.Order.Terms.SilenceLimit)
        {
            return JobDecision.Reject(JobRejection.TooEarly);
        }

        if (job.Status.IsBeforePickup())
        {
            return GiveUp(job, CancelReason.ProviderSilent, now);
        }

        return job.SilentSince == silent.Since
            ? JobDecision.Reject(JobRejection.NothingDue)
            : JobDecision.Of(new JobEvent.ProviderWentSilent(silent.Since) { At = now });
    }

    private static JobDecision DecideWake(Job job, DateTimeOffset now)
    {
        if (job.Deadline is not { } deadline || now < deadline)
        {
            return JobDecision.Reject(JobRejection.NothingDue);
        }

        return job.Status switch
        {
            JobStatus.Scheduled when job.Waits => ChainDecisions.WaitOver(job, now),
            JobStatus.Scheduled when RenewsHold(job, now) && !(job.Order.IsRedemption && now >= job.Order.GoodUntil) => JobDecision.Of(PaymentDecisions.AskAgain(job, job.Order.Hold, now)),
            JobStatus.Scheduled when job.Order.IsRedemption && job.Payment.Status is not (PaymentStatus.Authorizing or PaymentStatus.RequiresAction) => SaleDecisions.CodeOver(job, now),
            JobStatus.InProgress when job.Order.IsRedemption => SaleDecisions.CodeOver(job, now),
            JobStatus.Scheduled when job is { Sale: { ReadyAt: null, AnswerBy: not null }, Payment.Status: PaymentStatus.Authorized } =>
                Cancel(job, JobTrigger.CancelByPlatform, CancelReason.MerchantSilent, null, now),
            JobStatus.Scheduled when job.Payment.Status == PaymentStatus.Authorized => JobDecision.Of(new JobEvent.MatchingBegun(job.Attempt + 1) { At = now }),
            JobStatus.Scheduled => JobDecision.Of(new JobEvent.Expired(job.Order.IsTransfer ? "transfer_not_paid" : null) { At = now }),
            JobStatus.Matching => JobDecision.Of(new JobEvent.MatchingExhausted { At = now }),
            JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup when now < job.StuckAt => RenewsHold(job, now)
                ? JobDecision.Of(PaymentDecisions.AskAgain(job, job.Order.Hold, now))
                : Cancel(job, JobTrigger.CancelByPlatform, CancelReason.PaymentNotHeld, null, now),
            JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup or JobStatus.InProgress =>
                Cancel(job, JobTrigger.CancelByPlatform, CancelReason.Stuck, null, now),
            JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform or JobStatus.NoShow
                or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => JobDecision.Reject(JobRejection.JobEnded),
        };
    }

    /// <summary>Whether another hold is due: the one there is does not last, or ran out, and the time of a booked job is near.</summary>
    internal static bool RenewsHold(Job job, DateTimeOffset now) => job.Payment.Status switch
    {
        PaymentStatus.Authorized => job.RenewHoldAt is { } renew && renew <= now,
        PaymentStatus.AuthorizationExpired => job.Payment.Holds < JobLimits.MaxHolds,
        PaymentStatus.RequiresPaymentMethod or PaymentStatus.RequiresAction or PaymentStatus.Authorizing or PaymentStatus.Capturing or PaymentStatus.Captured
            or PaymentStatus.Released or PaymentStatus.Failed or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed => false,
    };

    private static JobDecision ByProvider(Job job, ProviderId provider, JobTrigger trigger, Func<JobDecision> decide)
    {
        if (Bound(job, provider) is { } refused)
        {
            return refused;
        }

        return JobTransitions.Next(job.Status, trigger) is null ? JobDecision.Reject(JobRejection.IllegalInThisState) : decide();
    }

    private static JobDecision? Bound(Job job, ProviderId provider) =>
        job.Assignment?.Provider == provider ? null : JobDecision.Reject(JobRejection.NotYourJob);
}
