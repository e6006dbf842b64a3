using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Admission;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Bookings;

/// <summary>Slots and bookings for customers; resources, the day's book and the door for merchants.</summary>
internal static class BookingsModule
{
    private const int MostOfADay = 1_000;

    public static void MapBookings(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Bookings");
        routes.MapGet("/stores/{id}/resources", OfStore).For(Roles.Customer).Waits(AdmissionLane.Browsing);
        routes.MapGet("/resources/{id}/slots", Slots).For(Roles.Customer).Waits(AdmissionLane.Browsing);
        routes.MapPost("/bookings", Hold).For(Roles.Customer);
        routes.MapGet("/bookings", Mine).For(Roles.Customer);
        routes.MapGet("/bookings/{id}", Find).For(Roles.Customer);
        routes.MapPost("/bookings/{id}/cancel", Cancel).For(Roles.Customer);
        string[] staff = [Roles.Merchant, Roles.Counter];
        routes.MapGet("/merchant/resources", Resources).For(staff);
        routes.MapPut("/merchant/resources/{id}", Put).For(staff);
        routes.MapGet("/merchant/resources/{id}/book", DayBook).For(staff);
        routes.MapPost("/merchant/resources/{id}/walk-ins", WalkIn).For(staff);
        routes.MapPost("/merchant/bookings/{id}/seat", (Guid id, HttpContext http, CommandContext commands, MerchantDoor door, IBookingStore store, IGrainFactory grains, TimeProvider time) =>
            Step(id, http, commands, door, store, grains, time, (grain, entry, cancellationToken) => Seat(grain, entry, cancellationToken))).For(staff);
        routes.MapPost("/merchant/bookings/{id}/finish", (Guid id, HttpContext http, CommandContext commands, MerchantDoor door, IBookingStore store, IGrainFactory grains, TimeProvider time) =>
            Step(id, http, commands, door, store, grains, time, (grain, entry, cancellationToken) => grain.Finish(entry.Booking.Id.Value, cancellationToken))).For(staff);
        routes.MapPost("/merchant/bookings/{id}/cancel", (Guid id, HttpContext http, CommandContext commands, MerchantDoor door, IBookingStore store, IJobStore jobs, IGrainFactory grains, TimeProvider time) =>
            Step(id, http, commands, door, store, grains, time, (grain, entry, cancellationToken) => GiveUp(grain, grains, jobs, entry, byStore: true, time.GetUtcNow(), cancellationToken))).For(staff);
    }

    private static async Task<Ok<Page<BookingPlaceResource>>> OfStore(Guid id, HttpContext http, IBookingStore store) =>
        TypedResults.Ok(new Page<BookingPlaceResource>([.. (await store.OfStore(new StoreId(id), http.RequestAborted)).Select(BookingResources.Of)], null));

    private static async Task<Results<Ok<BookingSlotsResource>, Problem>> Slots(Guid id, HttpContext http, IBookingStore store, TimeProvider time, string? day = null)
    {
        var now = time.GetUtcNow();
        if (await store.Resource(id, http.RequestAborted) is not { } resource)
        {
            return Unknown();
        }

        if (DayOf(resource, day, now) is not { } date)
        {
            return NoDay();
        }

        var taken = await Taken(store, resource, date, now, http.RequestAborted);
        return TypedResults.Ok(new BookingSlotsResource(
            id,
            resource.Name,
            date,
            resource.TimeZone,
            resource.Plan.SmallestParty,
            resource.Plan.LargestParty,
            BookingResources.Of(resource.Deposit),
            [.. resource.FreeOn(date, taken, now).Select(BookingResources.Of)]));
    }

    private static Task<IResult> Hold(BookingBody body, HttpContext http, CommandContext commands, IBookingStore store, IGrainFactory grains, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            if (await store.Resource(body.ResourceId, cancellationToken) is not { } resource)
            {
                return Unknown();
            }

            // The id follows from the command's: a repetition meets the same booking.
            var id = IdOf(stamp, resource.Id);
            var now = time.GetUtcNow();
            var reply = await Grain(grains, resource.Id).Hold(
                new HoldBooking(id, body.BeginsAt.ToUniversalTime(), body.Party, Caller.IdOf(http.User), now + resource.HoldFor, resource.Deposit.PerPerson.IsZero), cancellationToken);
            if (reply.Refusal is { } why)
            {
                return Refused(why);
            }

            var entry = (await store.Find(new BookingId(id), cancellationToken))!;
            return entry.Booking.Slot.Begins != body.BeginsAt || entry.Booking.Party != body.Party
                ? Problem.Of(Rejection.CommandIdReused)
                : TypedResults.Created($"/v1/bookings/{id:N}", BookingResources.Of(entry, now));
        });

    private static async Task<Results<Ok<Page<BookingResource>>, Problem>> Mine(HttpContext http, IBookingStore store, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.Of(new CustomerId(Caller.IdOf(http.User)), before is { } id ? new BookingId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, entry => BookingResources.Of(entry, time.GetUtcNow()), entry => entry.Booking.Id.Value));
    }

    private static async Task<Results<Ok<BookingResource>, Problem>> Find(Guid id, HttpContext http, IBookingStore store, TimeProvider time) =>
        await Own(id, http, store, http.RequestAborted) is { } entry ? TypedResults.Ok(BookingResources.Of(entry, time.GetUtcNow())) : NoBooking();

    private static Task<IResult> Cancel(Guid id, HttpContext http, CommandContext commands, IBookingStore store, IJobStore jobs, IGrainFactory grains, TimeProvider time) =>
        commands.Run(http, null, keyNeeded: false, async (_, cancellationToken) =>
        {
            if (await Own(id, http, store, cancellationToken) is not { } entry)
            {
                return NoBooking();
            }

            var reply = await GiveUp(Grain(grains, entry.Booking.Resource), grains, jobs, entry, byStore: false, time.GetUtcNow(), cancellationToken);
            return reply.Refusal is { } why ? Refused(why) : TypedResults.Ok(BookingResources.Of((await store.Find(entry.Booking.Id, cancellationToken))!, time.GetUtcNow()));
        });

    private static async Task<Results<Ok<Page<BookingPlaceResource>>, Problem>> Resources(HttpContext http, MerchantDoor door, IBookingStore store, int? limit = null, string? cursor = null)
    {
        var (opened, problem) = await door.Open(http, owner: false);
        if (opened is not { } scope)
        {
            return problem!;
        }

        if (scope.Only is { } only)
        {
            return await OfStore(only.Value, http, store);
        }

        var faults = new List<(string, string)>();
        var (count, after) = Cursors.PageOfIds(limit, cursor, faults);
        return faults.Count > 0
            ? Problem.Invalid(faults)
            : TypedResults.Ok(Pages.Of(await store.OfMerchant(scope.Merchant.Id, after, count + 1, http.RequestAborted), count, BookingResources.Of, resource => resource.Id));
    }

    private static async Task<Results<Ok<BookingPlaceResource>, Problem>> Put(
        Guid id, BookingPlaceBody body, HttpContext http, MerchantDoor door, IBookingStore store, IMerchantStore stores, TimeProvider time)
    {
        var (opened, problem) = await door.Open(http, owner: true);
        if (opened is not { } scope)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        var resource = BookingResources.Read(body, id, scope.Merchant.Id, faults);
        if (resource is null || faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        if (await stores.Find(resource.Store, http.RequestAborted) is not { } at || !scope.Sees(at.Store))
        {
            return Problem.Of(404, "not_found", "There is no such store.");
        }

        var result = await store.Put(resource, time.GetUtcNow(), CancellationToken.None);
        return result.Rejection is not { } why ? TypedResults.Ok(BookingResources.Of(result.Resource!)) : why switch
        {
            ResourceRejection.Unknown => Unknown(),
            ResourceRejection.Stale => Problem.Of(409, "resource_stale", "Somebody else has changed it meanwhile: read it again."),
            ResourceRejection.Booked => Problem.Of(409, "resource_booked", "People have booked what would be no slot any more: cancel those bookings first, or change what is later."),
        };
    }

    private static async Task<Results<Ok<BookingDayBookResource>, Problem>> DayBook(Guid id, HttpContext http, MerchantDoor door, IBookingStore store, TimeProvider time, string? day = null)
    {
        var now = time.GetUtcNow();
        var (seen, problem) = await See(id, http, door, store, http.RequestAborted);
        if (seen is not { } resource)
        {
            return problem!;
        }

        if (DayOf(resource, day, now) is not { } date)
        {
            return NoDay();
        }

        var taken = await Taken(store, resource, date, now, http.RequestAborted);
        var (from, until) = Bounds(resource, date);
        var found = await store.Book(id, from, until, MostOfADay + 1, http.RequestAborted);
        return TypedResults.Ok(new BookingDayBookResource(
            id,
            date,
            resource.Plan.Capacity,
            [.. resource.FreeOn(date, taken, now).Select(BookingResources.Of)],
            [.. found.Take(MostOfADay).Select(entry => BookingResources.Of(entry, now, toMerchant: true))],
            found.Length > MostOfADay));
    }

    private static Task<IResult> WalkIn(Guid id, WalkInBody body, HttpContext http, CommandContext commands, MerchantDoor door, IBookingStore store, IGrainFactory grains, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var (seen, problem) = await See(id, http, door, store, cancellationToken);
            if (seen is not { } resource)
            {
                return problem!;
            }

            var booking = IdOf(stamp, id);
            if (await store.Find(new BookingId(booking), cancellationToken) is null)
            {
                if (resource.SlotOn(time.GetUtcNow()) is not { } slot)
                {
                    return Refused(Snake.Of(BookingRejection.NoSuchSlot));
                }

                var reply = await Grain(grains, id).WalkIn(booking, slot.Begins, body.Party, cancellationToken);
                if (reply.Refusal is { } why)
                {
                    return Refused(why);
                }
            }

            var entry = (await store.Find(new BookingId(booking), cancellationToken))!;
            return entry.Booking.Party != body.Party ? Problem.Of(Rejection.CommandIdReused) : TypedResults.Ok(BookingResources.Of(entry, time.GetUtcNow(), toMerchant: true));
        });

    private static Task<IResult> Step(
        Guid id, HttpContext http, CommandContext commands, MerchantDoor door, IBookingStore store, IGrainFactory grains, TimeProvider time, Func<IBookingGrain, BookingEntry, CancellationToken, Task<BookingReply>> step) =>
        commands.Run(http, null, keyNeeded: false, async (_, cancellationToken) =>
        {
            if (await store.Find(new BookingId(id), cancellationToken) is not { } entry)
            {
                return NoBooking();
            }

            if ((await See(entry.Booking.Resource, http, door, store, cancellationToken)).Problem is { } problem)
            {
                return problem;
            }

            var reply = await step(Grain(grains, entry.Booking.Resource), entry, cancellationToken);
            return reply.Refusal is { } why
                ? Refused(why)
                : TypedResults.Ok(BookingResources.Of((await store.Find(entry.Booking.Id, cancellationToken))!, time.GetUtcNow(), toMerchant: true));
        });

    /// <summary>A place that a job pays for is taken with the job's code, which takes the money too: seated without it, the party would be a no-show to the job.</summary>
    private static async Task<BookingReply> Seat(IBookingGrain grain, BookingEntry entry, CancellationToken cancellationToken) => entry is { Job: not null, Booking.Status: BookingStatus.Confirmed }
        ? new BookingReply(null, null, Snake.Of(BookingRejection.StateWrong), false, null, null, null)
        : await grain.Seat(entry.Booking.Id.Value, cancellationToken);

    /// <summary>A place that a job pays for is given up by the job, which says what that costs, and at the same instant ends its code. What it has decided follows by its outbox too.</summary>
    private static async Task<BookingReply> GiveUp(
        IBookingGrain grain, IGrainFactory grains, IJobStore jobs, BookingEntry entry, bool byStore, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var booking = entry.Booking.Id.Value;
        if (entry is not { Job: { } pays, Booking.Status: BookingStatus.Confirmed } || now >= entry.MissedAt)
        {
            return await grain.Cancel(booking, byStore, cancellationToken);
        }

        var stamp = CommandStamp.Of(CommandStamp.DeterministicId($"booking-given-up-at-the-door\n{booking:N}\n{byStore}"));
        var reason = Snake.Of(byStore ? CancelReason.BookingLost : CancelReason.ChangedMind);
        await grains.GetGrain<IJobGrain>(pays.ToString()).Cancel(new CancelJob(stamp, byStore ? null : entry.Booking.Customer?.Value, reason), cancellationToken);
        return await jobs.Load(pays, cancellationToken) is not { } job ? await grain.Cancel(booking, byStore, cancellationToken)
            : !job.Status.IsEnd() || job.Status == JobStatus.Completed || job.EndedAt >= job.Order.GoodUntil ? new BookingReply(null, null, Snake.Of(BookingRejection.StateWrong), false, null, null, null)
            : await grain.LetGo(new LetBookingGo(booking, pays.Value, job.EndedAt, job.FinalFare is null, byStore), cancellationToken);
    }

    private static IBookingGrain Grain(IGrainFactory grains, Guid resource) => grains.GetGrain<IBookingGrain>(resource.ToString("N"));

    private static Guid IdOf(CommandStamp stamp, Guid resource) => CommandStamp.DeterministicId($"booking\n{stamp.Id:N}\n{resource:N}");

    private static async ValueTask<BookingEntry?> Own(Guid id, HttpContext http, IBookingStore store, CancellationToken cancellationToken) =>
        await store.Find(new BookingId(id), cancellationToken) is { } entry && entry.Booking.Customer == new CustomerId(Caller.IdOf(http.User)) ? entry : null;

    /// <summary>A resource of the merchant's for whom the caller acts, at a store that it sees; another's is as if it were not there.</summary>
    private static async ValueTask<(BookableResource? Resource, Problem? Problem)> See(Guid id, HttpContext http, MerchantDoor door, IBookingStore store, CancellationToken cancellationToken)
    {
        var (opened, problem) = await door.Open(http, owner: false);
        return opened is not { } scope ? (null, problem)
            : await store.Resource(id, cancellationToken) is { } resource && resource.Merchant == scope.Merchant.Id && (scope.Only is null || scope.Only == resource.Store) ? (resource, null)
            : (null, Unknown());
    }

    /// <summary>The day that is asked for; today on the clock there when none is said, null when it is none.</summary>
    private static DateOnly? DayOf(BookableResource resource, string? day, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(day))
        {
            return DateOnly.FromDateTime(WallClock.At(resource.Zone(), now));
        }

        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 2000 and < 9000 ? date : null;
    }

    /// <summary>Slots that begin within the hours of a day lie between these: hours that begin in the evening go on after midnight.</summary>
    private static (DateTimeOffset From, DateTimeOffset Until) Bounds(BookableResource resource, DateOnly day)
    {
        var slots = resource.Plan.SlotsOf(resource.Zone(), day);
        return slots.IsEmpty ? (DateTimeOffset.MinValue, DateTimeOffset.MinValue) : (slots[0].Begins, slots[^1].Ends);
    }

    private static async ValueTask<IEnumerable<SlotCount>> Taken(IBookingStore store, BookableResource resource, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (from, until) = Bounds(resource, day);
        return until == DateTimeOffset.MinValue ? [] : await store.Taken(resource.Id, from, until, now, cancellationToken);
    }

    private static Problem Unknown() => Problem.Of(404, "not_found", "There is no such resource.");

    private static Problem NoBooking() => Problem.Of(404, "not_found", "There is no such booking.");

    private static Problem NoDay() => Problem.Invalid(("day", "A day as 2026-11-22 is expected."));

    private static Problem Refused(string why) => why == Snake.Of(BookingRejection.Unknown) ? NoBooking() : Problem.Of(409, $"booking_{why}", Words(why));

    private static string Words(string why) => !Snake.TryRead<BookingRejection>(why, out var known) ? "It cannot be done." : known switch
    {
        BookingRejection.NoSuchSlot => "No slot begins then, or none is on.",
        BookingRejection.TooLate => "It is too late for that.",
        BookingRejection.TooEarly => "It cannot be booked yet.",
        BookingRejection.PartySizeWrong => "So many, or so few, are not booked at once.",
        BookingRejection.SlotFull => "Fewer places are free.",
        BookingRejection.HoldLapsed => "The place was kept until it was too late to pay. Book again.",
        BookingRejection.StateWrong => "The booking stands where this cannot be done.",
        BookingRejection.NotYet => "Its time has not come.",
        BookingRejection.Unknown => "There is no such booking.",
        BookingRejection.Paused => "Nothing is booked there for now.",
    };
}
