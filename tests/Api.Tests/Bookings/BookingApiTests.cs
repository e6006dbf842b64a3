using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Bookings;

/// <summary>Bookings over HTTP: a merchant's resources, a customer's place in a slot, the door, and whose is whose.</summary>
public sealed class BookingApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Booking_HeldPaidCanceled_SaysWhatStaysOfTheDeposit()
    {
        var (merchant, path, id, store) = await Place(Body());
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal(id, (string)Assert.Single((await Host.Send("GET", $"/v1/stores/{store:N}/resources", customer)).Json["items"]!.AsArray())!["resource_id"]!);
        var begins = await Begins(customer, id, days: 2);
        var key = Key();
        var held = await Book(customer, id, begins, 3, key);
        Assert.True(held.Status == 201, held.Text);
        Assert.Equal(("held", 1_500), ((string)held.Json["state"]!, (long)held.Json["deposit_minor_units"]!));
        Assert.Equal((string)held.Json["booking_id"]!, (string)(await Book(customer, id, begins, 3, key)).Json["booking_id"]!);
        Assert.Equal("command_id_reused", (await Book(customer, id, begins, 2, key)).Slug);
        Assert.Equal(1, await Free(customer, id, begins));
        Assert.Equal("booking_slot_full", (await Book(customer, id, begins, 2)).Slug);
        Assert.Equal("booking_party_size_wrong", (await Book(customer, id, begins, 5)).Slug);
        Assert.Equal("booking_no_such_slot", (await Book(customer, id, begins.AddMinutes(1), 1)).Slug);
        Assert.Equal("booking_too_early", (await Book(customer, id, begins.AddDays(380), 1)).Slug);
        Assert.Equal("idempotency_key_missing", (await Host.Send("POST", "/v1/bookings", customer, new { resource_id = id, begins_at = begins, party = 1 })).Slug);

        // The job that pays confirms it; the deposit is given back when it is given up in time.
        var booking = Guid.Parse((string)held.Json["booking_id"]!);
        var job = Guid.NewGuid();
        var reply = await Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IBookingGrain>(id).Confirm(booking, job, default);
        Assert.Equal("confirmed", reply.Status);
        var mine = Assert.Single((await Host.Send("GET", "/v1/bookings", customer)).Json["items"]!.AsArray())!;
        Assert.Equal(("confirmed", job.ToString("N")), ((string)mine["state"]!, (string)mine["job_id"]!));
        Assert.Null(mine["customer_id"]);
        var canceled = await Host.Send("POST", $"/v1/bookings/{booking:N}/cancel", customer, new { });
        Assert.Equal(("canceled", 0, 1_500, false), ((string)canceled.Json["state"]!, (long)canceled.Json["kept_minor_units"]!, (long)canceled.Json["given_back_minor_units"]!, (bool)canceled.Json["canceled_by_store"]!));
        Assert.Equal(canceled.Text, (await Host.Send("POST", $"/v1/bookings/{booking:N}/cancel", customer, new { })).Text);
        Assert.Equal(4, await Free(customer, id, begins));

        // Nothing was paid for a hold, and what is late by the terms costs half.
        Assert.Null((await Host.Send("POST", $"/v1/bookings/{(await Book(customer, id, begins, 1)).Json["booking_id"]}/cancel", customer, new { })).Json["given_back_minor_units"]);
        var body = Body($"{store:N}", version: 1);
        body["deposit"]!["free_until_seconds"] = 3 * 86_400;
        Assert.Equal(2, (int)(await Host.Send("PUT", path, merchant, body)).Json["place"]!["version"]!);
        var late = Guid.Parse((string)(await Book(customer, id, begins, 2)).Json["booking_id"]!);
        await Host.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IBookingGrain>(id).Confirm(late, job, default);
        canceled = await Host.Send("POST", $"/v1/bookings/{late:N}/cancel", customer, new { });
        Assert.Equal((500, 500), ((long)canceled.Json["kept_minor_units"]!, (long)canceled.Json["given_back_minor_units"]!));
    }

    [Fact]
    public async Task Door_WalkInsSeatAndFinish_ShareTheSlotWithWhoBooked()
    {
        var (merchant, path, id, store) = await Place(Body(deposit: 0, minutes: 1_440, early: 86_400));
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var begins = await Begins(customer, id, days: 1);
        var booked = await Book(customer, id, begins, 2);
        Assert.Equal("confirmed", (string)booked.Json["state"]!);
        var walkIn = await Host.Send("POST", path + "/walk-ins", merchant, new { party = 4 }, "door-1");
        Assert.True(walkIn.Status == 200, walkIn.Text);
        Assert.Equal("seated", (string)walkIn.Json["state"]!);
        Assert.Equal(walkIn.Text, (await Host.Send("POST", path + "/walk-ins", merchant, new { party = 4 }, "door-1")).Text);
        Assert.Equal("booking_slot_full", (await Host.Send("POST", path + "/walk-ins", merchant, new { party = 1 }, Key())).Slug);
        var seat = $"/v1/merchant/bookings/{booked.Json["booking_id"]}/seat";
        Assert.Equal("seated", (string)(await Host.Send("POST", seat, merchant, new { })).Json["state"]!);
        Assert.Equal(200, (await Host.Send("POST", seat, merchant, new { })).Status);
        var day = begins.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var book = (await Host.Send("GET", $"{path}/book?day={day}", merchant)).Json;
        Assert.Equal((4, 2, false), ((int)book["capacity"]!, (int)book["slots"]![0]!["free"]!, (bool)book["more"]!));
        Assert.NotNull(Assert.Single(book["bookings"]!.AsArray())!["customer_id"]);
        Assert.Equal("booking_state_wrong", (await Host.Send("POST", $"/v1/bookings/{booked.Json["booking_id"]}/cancel", customer, new { })).Slug);
        Assert.Equal("done", (string)(await Host.Send("POST", $"/v1/merchant/bookings/{booked.Json["booking_id"]}/finish", merchant, new { })).Json["state"]!);
        Assert.Equal("input_invalid", (await Host.Send("GET", $"{path}/book?day=tomorrow", merchant)).Slug);
        var paused = Body($"{store:N}", deposit: 0, minutes: 1_440, early: 86_400, version: 1);
        paused["paused"] = true;
        Assert.Equal(200, (await Host.Send("PUT", path, merchant, paused)).Status);
        Assert.Equal("booking_paused", (await Book(customer, id, begins, 1)).Slug);
    }

    [Fact]
    public async Task Everything_OfAnotherMerchantOrCustomer_Is404()
    {
        var (merchant, path, id, store) = await Place(Body());
        var (other, theirs) = await Merchant();
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var (_, stranger) = await Host.SignIn(Roles.Customer);
        var booking = (string)(await Book(customer, id, await Begins(customer, id, days: 2), 1)).Json["booking_id"]!;
        foreach (var (method, route, token, body) in new (string, string, string, object?)[]
        {
            ("PUT", path, other, Body(theirs, version: 1)), ("PUT", path, other, Body($"{store:N}")), ("PUT", path, other, Body()), ("GET", path + "/book", other, null), ("POST", path + "/walk-ins", other, new { party = 1 }),
            ("POST", $"/v1/merchant/bookings/{booking}/seat", other, new { }), ("POST", $"/v1/merchant/bookings/{booking}/cancel", other, new { }),
            ("POST", $"/v1/merchant/bookings/{booking}/finish", other, new { }), ("GET", $"/v1/bookings/{booking}", stranger, null), ("POST", $"/v1/bookings/{booking}/cancel", stranger, new { }),
        })
        {
            var answer = await Host.Send(method, route, token, body, Key());
            Assert.True((answer.Status, answer.Slug) == (404, "not_found"), $"{method} {route}: {answer.Status} {answer.Text}");
        }

        Assert.Empty((await Host.Send("GET", "/v1/merchant/resources", other)).Json["items"]!.AsArray());
        Assert.Empty((await Host.Send("GET", "/v1/bookings", stranger)).Json["items"]!.AsArray());
        Assert.Equal("held", (string)(await Host.Send("GET", $"/v1/bookings/{booking}", customer)).Json["state"]!);
        Assert.Equal("resource_stale", (await Host.Send("PUT", path, merchant, Body($"{store:N}", name: "Another", version: 0))).Slug);
        Assert.Equal("resource_booked", (await Host.Send("PUT", path, merchant, Body($"{store:N}", minutes: 45, version: 1))).Slug);
        var canceled = await Host.Send("POST", $"/v1/merchant/bookings/{booking}/cancel", merchant, new { });
        Assert.Equal(("canceled", true), ((string)canceled.Json["state"]!, (bool)canceled.Json["canceled_by_store"]!));
        Assert.Equal("booking_state_wrong", (await Host.Send("POST", $"/v1/merchant/bookings/{booking}/seat", merchant, new { })).Slug);
        Assert.Equal(200, (await Host.Send("PUT", path, merchant, Body($"{store:N}", minutes: 45, version: 1))).Status);
    }

    [Fact]
    public async Task Staff_OfACounter_SeatsAtItsStoreAndChangesNothing()
    {
        var (merchant, path, id, store) = await Place(Body(deposit: 0, minutes: 1_440, early: 86_400));
        var made = await Host.Send("POST", "/v1/merchant/staff", merchant, new { name = "Ada", role = "counter", store_id = store }, Key());
        var clerk = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made.Json["staff_id"]!)).AccessToken;
        Assert.Equal(id, (string)Assert.Single((await Host.Send("GET", "/v1/merchant/resources", clerk)).Json["items"]!.AsArray())!["resource_id"]!);
        var walkIn = await Host.Send("POST", path + "/walk-ins", clerk, new { party = 2 }, Key());
        Assert.True(walkIn.Status == 200, walkIn.Text);
        Assert.Equal("done", (string)(await Host.Send("POST", $"/v1/merchant/bookings/{walkIn.Json["booking_id"]}/finish", clerk, new { })).Json["state"]!);
        Assert.Equal(403, (await Host.Send("PUT", path, clerk, Body($"{store:N}", version: 1))).Status);
        var (foreign, there, _, _) = await Place(Body());
        Assert.Equal(404, (await Host.Send("GET", there + "/book", clerk)).Status);
        Assert.Equal(200, (await Host.Send("DELETE", $"/v1/merchant/staff/{made.Json["staff_id"]}", merchant)).Status);
        Assert.Equal(403, (await Host.Send("POST", path + "/walk-ins", clerk, new { party = 1 }, Key())).Status);
        Assert.NotEqual(merchant, foreign);
    }

    /// <summary>Where clocks are put forward a day has 23 slots of an hour, where back 25; the hour that the clock shows twice is two slots.</summary>
    [Fact]
    public async Task Slots_WhereClocksArePut_AreAsManyAsTheDayHasHoursAndEachItsOwn()
    {
        var (_, _, id, _) = await Place(Body(ahead: 390 * 86_400));
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, NewYork).DateTime);
        var seen = new SortedSet<int>();
        foreach (var day in Enumerable.Range(2, 368).Select(today.AddDays))
        {
            var hours = (int)(Instant(day.AddDays(1)) - Instant(day)).TotalHours;
            if (hours == 24 || !seen.Add(hours))
            {
                continue;
            }

            var slots = (await Host.Send("GET", $"/v1/resources/{id}/slots?day={day:yyyy-MM-dd}", customer)).Json["slots"]!.AsArray();
            var begins = slots.Select(slot => (DateTimeOffset)slot!["begins_at"]!).ToList();
            Assert.Equal(Enumerable.Range(0, hours).Select(hour => Instant(day).AddHours(hour)), begins);
            Assert.Equal(Instant(day.AddDays(1)), (DateTimeOffset)slots[^1]!["ends_at"]!);

            // One o'clock and, in autumn, one o'clock again; in spring, three o'clock.
            Assert.Equal(201, (await Book(customer, id, begins[1], 4)).Status);
            Assert.Equal(201, (await Book(customer, id, begins[2], 3)).Status);
            Assert.Equal([4, 0, 1, 4], (await Host.Send("GET", $"/v1/resources/{id}/slots?day={day:yyyy-MM-dd}", customer)).Json["slots"]!.AsArray().Take(4).Select(slot => (int)slot!["free"]!));
        }

        Assert.Equal([23, 25], seen);
    }

    [Fact]
    public async Task Resource_Unsound_IsRefusedWithEveryFault()
    {
        var (merchant, path, _, store) = await Place(Body());
        foreach (var (field, value) in new (string, JsonNode?)[]
        {
            ("name", " "), ("name", null), ("time_zone", "Moon/Sea"), ("slot_seconds", 1), ("slot_seconds", -1), ("capacity", 0), ("largest_party", 9), ("smallest_party", 0), ("lead_seconds", -1), ("ahead_seconds", 1e12),
            ("hold_seconds", 1), ("grace_seconds", 1e6), ("hours", null), ("store_id", Guid.Empty.ToString("N")), ("deposit", new JsonObject { ["currency"] = "XXQ" }),
            ("deposit", new JsonObject { ["currency"] = "USD", ["per_person_minor_units"] = -1 }), ("deposit", new JsonObject { ["currency"] = "USD", ["late_share_basis_points"] = 10_001 }),
            ("hours", new JsonArray(Hours("monday", "10:00", "14:00"), Hours("monday", "13:00", "15:00"))), ("hours", new JsonArray(Hours("monday", "22:00", "02:00"), Hours("tuesday", "01:00", "03:00"))),
            ("hours", new JsonArray(Hours("someday", "10:00", "14:00"))), ("hours", new JsonArray((JsonNode?)null)), ("exceptions", new JsonArray((JsonNode?)null)),
            ("exceptions", new JsonArray(new JsonObject { ["day"] = "2027-01-01", ["hours"] = new JsonArray((JsonNode?)null) })), ("exceptions", new JsonArray(new JsonObject { ["day"] = "1999-01-01" })),
        })
        {
            var body = Body($"{store:N}", version: 1);
            body[field] = value?.DeepClone();
            if (field is "name" or "hours" && value is null)
            {
                body.Remove(field);
            }

            var answer = await Host.Send("PUT", path, merchant, body);
            Assert.True((answer.Status, answer.Slug) == (400, "input_invalid"), $"{field} = {value?.ToJsonString()}: {answer.Status} {answer.Text}");
        }
    }

    private static DateTimeOffset Instant(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, NewYork.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static JsonObject Hours(string day, string from, string to) => new() { ["days"] = new JsonArray(day), ["from"] = from, ["to"] = to };

    private static JsonObject Body(string? at = null, string name = "Tables", long deposit = 500, int minutes = 60, int version = 0, double ahead = 300 * 86_400, double early = 900) => new()
    {
        ["store_id"] = at ?? Guid.NewGuid().ToString("N"),
        ["name"] = name,
        ["time_zone"] = deposit == 0 ? "UTC" : "America/New_York",
        ["slot_seconds"] = minutes * 60,
        ["capacity"] = 4,
        ["largest_party"] = 4,
        ["ahead_seconds"] = ahead,
        ["early_seconds"] = early,
        ["hours"] = new JsonArray(new JsonObject
        {
            ["days"] = new JsonArray([.. Enum.GetNames<DayOfWeek>().Select(day => (JsonNode)day.ToLowerInvariant())]), ["from"] = "00:00", ["to"] = "00:00",
        }),
        ["deposit"] = new JsonObject { ["currency"] = "USD", ["per_person_minor_units"] = deposit, ["free_until_seconds"] = 7_200, ["late_share_basis_points"] = 5_000 },
        ["version"] = version,
    };

    private async Task<(string Token, string Store)> Merchant()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var id = (string)(await Host.Send("POST", "/v1/ops/merchants", ops, new { @operator = "acme", name = "Noodle house", currency = "USD" }, Key())).Json["merchant_id"]!;
        var token = Host.Mint.Mint(Roles.Merchant, Guid.Parse(id)).AccessToken;
        var place = StreetGrid.Crossing(2, 2);
        var store = await Host.Send(
            "POST", "/v1/merchant/stores", token, new { name = "Noodle house", market = ApiHost.Market, longitude = place.Longitude, latitude = place.Latitude, time_zone = "UTC", channels = new[] { "counter" } }, Key());
        Assert.True(store.Status == 201, store.Text);
        return (token, (string)store.Json["store_id"]!);
    }

    private async Task<(string Token, string Path, string Id, Guid Store)> Place(JsonObject body)
    {
        var (merchant, store) = await Merchant();
        body["store_id"] = store;
        var id = Guid.NewGuid().ToString("N");
        var path = $"/v1/merchant/resources/{id}";
        var made = await Host.Send("PUT", path, merchant, body);
        Assert.True(made.Status == 200, made.Text);
        Assert.Equal(made.Text, (await Host.Send("PUT", path, merchant, body)).Text);
        Assert.Equal(id, (string)Assert.Single((await Host.Send("GET", "/v1/merchant/resources", merchant)).Json["items"]!.AsArray())!["resource_id"]!);
        return (merchant, path, id, Guid.Parse((string)body["store_id"]!));
    }

    /// <summary>A slot in the middle of a day to come.</summary>
    private async Task<DateTimeOffset> Begins(string customer, string id, int days)
    {
        var today = (DateTimeOffset)(await Host.Send("GET", $"/v1/resources/{id}/slots", customer)).Json["slots"]![0]!["begins_at"]!;
        var day = today.AddDays(days).AddHours(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var slots = (await Host.Send("GET", $"/v1/resources/{id}/slots?day={day}", customer)).Json["slots"]!.AsArray();
        return (DateTimeOffset)slots[slots.Count / 2]!["begins_at"]!;
    }

    private async Task<int> Free(string customer, string id, DateTimeOffset begins)
    {
        var day = TimeZoneInfo.ConvertTime(begins, NewYork).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var slots = (await Host.Send("GET", $"/v1/resources/{id}/slots?day={day}", customer)).Json["slots"]!.AsArray();
        return (int)slots.Single(slot => (DateTimeOffset)slot!["begins_at"]! == begins)!["free"]!;
    }

    private Task<ApiHost.Answer> Book(string customer, string id, DateTimeOffset begins, int party, string? key = null) =>
        Host.Send("POST", "/v1/bookings", customer, new { resource_id = id, begins_at = begins, party }, key ?? Key());
}
