using System.Globalization;
using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Client.Customers;

/// <summary>
/// What a customer does. An integrator with an API key does the same for the account of its key, as far as its scopes go. Commands take an idempotency key (1 to 100
/// visible ASCII characters); null makes a new one, under which the client itself repeats. Give one of your own to repeat a command later, also from another process.
/// </summary>
public sealed class CustomerClient
{
    private readonly ApiRequests _api;

    internal CustomerClient(ApiRequests api) => _api = api;

    /// <summary>Who the caller is.</summary>
    public Task<CustomerResource> MeAsync(CancellationToken cancellationToken = default) => _api.GetAsync<CustomerResource>("v1/me", cancellationToken);

    /// <summary>Changes what the customer says of themselves.</summary>
    public Task<CustomerResource> ChangeAsync(CustomerBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<CustomerBody, CustomerResource>("v1/me", body, cancellationToken);

    /// <summary>The customer with the payment methods.</summary>
    public Task<CustomerResource> PaymentMethodsAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<CustomerResource>("v1/me/payment-methods", cancellationToken);

    /// <summary>Adds a payment method.</summary>
    public Task<CustomerResource> AddPaymentMethodAsync(PaymentMethodBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<PaymentMethodBody, CustomerResource>("v1/me/payment-methods", body, key, cancellationToken);

    /// <summary>Takes a payment method out.</summary>
    /// <param name="token">The gateway's token of it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<CustomerResource> RemovePaymentMethodAsync(string token, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync<CustomerResource>($"v1/me/payment-methods/{Route.Segment(token)}", cancellationToken);

    /// <summary>Begins to save a card: the app confirms with the client secret, then <see cref="CompletePaymentSetupAsync"/>.</summary>
    public Task<PaymentSetupResource> BeginPaymentSetupAsync(PaymentSetupBody? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<PaymentSetupBody, PaymentSetupResource>("v1/me/payment-methods/setup", body ?? new PaymentSetupBody(), key, cancellationToken);

    /// <summary>Says that the app has confirmed a setup; the card is the customer's from then on.</summary>
    public Task<PaymentSetupResource> CompletePaymentSetupAsync(string setupId, PaymentSetupDoneBody? body = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<PaymentSetupDoneBody, PaymentSetupResource>($"v1/me/payment-methods/setup/{Route.Segment(setupId)}/complete", body ?? new PaymentSetupDoneBody(), cancellationToken);

    /// <summary>Makes a payment method the one to use when an order names none.</summary>
    /// <param name="token">The gateway's token of it.</param>
    /// <param name="key">The idempotency key; null for a new one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<CustomerResource> MakeDefaultPaymentMethodAsync(string token, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<CustomerResource>($"v1/me/payment-methods/{Route.Segment(token)}/default", key, cancellationToken);

    /// <summary>What is in the customer's wallets, and what happened to them, the latest first.</summary>
    /// <param name="limit">Entries of a page, 1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<WalletResource> WalletAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<WalletResource>(Route.Query("v1/me/wallet", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Puts money into a wallet by a card. The answer says that it is begun; <see cref="TopUpAsync"/> says how it ended.</summary>
    public Task<WalletTopUpResource> BeginTopUpAsync(WalletTopUpBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WalletTopUpBody, WalletTopUpResource>("v1/me/wallet/top-ups", body, key, cancellationToken);

    /// <summary>How a top-up stands.</summary>
    public Task<WalletTopUpResource> TopUpAsync(Guid topUpId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<WalletTopUpResource>($"v1/me/wallet/top-ups/{topUpId:N}", cancellationToken);

    /// <summary>Free vehicles of a service near a place, and how soon one could be there: an estimate.</summary>
    public Task<NearResource> NearAsync(string market, string serviceClass, double longitude, double latitude, CancellationToken cancellationToken = default) => _api.GetAsync<NearResource>(
        Route.Query($"v1/markets/{Route.Segment(market)}/near", ("service_class", serviceClass), ("longitude", longitude), ("latitude", latitude)), cancellationToken);

    /// <summary>What happened to the customer, online and offline, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<MomentResource>> TimelineAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<MomentResource>>(Route.Query("v1/me/timeline", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>What the customer wants.</summary>
    public Task<PreferencesResource> PreferencesAsync(CancellationToken cancellationToken = default) => _api.GetAsync<PreferencesResource>("v1/me/preferences", cancellationToken);

    /// <summary>Says what the customer wants; what is left out stays.</summary>
    public Task<PreferencesResource> PreferAsync(PreferencesBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<PreferencesBody, PreferencesResource>("v1/me/preferences", body, cancellationToken);

    /// <summary>Whom the customer lets see notes and vouchers at a counter, by merchant.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<ConsentResource>> ConsentsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<ConsentResource>>(Route.Query("v1/me/consents", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Lets a merchant's counters see notes and usable vouchers for a while, in the place of what it was let before.</summary>
    public Task<ConsentResource> ConsentAsync(Guid merchantId, ConsentBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<ConsentBody, ConsentResource>($"v1/me/consents/{merchantId:N}", body, cancellationToken);

    /// <summary>Takes that back; harmless when there is none.</summary>
    public Task RevokeConsentAsync(Guid merchantId, CancellationToken cancellationToken = default) => _api.DeleteAsync<object>($"v1/me/consents/{merchantId:N}", cancellationToken);

    /// <summary>Who looked at what the customer shares, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<LookResource>> LooksAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<LookResource>>(Route.Query("v1/me/looks", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Says that the customer has come into a zone, and gives what is suggested there. The place is not kept.</summary>
    public Task<PlaceResource> PlaceAsync(PlaceBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<PlaceBody, PlaceResource>("v1/me/place", body, cancellationToken);

    /// <summary>The customer's vouchers, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<VoucherResource>> VouchersAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<VoucherResource>>(Route.Query("v1/me/vouchers", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Enters a voucher's code: the voucher is the customer's from then on. The same code again is the same voucher.</summary>
    public Task<VoucherResource> EnterVoucherAsync(VoucherCodeBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<VoucherCodeBody, VoucherResource>("v1/me/vouchers", body, cancellationToken);

    /// <summary>Opens a link that gives a voucher, or that another customer passed on. The same link again gives the same.</summary>
    public Task<ClaimResource> ClaimAsync(ClaimBody body, CancellationToken cancellationToken = default) => _api.PostAsync<ClaimBody, ClaimResource>("v1/vouchers/claim", body, cancellationToken);

    /// <summary>The customer's own links, which give a voucher for each who comes by them and completes a first job.</summary>
    /// <param name="market">Those that are good there; null for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<ReferralResource>> ReferralsAsync(string? market = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<ReferralResource>>(Route.Query("v1/me/referrals", ("market", market)), cancellationToken);

    /// <summary>What can be booked of a store.</summary>
    /// <param name="storeId">Where.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<BookingPlaceResource>> BookingPlacesAsync(Guid storeId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<BookingPlaceResource>>($"v1/stores/{storeId:N}/resources", cancellationToken);

    /// <summary>The slots of a day, with what is free.</summary>
    /// <param name="resourceId">Of what.</param>
    /// <param name="day">On the clock there; null for today.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<BookingSlotsResource> SlotsAsync(Guid resourceId, DateOnly? day = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<BookingSlotsResource>(Route.Query($"v1/resources/{resourceId:N}/slots", ("day", day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>Books: the place is kept while the deposit is paid, or the customer's at once where there is none.</summary>
    public Task<BookingResource> BookAsync(BookingBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<BookingBody, BookingResource>("v1/bookings", body, key, cancellationToken);

    /// <summary>The customer's bookings, the latest first.</summary>
    /// <param name="limit">Bookings of a page, 1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<BookingResource>> BookingsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<BookingResource>>(Route.Query("v1/bookings", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>One of the customer's bookings.</summary>
    public Task<BookingResource> BookingAsync(Guid bookingId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<BookingResource>($"v1/bookings/{bookingId:N}", cancellationToken);

    /// <summary>Gives a booking up; the answer says what of the deposit stays.</summary>
    public Task<BookingResource> CancelBookingAsync(Guid bookingId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<BookingResource>($"v1/bookings/{bookingId:N}/cancel", key, cancellationToken);

    /// <summary>Asks for a price. What is stored is the hold of a voucher, and that it was asked.</summary>
    public Task<QuoteResource> QuoteAsync(QuoteBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<QuoteBody, QuoteResource>("v1/quotes", body, cancellationToken);

    /// <summary>Orders what was quoted. The card is held, and charged when the job is done.</summary>
    public Task<JobResource> OrderAsync(OrderBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<OrderBody, JobResource>("v1/jobs", body, key, cancellationToken);

    /// <summary>A page of the caller's own jobs, the latest first; a provider sees those it had.</summary>
    /// <param name="state">Those in this state; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<JobResource>> JobsAsync(JobState? state = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<JobResource>>(Route.Query("v1/jobs", ("state", state), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>All of the caller's own jobs, the latest first, page after page as they are read.</summary>
    public IAsyncEnumerable<JobResource> AllJobsAsync(JobState? state = null, CancellationToken cancellationToken = default) =>
        Paging.AllAsync((cursor, stop) => JobsAsync(state, null, cursor, stop), cancellationToken);

    /// <summary>A job of the caller's.</summary>
    public Task<JobResource> JobAsync(Guid jobId, CancellationToken cancellationToken = default) => _api.GetAsync<JobResource>($"v1/jobs/{jobId:N}", cancellationToken);

    /// <summary>Cancels a job; the terms of its quote say what that costs.</summary>
    public Task<JobResource> CancelAsync(Guid jobId, CancelBody? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<CancelBody, JobResource>($"v1/jobs/{jobId:N}/cancel", body ?? new CancelBody(), key, cancellationToken);

    /// <summary>Orders several jobs of which each follows another: all or none.</summary>
    /// <param name="body">The quotes, in order.</param>
    /// <param name="key">The idempotency key; null for a new one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ChainResource> OrderChainAsync(ChainBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ChainBody, ChainResource>("v1/chains", body, key, cancellationToken);

    /// <summary>Jobs that were ordered together.</summary>
    public Task<ChainResource> ChainAsync(Guid chainId, CancellationToken cancellationToken = default) => _api.GetAsync<ChainResource>($"v1/chains/{chainId:N}", cancellationToken);

    /// <summary>Tips the provider of a completed job that is paid; once a job. The card is charged apart from the price.</summary>
    public Task<JobResource> TipAsync(Guid jobId, TipBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<TipBody, JobResource>($"v1/jobs/{jobId:N}/tip", body, key, cancellationToken);

    /// <summary>What a ride would cost that ends elsewhere; from where its vehicle is, once it carries the customer.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="body">Where to.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<QuoteResource> QuoteDestinationAsync(Guid jobId, DestinationBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<DestinationBody, QuoteResource>($"v1/jobs/{jobId:N}/destination/quote", body, cancellationToken);

    /// <summary>Lets a ride end elsewhere, for a price that was quoted for it.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="body">The quote.</param>
    /// <param name="key">The idempotency key; null for a new one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<JobResource> ChangeDestinationAsync(Guid jobId, DestinationChangeBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<DestinationChangeBody, JobResource>($"v1/jobs/{jobId:N}/destination", body, key, cancellationToken);

    /// <summary>Says whether extra work is wanted that the provider offers.</summary>
    public Task<JobResource> AnswerExtraAsync(Guid jobId, int number, ExtraAnswerBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ExtraAnswerBody, JobResource>($"v1/jobs/{jobId:N}/extras/{number}", body, key, cancellationToken);

    /// <summary>Says that the customer has confirmed a payment that required it; the gateway is then asked how it stands.</summary>
    public Task<JobResource> ConfirmPaymentAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/jobs/{jobId:N}/payment/confirm", key, cancellationToken);

    /// <summary>Has what is still owed for a job asked for again on the saved method.</summary>
    public Task<JobResource> RetryPaymentAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/jobs/{jobId:N}/payment/retry", key, cancellationToken);

    /// <summary>Rates a completed job. The first rating stands and is answered to later ones.</summary>
    public Task<RatingResource> RateAsync(Guid jobId, RatingBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<RatingBody, RatingResource>($"v1/jobs/{jobId:N}/rating", body, cancellationToken);

    /// <summary>What both sides of a completed job say of each other, as far as the customer may see it.</summary>
    public Task<JobRatingsResource> RatingsAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<JobRatingsResource>($"v1/jobs/{jobId:N}/rating", cancellationToken);

    /// <summary>What was paid for a job; <c>receipt_not_ready</c> before its end.</summary>
    public Task<ReceiptResource> ReceiptAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ReceiptResource>($"v1/jobs/{jobId:N}/receipt", cancellationToken);

    /// <summary>A link with which anyone may follow the job.</summary>
    public Task<ShareLinkResource> ShareAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ShareLinkResource>($"v1/jobs/{jobId:N}/share", key, cancellationToken);
}
