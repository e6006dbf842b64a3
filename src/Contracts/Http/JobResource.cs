using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job.</summary>
/// <param name="JobId">Names it.</param>
/// <param name="Version">How many events made this state; also the sequence of the stream <c>job/{job_id}</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Ended">Whether this state is an end; ends never change.</param>
/// <param name="Payment">Where its payment stands.</param>
/// <param name="Market">Where.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="CustomerId">Who pays.</param>
/// <param name="ProviderId">Who has it; null when nobody has.</param>
/// <param name="VehicleId">With what; null when nobody has it.</param>
/// <param name="Attempt">How many times matching has begun.</param>
/// <param name="Stops">Pick-up first, drop-off last.</param>
/// <param name="NextStop">The index of the next stop to be done.</param>
/// <param name="RequestedAt">When it was ordered.</param>
/// <param name="PickUpBy">The latest arrival at the pick-up.</param>
/// <param name="PickUpDue">The expected arrival; null when nobody has it.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="FareMinorUnits">The final price; the quoted one until the end.</param>
/// <param name="CapturedMinorUnits">What was captured.</param>
/// <param name="ChangedAt">When this version came to be.</param>
/// <param name="RefundedMinorUnits">What was paid back.</param>
/// <param name="TipMinorUnits">The tip that was charged.</param>
/// <param name="Cash">Whether the customer pays the provider in hand: then no payment is captured, and the fare is what the provider takes.</param>
/// <param name="PaymentAction">For its customer alone, while the payment requires_action: the token (Stripe: the client secret) with which the app lets the customer confirm.</param>
/// <param name="TipAction">For its customer alone, while a tip waits for the customer's confirmation: the token with which the app lets the customer confirm it.</param>
/// <param name="Pin">For its customer alone, what to tell now: the provider before the service begins, the courier at the door, the counter while the code is good.</param>
/// <param name="Kind">Which product it is (delivery, home_service, redemption); left out for a ride.</param>
/// <param name="Sale">What a store sold with it; left out for nothing.</param>
/// <param name="Extras">Extra work that was offered; left out for none.</param>
/// <param name="JourneyId">For its customer and operators alone, which journey it is of; left out for none.</param>
/// <param name="ChainId">Which chain it is a leg of; left out for a job by itself.</param>
/// <param name="Leg">Which leg, counted from 1; left out for a job by itself.</param>
/// <param name="WaitsFor">The job that has to be completed before this one begins; left out when it waits for none.</param>
/// <param name="Proof">How a delivery was handed over: code or signature; left out until it was.</param>
/// <param name="SignedBy">Who signed for it; left out where nobody did.</param>
/// <param name="Provider">For its customer alone, where the job itself is asked for: who has it; left out when nobody has.</param>
/// <param name="PickUpAt">For its customer alone, where the job itself is asked for, and of a delivery or a home service that is not over: the time it is booked for; left out for none.</param>
/// <param name="PaidAtDoor">With what the customer pays the provider: <c>cash</c> in hand, or <c>card</c> at the provider's own terminal; then no payment is captured, and the fare is what the provider takes. Left out for what is paid otherwise.</param>
/// <param name="TipRefundedMinorUnits">What of the tip was paid back.</param>
public sealed record JobResource(
    Guid JobId,
    long Version,
    JobState State,
    bool Ended,
    PaymentState Payment,
    string Market,
    string ServiceClass,
    Guid CustomerId,
    Guid? ProviderId,
    Guid? VehicleId,
    int Attempt,
    ImmutableArray<WirePoint> Stops,
    int NextStop,
    DateTimeOffset RequestedAt,
    DateTimeOffset PickUpBy,
    DateTimeOffset? PickUpDue,
    string Currency,
    long FareMinorUnits,
    long CapturedMinorUnits,
    DateTimeOffset ChangedAt,
    string? Pin = null,
    long RefundedMinorUnits = 0,
    long TipMinorUnits = 0,
    string? PaymentAction = null,
    bool Cash = false,
    string? TipAction = null,
    string? Kind = null,
    SaleView? Sale = null,
    ImmutableArray<ExtraView>? Extras = null,
    Guid? JourneyId = null,
    Guid? ChainId = null,
    int? Leg = null,
    Guid? WaitsFor = null,
    string? Proof = null,
    string? SignedBy = null,
    JobProviderResource? Provider = null,
    DateTimeOffset? PickUpAt = null,
    string? PaidAtDoor = null,
    long TipRefundedMinorUnits = 0);
