using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Grains.Tests.Upgrade;

/// <summary>
/// What processes of an older version take for the contracts of today: fewer members under the same numbers, and members that are no more. On the wire each goes by the alias behind
/// <see cref="Mark"/>, which stands there because an assembly gives each alias once.
/// </summary>
internal static class Older
{
    /// <summary>Stands before the alias that a twin goes by.</summary>
    public const string Mark = "older:";

    /// <summary>Before customers of the gateway, and chains. It says where an order came from, which nobody asks any more.</summary>
    [GenerateSerializer, Immutable, Alias(Mark + "o2o.request-job")]
    internal sealed record RequestJob(
        [property: Id(0)] CommandStamp Stamp,
        [property: Id(1)] Guid Job,
        [property: Id(2)] Guid Customer,
        [property: Id(3)] string Quote,
        [property: Id(4)] string PaymentMethod,
        [property: Id(900)] Origin? From = null,
        [property: Id(901)] int Tries = 0);

    /// <summary>A type that is no more.</summary>
    [GenerateSerializer, Immutable, Alias(Mark + "o2o.retired-origin")]
    internal sealed record Origin([property: Id(0)] string App, [property: Id(1)] ImmutableArray<Guid> Seen, [property: Id(2)] Origin? Before);

    /// <summary>Before sales, extras, journeys and chains; the answer of a command has it in the middle.</summary>
    [GenerateSerializer, Immutable, Alias(Mark + "o2o.job-view")]
    internal sealed record JobView(
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
        [property: Id(902)] string? Colour = null);

    /// <summary>Knows neither the youngest reasons nor what the view has gained.</summary>
    [GenerateSerializer, Immutable, Alias(Mark + "o2o.job-reply")]
    internal sealed record JobReply([property: Id(0)] JobView? View, [property: Id(1)] Rejection? Rejection, [property: Id(2)] string? Detail);

    /// <summary>The first reasons there were.</summary>
    [GenerateSerializer, Alias(Mark + "o2o.rejection")]
    internal enum Rejection
    {
        JobUnknown = 0,
        JobExists = 1,
        JobEnded = 2,
    }

    /// <summary>Before ratings, booked jobs and skills.</summary>
    [GenerateSerializer, Immutable, Alias(Mark + "o2o.provider-view")]
    internal sealed record ProviderView(
        [property: Id(0)] Guid Provider,
        [property: Id(1)] string Name,
        [property: Id(2)] string Operator,
        [property: Id(3)] StandingState Standing,
        [property: Id(4)] ProviderState State,
        [property: Id(5)] string? Market,
        [property: Id(6)] ImmutableArray<string> ServiceClasses,
        [property: Id(7)] Guid? Vehicle,
        [property: Id(8)] int Capacity,
        [property: Id(9)] int ChainLimit,
        [property: Id(10)] ImmutableArray<Guid> Jobs,
        [property: Id(11)] Guid? OpenOffer,
        [property: Id(12)] long ShiftNumber);
}
