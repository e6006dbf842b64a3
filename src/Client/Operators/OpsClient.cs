using System.Collections.Immutable;
using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Client.Operators;

/// <summary>What an operator does. Commands take an idempotency key; null makes a new one, under which the client itself repeats.</summary>
public sealed class OpsClient
{
    private readonly ApiRequests _api;

    internal OpsClient(ApiRequests api) => _api = api;

    /// <summary>The figures of a market.</summary>
    public Task<OverviewResource> OverviewAsync(string market, CancellationToken cancellationToken = default) =>
        _api.GetAsync<OverviewResource>(Route.Query("v1/ops/overview", ("market", market)), cancellationToken);

    /// <summary>Every vehicle and waiting job of a market.</summary>
    public Task<MapFrame> MapAsync(string market, CancellationToken cancellationToken = default) =>
        _api.GetAsync<MapFrame>(Route.Query("v1/ops/map", ("market", market)), cancellationToken);

    /// <summary>A page of the jobs that a search finds.</summary>
    /// <param name="search">Null for all jobs.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<JobResource>> JobsAsync(JobSearch? search = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<JobResource>>(
            Route.Query(
                "v1/ops/jobs",
                ("customer_id", search?.CustomerId),
                ("provider_id", search?.ProviderId),
                ("state", search?.State),
                ("market", search?.Market),
                ("from", search?.From),
                ("to", search?.To),
                ("longitude", search?.Near?.Longitude),
                ("latitude", search?.Near?.Latitude),
                ("radius_metres", search?.RadiusMetres),
                ("limit", limit),
                ("cursor", cursor)),
            cancellationToken);

    /// <summary>All jobs that a search finds, page after page as they are read.</summary>
    public IAsyncEnumerable<JobResource> AllJobsAsync(JobSearch? search = null, CancellationToken cancellationToken = default) =>
        Paging.AllAsync((cursor, stop) => JobsAsync(search, null, cursor, stop), cancellationToken);

    /// <summary>A job.</summary>
    public Task<JobResource> JobAsync(Guid jobId, CancellationToken cancellationToken = default) => _api.GetAsync<JobResource>($"v1/ops/jobs/{jobId:N}", cancellationToken);

    /// <summary>Everything that happened to a job: events, offers, money.</summary>
    public Task<TimelineResource> TimelineAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TimelineResource>($"v1/ops/jobs/{jobId:N}/timeline", cancellationToken);

    /// <summary>How a job was matched, the latest round first: candidates, what they cost, who was filtered.</summary>
    public Task<MatchesResource> MatchesAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<MatchesResource>($"v1/ops/jobs/{jobId:N}/matches", cancellationToken);

    /// <summary>Gives a job to a provider.</summary>
    public Task<JobResource> AssignAsync(Guid jobId, AssignBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<AssignBody, JobResource>($"v1/ops/jobs/{jobId:N}/assign", body, key, cancellationToken);

    /// <summary>Takes a job from its provider; it goes back to matching.</summary>
    public Task<JobResource> UnassignAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/ops/jobs/{jobId:N}/unassign", key, cancellationToken);

    /// <summary>Cancels a job for the platform.</summary>
    public Task<JobResource> CancelAsync(Guid jobId, CancelBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<CancelBody, JobResource>($"v1/ops/jobs/{jobId:N}/cancel", body, key, cancellationToken);

    /// <summary>Pays back part or all of what was captured for a job.</summary>
    public Task<JobResource> RefundAsync(Guid jobId, RefundBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<RefundBody, JobResource>($"v1/ops/jobs/{jobId:N}/refund", body, key, cancellationToken);

    /// <summary>Pays part or all of a tip back; the provider bears it. The gateway's answer comes later.</summary>
    public Task<JobResource> RefundTipAsync(Guid jobId, TipRefundBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<TipRefundBody, JobResource>($"v1/ops/jobs/{jobId:N}/tip/refund", body, key, cancellationToken);

    /// <summary>What is in a customer's wallets, and what happened to them, the latest first.</summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="limit">Entries of a page, 1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<WalletResource> WalletAsync(Guid customerId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<WalletResource>(Route.Query($"v1/ops/customers/{customerId:N}/wallet", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Gives a customer money to spend; the platform pays.</summary>
    public Task<WalletEntryResource> CreditWalletAsync(Guid customerId, WalletCreditBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<WalletCreditBody, WalletEntryResource>($"v1/ops/customers/{customerId:N}/wallet/credits", body, key, cancellationToken);

    /// <summary>Takes a merchant.</summary>
    public Task<MerchantResource> CreateMerchantAsync(MerchantBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<MerchantBody, MerchantResource>("v1/ops/merchants", body, key, cancellationToken);

    /// <summary>A page of the merchants, the latest first.</summary>
    /// <param name="operatorId">In whose markets; null for everybody's.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<MerchantResource>> MerchantsAsync(string? operatorId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<MerchantResource>>(Route.Query("v1/ops/merchants", ("operator", operatorId), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Says that a merchant was checked: customers see it from then on.</summary>
    public Task<MerchantResource> VerifyMerchantAsync(Guid merchantId, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<MerchantResource>($"v1/ops/merchants/{merchantId:N}/verify", null, cancellationToken);

    /// <summary>Suspends a merchant until it is verified again.</summary>
    public Task<MerchantResource> SuspendMerchantAsync(Guid merchantId, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<MerchantResource>($"v1/ops/merchants/{merchantId:N}/suspend", null, cancellationToken);

    /// <summary>Makes a campaign.</summary>
    public Task<CampaignResource> CreateCampaignAsync(CampaignBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<CampaignBody, CampaignResource>("v1/ops/campaigns", body, key, cancellationToken);

    /// <summary>A page of the campaigns, the latest first.</summary>
    /// <param name="operatorId">Whose; null for everybody's.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<CampaignResource>> CampaignsAsync(string? operatorId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<CampaignResource>>(Route.Query("v1/ops/campaigns", ("operator", operatorId), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>A campaign, with what of its budget is used and reserved.</summary>
    public Task<CampaignResource> CampaignAsync(Guid campaignId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CampaignResource>($"v1/ops/campaigns/{campaignId:N}", cancellationToken);

    /// <summary>What a campaign came to: vouchers, what each funder pays, and the jobs that used and earned them.</summary>
    public Task<CampaignFiguresResource> CampaignFiguresAsync(Guid campaignId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CampaignFiguresResource>($"v1/ops/campaigns/{campaignId:N}/figures", cancellationToken);

    /// <summary>A market's funnel.</summary>
    /// <param name="market">Which.</param>
    /// <param name="from">At this instant or later; null for a day before the end.</param>
    /// <param name="to">Before this instant; null for now.</param>
    /// <param name="byCampaign">By campaign; otherwise by source.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<FunnelResource> FunnelAsync(string market, DateTimeOffset? from = null, DateTimeOffset? to = null, bool byCampaign = false, CancellationToken cancellationToken = default) =>
        _api.GetAsync<FunnelResource>(Route.Query($"v1/ops/markets/{Route.Segment(market)}/funnel", ("from", from), ("to", to), ("by", byCampaign ? "campaign" : null)), cancellationToken);

    /// <summary>Who came back, by the week of the first completed job.</summary>
    /// <param name="market">Which.</param>
    /// <param name="weeks">How many weeks, this one the last; null for the server's default.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<CohortsResource> CohortsAsync(string market, int? weeks = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CohortsResource>(Route.Query($"v1/ops/markets/{Route.Segment(market)}/cohorts", ("weeks", weeks)), cancellationToken);

    /// <summary>Pauses a campaign, lets it go on, or ends it earlier.</summary>
    public Task<CampaignResource> ChangeCampaignAsync(Guid campaignId, CampaignChangeBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<CampaignChangeBody, CampaignResource>($"v1/ops/campaigns/{campaignId:N}/change", body, cancellationToken);

    /// <summary>Issues a voucher of a campaign.</summary>
    public Task<VoucherResource> IssueVoucherAsync(Guid campaignId, VoucherIssueBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<VoucherIssueBody, VoucherResource>($"v1/ops/campaigns/{campaignId:N}/vouchers", body, key, cancellationToken);

    /// <summary>What operators did about the prices of a service, the latest first.</summary>
    /// <param name="market">Which market.</param>
    /// <param name="serviceClass">Which service.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<SurgeChangeResource>> SurgeChangesAsync(string market, string serviceClass, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<SurgeChangeResource>>(
            Route.Query($"v1/ops/markets/{Route.Segment(market)}/surge/changes", ("service_class", serviceClass), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Makes links of a campaign for one voucher each.</summary>
    public Task<ClaimLinksResource> MakeLinksAsync(Guid campaignId, ClaimLinksBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ClaimLinksBody, ClaimLinksResource>($"v1/campaigns/{campaignId:N}/links", body, key, cancellationToken);

    /// <summary>Has what a customer still owes for a job asked for again on the saved method.</summary>
    public Task<JobResource> RetryPaymentAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/ops/jobs/{jobId:N}/payment/retry", key, cancellationToken);

    /// <summary>Says that somebody looked at a price that was cut off; its alert ends.</summary>
    public Task<JobResource> AcknowledgeFareCapAsync(Guid jobId, AcknowledgeBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<AcknowledgeBody, JobResource>($"v1/ops/jobs/{jobId:N}/fare-cap/acknowledge", body, key, cancellationToken);

    /// <summary>A page of the providers, without their jobs.</summary>
    /// <param name="standing">Those of this standing; null for all.</param>
    /// <param name="name">Those whose name has this in it; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<ProviderResource>> ProvidersAsync(
        StandingState? standing = null, string? name = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<ProviderResource>>(
            Route.Query("v1/ops/providers", ("standing", standing), ("name", name), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>All providers, page after page as they are read.</summary>
    public IAsyncEnumerable<ProviderResource> AllProvidersAsync(StandingState? standing = null, string? name = null, CancellationToken cancellationToken = default) =>
        Paging.AllAsync((cursor, stop) => ProvidersAsync(standing, name, null, cursor, stop), cancellationToken);

    /// <summary>A provider.</summary>
    public Task<ProviderResource> ProviderAsync(Guid providerId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ProviderResource>($"v1/ops/providers/{providerId:N}", cancellationToken);

    /// <summary>Lets an applicant work.</summary>
    public Task<ProviderResource> ApproveAsync(Guid providerId, string? key = null, CancellationToken cancellationToken = default) =>
        StandingAsync(providerId, "approve", key, cancellationToken);

    /// <summary>Stops a provider from working.</summary>
    public Task<ProviderResource> SuspendAsync(Guid providerId, string? key = null, CancellationToken cancellationToken = default) =>
        StandingAsync(providerId, "suspend", key, cancellationToken);

    /// <summary>Lets a suspended provider work again.</summary>
    public Task<ProviderResource> ReinstateAsync(Guid providerId, string? key = null, CancellationToken cancellationToken = default) =>
        StandingAsync(providerId, "reinstate", key, cancellationToken);

    /// <summary>Says what a provider can do or is licensed for: what is not in the list is taken away.</summary>
    public Task<ProviderResource> PutSkillsAsync(Guid providerId, SkillsBody body, CancellationToken cancellationToken = default) =>
        _api.PutAsync<SkillsBody, ProviderResource>($"v1/ops/providers/{providerId:N}/skills", body, cancellationToken);

    /// <summary>What a person should look at.</summary>
    public Task<ImmutableArray<AlertResource>> AlertsAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ImmutableArray<AlertResource>>("v1/ops/alerts", cancellationToken);

    /// <summary>Removes a provider that is on no shift: profile, standing, entry in the list. Repeating it does no harm; jobs and books stay as they are.</summary>
    public Task RemoveProviderAsync(Guid providerId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync<object?>($"v1/ops/providers/{providerId:N}", cancellationToken);

    /// <summary>Removes a customer without open jobs and without methods that the gateway keeps. Repeating it does no harm; jobs and books stay as they are.</summary>
    public Task RemoveCustomerAsync(Guid customerId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync<object?>($"v1/ops/customers/{customerId:N}", cancellationToken);

    /// <summary>Tries a parked delivery again.</summary>
    /// <param name="row">From the alert.</param>
    /// <param name="key">The idempotency key; null makes one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RetryOutboxAsync(long row, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<object?>($"v1/ops/outbox/{row}/retry", key, cancellationToken);

    /// <summary>What prices are multiplied by, service by service and zone by zone.</summary>
    public Task<ImmutableArray<SurgeResource>> SurgeAsync(string market, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ImmutableArray<SurgeResource>>($"v1/ops/markets/{Route.Segment(market)}/surge", cancellationToken);

    /// <summary>Puts an own multiplier in place of the counted one for a while, or ends it.</summary>
    public Task<SurgeResource> SetSurgeAsync(string market, SurgeBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<SurgeBody, SurgeResource>($"v1/ops/markets/{Route.Segment(market)}/surge", body, cancellationToken);

    /// <summary>A market takes no orders until it is resumed.</summary>
    public Task<MarketResource> PauseAsync(string market, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<MarketResource>($"v1/ops/markets/{Route.Segment(market)}/pause", key, cancellationToken);

    /// <summary>A market takes orders again.</summary>
    public Task<MarketResource> ResumeAsync(string market, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<MarketResource>($"v1/ops/markets/{Route.Segment(market)}/resume", key, cancellationToken);

    /// <summary>The books.</summary>
    public Task<LedgerResource> LedgerAsync(CancellationToken cancellationToken = default) => _api.GetAsync<LedgerResource>("v1/ops/ledger", cancellationToken);

    /// <summary>What a job came to.</summary>
    public Task<JobEconomicsResource> JobEconomicsAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<JobEconomicsResource>($"v1/ops/jobs/{jobId:N}/economics", cancellationToken);

    /// <summary>What was posted in a period, by market and service class.</summary>
    /// <param name="from">Null for the day before <paramref name="to"/>.</param>
    /// <param name="to">Null for now.</param>
    /// <param name="market">Of this market; null for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<PeriodEconomicsResource> EconomicsAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, string? market = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<PeriodEconomicsResource>(Route.Query("v1/ops/economics", ("from", from), ("to", to), ("market", market)), cancellationToken);

    /// <summary>The daily close, from midnight to midnight UTC.</summary>
    /// <param name="day">Null for today.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<PeriodCloseResource> LedgerCloseAsync(DateOnly? day = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<PeriodCloseResource>(Route.Query("v1/ops/ledger/close", ("day", day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>A provider's statement.</summary>
    /// <param name="providerId">Whose.</param>
    /// <param name="from">Null for 30 days before <paramref name="to"/>.</param>
    /// <param name="to">Null for now.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<StatementResource> ProviderStatementAsync(Guid providerId, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<StatementResource>(Route.Query($"v1/ops/providers/{providerId:N}/statement", ("from", from), ("to", to)), cancellationToken);

    /// <summary>A merchant's statement; parameters as of a provider's.</summary>
    public Task<StatementResource> MerchantStatementAsync(Guid merchantId, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<StatementResource>(Route.Query($"v1/ops/merchants/{merchantId:N}/statement", ("from", from), ("to", to)), cancellationToken);

    /// <summary>What a provider is owed, its account at the gateway, and a page of its payouts, the latest first.</summary>
    /// <param name="providerId">Whose.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<PayeeResource> ProviderPayoutsAsync(Guid providerId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<PayeeResource>(Route.Query($"v1/ops/providers/{providerId:N}/payouts", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>What a merchant is owed, its account at the gateway, and a page of its payouts, the latest first.</summary>
    /// <param name="merchantId">The merchant.</param>
    /// <param name="limit">1 to 200; 50 without.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<PayeeResource> MerchantPayoutsAsync(Guid merchantId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<PayeeResource>(Route.Query($"v1/ops/merchants/{merchantId:N}/payouts", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>A page of payouts, the latest first.</summary>
    /// <param name="status">pending, in_transit, paid, failed or canceled; null for all.</param>
    /// <param name="providerId">Of this provider; null for all.</param>
    /// <param name="merchantId">Of this merchant; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<PayoutResource>> PayoutsAsync(
        string? status = null, Guid? providerId = null, Guid? merchantId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<PayoutResource>>(
            Route.Query("v1/ops/payouts", ("status", status), ("provider_id", providerId), ("merchant_id", merchantId), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Has a payout tried again that failed or was canceled. Repeating it is harmless.</summary>
    /// <param name="payoutId">Which.</param>
    /// <param name="key">The idempotency key; null makes one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<PayoutResource> RetryPayoutAsync(Guid payoutId, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<PayoutResource>($"v1/ops/payouts/{payoutId:N}/retry", key, cancellationToken);

    /// <summary>A page of what the payment gateway told, the latest first.</summary>
    /// <param name="state">received, processed, ignored or refused; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<WebhookResource>> WebhooksAsync(string? state = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<WebhookResource>>(Route.Query("v1/ops/webhooks", ("state", state), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Lets the payment gateway's news that was set aside be tried again.</summary>
    /// <param name="number">From the alert, or the list.</param>
    /// <param name="key">The idempotency key; null makes one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RetryWebhookAsync(long number, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<object?>($"v1/ops/webhooks/{number}/retry", key, cancellationToken);

    /// <summary>What the last comparison of the payment gateway's lists with our books left.</summary>
    public Task<ReconciliationResource> ReconciliationAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ReconciliationResource>("v1/ops/payments/reconciliation", cancellationToken);

    /// <summary>A page of the payment methods that were refused before there was a payment, and of the refunds and tips whose amount was refused, the latest first.</summary>
    /// <param name="customer">Only this customer's; null for all.</param>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<PaymentRefusalResource>> PaymentRefusalsAsync(Guid? customer = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<PaymentRefusalResource>>(Route.Query("v1/ops/payments/refusals", ("customer", customer), ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>The latest 200 messages to phones and mailboxes.</summary>
    public Task<ImmutableArray<NotificationResource>> NotificationsAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<ImmutableArray<NotificationResource>>("v1/ops/notifications", cancellationToken);

    /// <summary>A page of the integrators' keys.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<ApiKeyResource>> ApiKeysAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<ApiKeyResource>>(Route.Query("v1/ops/api-keys", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>Makes a key for an integrator. Its secret is in this answer and nowhere else. Not repeated after a lost answer: that would make a second key.</summary>
    public Task<ApiKeyResource> CreateApiKeyAsync(ApiKeyBody body, CancellationToken cancellationToken = default) =>
        _api.PostOnceAsync<ApiKeyBody, ApiKeyResource>("v1/ops/api-keys", body, cancellationToken);

    /// <summary>Makes a key void.</summary>
    public Task<ApiKeyResource> RevokeApiKeyAsync(Guid keyId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync<ApiKeyResource>($"v1/ops/api-keys/{keyId:N}", cancellationToken);

    private Task<ProviderResource> StandingAsync(Guid providerId, string step, string? key, CancellationToken cancellationToken) =>
        _api.CommandAsync<ProviderResource>($"v1/ops/providers/{providerId:N}/{step}", key, cancellationToken);
}
