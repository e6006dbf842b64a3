using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Client.Merchants;

/// <summary>What a merchant does.</summary>
public sealed class MerchantClient
{
    private readonly ApiRequests _api;

    internal MerchantClient(ApiRequests api) => (_api, Webhooks) = (api, new MerchantWebhookClient(api));

    /// <summary>The merchant's endpoints that are sent the events of its orders. For owners.</summary>
    public MerchantWebhookClient Webhooks { get; }

    /// <summary>The merchant's statement.</summary>
    /// <param name="from">Null for 30 days before <paramref name="to"/>.</param>
    /// <param name="to">Null for now.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<StatementResource> StatementAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<StatementResource>(Route.Query("v1/merchant/statement", ("from", from), ("to", to)), cancellationToken);

    /// <summary>What the merchant is owed, its account at the gateway, and a page of its payouts, the latest first. For owners.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<PayeeResource> PayoutsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<PayeeResource>(Route.Query("v1/merchant/payouts", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>For whom the token stands: the merchant itself, or somebody who works for it.</summary>
    public Task<MerchantSelfResource> MeAsync(CancellationToken cancellationToken = default) => _api.GetAsync<MerchantSelfResource>("v1/merchant", cancellationToken);

    /// <summary>A page of the merchant's stores, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<StoreResource>> StoresAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<StoreResource>>(Route.Query("v1/merchant/stores", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>A store.</summary>
    public Task<StoreResource> StoreAsync(Guid storeId, CancellationToken cancellationToken = default) => _api.GetAsync<StoreResource>($"v1/merchant/stores/{storeId:N}", cancellationToken);

    /// <summary>Makes a store.</summary>
    public Task<StoreResource> CreateStoreAsync(StoreBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<StoreBody, StoreResource>("v1/merchant/stores", body, key, cancellationToken);

    /// <summary>Changes a store; with the version that was read.</summary>
    public Task<StoreResource> ChangeStoreAsync(Guid storeId, StoreBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<StoreBody, StoreResource>($"v1/merchant/stores/{storeId:N}", body, cancellationToken);

    /// <summary>Lets a store rest, or go on.</summary>
    public Task<StoreResource> PauseStoreAsync(Guid storeId, StorePauseBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<StorePauseBody, StoreResource>($"v1/merchant/stores/{storeId:N}/pause", body, cancellationToken);

    /// <summary>What a store sells, with how many there are.</summary>
    public Task<ImmutableArray<ShelfResource>> ShelfAsync(Guid storeId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ImmutableArray<ShelfResource>>($"v1/merchant/stores/{storeId:N}/shelf", cancellationToken);

    /// <summary>Says what there is of a product at a store.</summary>
    public Task<ImmutableArray<ShelfResource>> PutShelfAsync(Guid storeId, ShelfBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<ShelfBody, ImmutableArray<ShelfResource>>($"v1/merchant/stores/{storeId:N}/shelf", body, cancellationToken);

    /// <summary>A page of the merchant's products, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<ProductResource>> ProductsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<ProductResource>>(Route.Query("v1/merchant/products", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Makes a product.</summary>
    public Task<ProductResource> CreateProductAsync(ProductBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ProductBody, ProductResource>("v1/merchant/products", body, key, cancellationToken);

    /// <summary>Changes a product; with the version that was read.</summary>
    public Task<ProductResource> ChangeProductAsync(Guid productId, ProductBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<ProductBody, ProductResource>($"v1/merchant/products/{productId:N}", body, cancellationToken);

    /// <summary>A page of who works for the merchant, or did, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<StaffResource>> StaffAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<StaffResource>>(Route.Query("v1/merchant/staff", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Takes somebody in.</summary>
    public Task<StaffResource> CreateStaffAsync(StaffBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<StaffBody, StaffResource>("v1/merchant/staff", body, key, cancellationToken);

    /// <summary>Lets somebody go: its tokens open nothing from then on.</summary>
    public Task<StaffResource> RevokeStaffAsync(Guid staffId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync<StaffResource>($"v1/merchant/staff/{staffId:N}", cancellationToken);

    /// <summary>What can be booked of the merchant's stores.</summary>
    /// <param name="limit">Resources of a page, 1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<BookingPlaceResource>> BookingPlacesAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<BookingPlaceResource>>(Route.Query("v1/merchant/resources", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Makes or changes what can be booked.</summary>
    /// <param name="resourceId">Names it; the merchant chooses the id of a new one.</param>
    /// <param name="body">How it shall stand, with the version that this changes.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<BookingPlaceResource> PutBookingPlaceAsync(Guid resourceId, BookingPlaceBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<BookingPlaceBody, BookingPlaceResource>($"v1/merchant/resources/{resourceId:N}", body, cancellationToken);

    /// <summary>A day's slots and bookings.</summary>
    /// <param name="resourceId">Of what.</param>
    /// <param name="day">On the clock there; null for today.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<BookingDayBookResource> DayBookAsync(Guid resourceId, DateOnly? day = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<BookingDayBookResource>(Route.Query($"v1/merchant/resources/{resourceId:N}/book", ("day", day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Lets people in who have not booked, into the slot that is on.</summary>
    public Task<BookingResource> WalkInAsync(Guid resourceId, WalkInBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WalkInBody, BookingResource>($"v1/merchant/resources/{resourceId:N}/walk-ins", body, key, cancellationToken);

    /// <summary>The customer has come.</summary>
    public Task<BookingResource> SeatAsync(Guid bookingId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<BookingResource>($"v1/merchant/bookings/{bookingId:N}/seat", key, cancellationToken);

    /// <summary>The customer has gone, before the slot ends.</summary>
    public Task<BookingResource> FinishBookingAsync(Guid bookingId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<BookingResource>($"v1/merchant/bookings/{bookingId:N}/finish", key, cancellationToken);

    /// <summary>Gives a booking up for the store: nothing of the deposit stays.</summary>
    public Task<BookingResource> CancelBookingAsync(Guid bookingId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<BookingResource>($"v1/merchant/bookings/{bookingId:N}/cancel", key, cancellationToken);

    /// <summary>What the merchant's orders came to, and what those of the same weekdays before did.</summary>
    /// <param name="from">The first day, at the stores; null for today.</param>
    /// <param name="to">The day after the last; null for one day.</param>
    /// <param name="storeId">One store; null for all that the caller sees.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<MerchantStatisticsResource> StatisticsAsync(DateOnly? from = null, DateOnly? to = null, Guid? storeId = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<MerchantStatisticsResource>(Route.Query("v1/merchant/statistics", ("from", from), ("to", to), ("store_id", storeId)), cancellationToken);

    /// <summary>A page of the merchant's placements, the highest id first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<PlacementResource>> PlacementsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<PlacementResource>>(Route.Query("v1/merchant/placements", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Makes a placement (version 0), or changes the one whose version is given.</summary>
    public Task<PlacementResource> PutPlacementAsync(Guid placementId, PlacementBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<PlacementBody, PlacementResource>($"v1/merchant/placements/{placementId:N}", body, cancellationToken);

    /// <summary>A page of the merchant's orders, the latest first.</summary>
    /// <param name="state">Only in this state; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<JobResource>> JobsAsync(JobState? state = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<JobResource>>(Route.Query("v1/merchant/jobs", ("state", state), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>An order.</summary>
    public Task<JobResource> JobAsync(Guid jobId, CancellationToken cancellationToken = default) => _api.GetAsync<JobResource>($"v1/merchant/jobs/{jobId:N}", cancellationToken);

    /// <summary>Takes an order.</summary>
    public Task<JobResource> AcceptAsync(Guid jobId, AcceptOrderBody? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<AcceptOrderBody, JobResource>($"v1/merchant/jobs/{jobId:N}/accept", body ?? new AcceptOrderBody(), key, cancellationToken);

    /// <summary>Cannot serve an order.</summary>
    public Task<JobResource> RejectAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/merchant/jobs/{jobId:N}/reject", key, cancellationToken);

    /// <summary>Has the goods of an order ready.</summary>
    public Task<JobResource> PreparedAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/merchant/jobs/{jobId:N}/prepared", key, cancellationToken);

    /// <summary>Looks what a code is good for.</summary>
    public Task<JobResource> LookAsync(CodeBody body, CancellationToken cancellationToken = default) => _api.PostAsync<CodeBody, JobResource>("v1/merchant/codes", body, cancellationToken);

    /// <summary>Looks what the customer who shows a code shares with the counter: nothing without a consent. The look is written down for the customer.</summary>
    public Task<CounterCustomerResource> LookAtCustomerAsync(CounterCodeBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<CounterCodeBody, CounterCustomerResource>("v1/merchant/codes/customer", body, cancellationToken);

    /// <summary>Gives at the counter what was paid online.</summary>
    public Task<JobResource> RedeemAsync(RedeemBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<RedeemBody, JobResource>("v1/merchant/redemptions", body, key, cancellationToken);
}
