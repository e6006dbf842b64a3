using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A job as others see it: the answer to every command, and what is pushed.</summary>
/// <param name="Job">The job.</param>
/// <param name="Version">How many events made this state; also the sequence of the stream <c>job/{id}</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Payment">Where its payment stands.</param>
/// <param name="Market">Where.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="Customer">Who pays.</param>
/// <param name="Provider">Who has it; null when nobody has.</param>
/// <param name="Vehicle">With what; null when nobody has it.</param>
/// <param name="PlanSlot">The slot in the provider's plan; null when nobody has it.</param>
/// <param name="Attempt">How many times matching has begun.</param>
/// <param name="Stops">Pick-up first, drop-off last.</param>
/// <param name="NextStop">The index of the next stop to be done.</param>
/// <param name="Load">How much capacity it takes.</param>
/// <param name="Excluded">Providers it is not offered to.</param>
/// <param name="RequestedAt">When it was ordered.</param>
/// <param name="PickUpBy">The latest arrival at the pick-up.</param>
/// <param name="PickUpDue">The expected arrival; null when nobody has it.</param>
/// <param name="OfferTimeout">How long a provider may think about it.</param>
/// <param name="SilenceLimit">Without a report for this long its provider counts as silent.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="FareMinorUnits">The final price; the quoted one until the end.</param>
/// <param name="CapturedMinorUnits">What was captured.</param>
/// <param name="ChangedAt">When this version came to be.</param>
/// <param name="Reassignments">How many times it moved from one provider to another.</param>
/// <param name="RefundedMinorUnits">What was paid back.</param>
/// <param name="TipMinorUnits">The tip that was charged.</param>
/// <param name="Cash">Whether the customer pays the provider in hand.</param>
/// <param name="Kind">Which product it is (delivery, home_service, redemption); null for a ride.</param>
/// <param name="Sale">What a store sold with it; null for nothing.</param>
/// <param name="Extras">Extra work that was offered; null for none.</param>
/// <param name="DestinationChanges">How often its destination was changed.</param>
/// <param name="Journey">Which journey it is of; null for none.</param>
/// <param name="Chain">Which chain it is a leg of; null for a job by itself.</param>
/// <param name="Leg">Which leg, counted from 1; null for a job by itself.</param>
/// <param name="WaitsFor">The job that has to be completed before it begins; null when it waits for none.</param>
/// <param name="Proof">How a delivery was handed over: code or signature; null until it was, and for what is no delivery.</param>
/// <param name="SignedBy">Who signed for it; null where nobody did.</param>
/// <param name="BookedFor">The booked time of its beginning, or when its goods are ready, if that is later; null for as soon as possible.</param>
/// <param name="Work">How long the work at the place takes; null when it takes the drive alone.</param>
/// <param name="PaidAtDoor">With what the customer pays the provider at the door, cash or card; null for what is paid otherwise.</param>
/// <param name="TipRefundedMinorUnits">What of the tip was paid back.</param>
[GenerateSerializer, Immutable, Alias("o2o.job-view")]
public sealed record JobView(
    [property: Id(0)] Guid Job,
    [property: Id(1)] long Version,
    [property: Id(2)] JobState State,
    [property: Id(3)] PaymentState Payment,
    [property: Id(4)] string Market,
    [property: Id(5)] string ServiceClass,
    [property: Id(6)] Guid Customer,
    [property: Id(7)] Guid? Provider,
    [property: Id(8)] Guid? Vehicle,
    [property: Id(9)] int? PlanSlot,
    [property: Id(10)] int Attempt,
    [property: Id(11)] ImmutableArray<WirePoint> Stops,
    [property: Id(12)] int NextStop,
    [property: Id(13)] int Load,
    [property: Id(14)] ImmutableArray<Guid> Excluded,
    [property: Id(15)] DateTimeOffset RequestedAt,
    [property: Id(16)] DateTimeOffset PickUpBy,
    [property: Id(17)] DateTimeOffset? PickUpDue,
    [property: Id(18)] TimeSpan OfferTimeout,
    [property: Id(19)] TimeSpan SilenceLimit,
    [property: Id(20)] string Currency,
    [property: Id(21)] long FareMinorUnits,
    [property: Id(22)] long CapturedMinorUnits,
    [property: Id(23)] DateTimeOffset ChangedAt,
    [property: Id(24)] int Reassignments = 0,
    [property: Id(25)] long RefundedMinorUnits = 0,
    [property: Id(26)] long TipMinorUnits = 0,
    [property: Id(27)] bool Cash = false,
    [property: Id(28)] string? Kind = null,
    [property: Id(29)] SaleView? Sale = null,
    [property: Id(30)] ImmutableArray<ExtraView>? Extras = null,
    [property: Id(31)] int DestinationChanges = 0,
    [property: Id(32)] Guid? Journey = null,
    [property: Id(33)] Guid? Chain = null,
    [property: Id(34)] int? Leg = null,
    [property: Id(35)] Guid? WaitsFor = null,
    [property: Id(36)] string? Proof = null,
    [property: Id(37)] string? SignedBy = null,
    [property: Id(38)] DateTimeOffset? BookedFor = null,
    [property: Id(39)] TimeSpan? Work = null,
    [property: Id(40)] string? PaidAtDoor = null,
    [property: Id(41)] long TipRefundedMinorUnits = 0);
