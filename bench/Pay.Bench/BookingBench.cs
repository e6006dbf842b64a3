using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>One hot slot, through its resource's grain, as customers, the outbox and the door ask it. What came of it is held against the store at the end.</summary>
internal static class BookingBench
{
    public static async Task Run(int bookings, int callers, bool durable)
    {
        using var server = new PostgresServer(survivesPowerCut: durable);
        var (host, _) = await BenchHost.Start(server.Database(), 8, new CommitBench.NoGateway(), delivers: false);
        using (host)
        {
            var store = host.Services.GetRequiredService<IBookingStore>();
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var now = TimeProvider.System.GetUtcNow();

            // What warms up is another resource.
            var warm = Math.Max(callers, bookings / 10);
            await Lives(grains, await Make(store, 1, warm, now), warm, callers);
            var hot = await Make(store, 2, bookings, now);
            var processor = Environment.CpuUsage.TotalTime;
            var (held, confirmed) = await Lives(grains, hot, bookings, callers);
            var each = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / bookings;
            await Expect(store, hot, bookings);

            // Ten times as many as there are places.
            var room = Math.Max(1, bookings / 10);
            var scarce = await Make(store, 3, room, now);
            var begins = Noon();
            var clock = Stopwatch.StartNew();
            var had = 0;
            await Each(bookings, callers, async n =>
            {
                if ((await Hold(grains, scarce, begins, n)).Refusal is null)
                {
                    Interlocked.Increment(ref had);
                }
            });
            var tried = bookings / clock.Elapsed.TotalSeconds;
            if (had != room)
            {
                throw new InvalidOperationException($"{had} of {room} places were had.");
            }

            await Expect(store, scarce, room);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{bookings:N0} bookings of one slot by {callers} callers, {(durable ? "every commit on the disk" : "not waiting for the disk")}: held {held:N0}/s, confirmed {confirmed:N0}/s, "
                + $"both {1 / ((1 / held) + (1 / confirmed)):N0} reservations/s; {each:0} us of this process's processor a reservation; taken exactly {bookings:N0}. "
                + $"Room for {room:N0}: {had:N0} had of {bookings:N0} tries, {tried:N0}/s. Load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
            await host.StopAsync();
        }
    }

    private static async Task<(double Held, double Confirmed)> Lives(IGrainFactory grains, BookableResource resource, int bookings, int callers)
    {
        var begins = Noon();
        var clock = Stopwatch.StartNew();
        await Each(bookings, callers, async n => Done(await Hold(grains, resource, begins, n)));
        var held = bookings / clock.Elapsed.TotalSeconds;
        clock.Restart();
        await Each(bookings, callers, async n => Done(await Grain(grains, resource).Confirm(Id(resource, n), Id(resource, -n - 2), default)));
        return (held, bookings / clock.Elapsed.TotalSeconds);
    }

    private static Task<BookingReply> Hold(IGrainFactory grains, BookableResource resource, DateTimeOffset begins, int n) =>
        Grain(grains, resource).Hold(new HoldBooking(Id(resource, n), begins, 1, Id(resource, n), begins, false), default);

    private static IBookingGrain Grain(IGrainFactory grains, BookableResource resource) => grains.GetGrain<IBookingGrain>(resource.Id.ToString("N"));

    private static void Done(BookingReply reply)
    {
        if (reply.Refusal is { } why)
        {
            throw new InvalidOperationException($"A booking was refused: {why}");
        }
    }

    private static Guid Id(BookableResource resource, int n) => new(n, (short)resource.Plan.Lead.TotalSeconds, 7, 7, 7, 7, 7, 7, 7, 7, 7);

    /// <summary>Noon of the day after tomorrow.</summary>
    private static DateTimeOffset Noon() => new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero) + TimeSpan.FromDays(2) + TimeSpan.FromHours(12);

    private static async Task<BookableResource> Make(IBookingStore store, int n, int capacity, DateTimeOffset now)
    {
        var id = new Guid(n, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
        var resource = new BookableResource(
            id,
            new MerchantId(id),
            new StoreId(id),
            "Hot",
            "UTC",
            new SlotPlan(TimeSpan.FromHours(1), capacity, 1, 1, TimeSpan.FromSeconds(n), TimeSpan.FromDays(14), OpeningHours.Always),
            new DepositPolicy(new Money(500, Currency.Usd), TimeSpan.FromHours(2), BasisPoints.One, BasisPoints.One),
            TimeSpan.FromMinutes(10),
            TimeSpan.Zero,
            TimeSpan.FromMinutes(15));
        return (await store.Put(resource, now, default)).Resource!;
    }

    private static async Task Expect(IBookingStore store, BookableResource resource, int taken)
    {
        var begins = Noon();
        var counts = await store.Taken(resource.Id, begins, begins + TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow(), default);
        var booked = await store.Book(resource.Id, begins, begins + TimeSpan.FromHours(1), int.MaxValue, default);
        if (counts is not [{ Taken: var count }] || count != taken || booked.Length != taken)
        {
            throw new InvalidOperationException($"The slot is not what was done to it: {booked.Length} bookings, and not {taken}.");
        }
    }

    private static Task Each(int count, int callers, Func<int, Task> call)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < count;)
            {
                await call(n);
            }
        }));
    }
}
