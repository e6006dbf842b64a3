using System.Net;
using System.Text.RegularExpressions;
using O2O.Dispatch.Client.Integrators;
using O2O.Dispatch.Client.Operators;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Client.Tests;

/// <summary>The client and the contract name the same routes.</summary>
public sealed partial class RouteTests
{
    private static readonly Guid Job = TestJobs.Id(0x11);
    private static readonly Guid Offer = TestJobs.Id(0x22);

    /// <summary>What is not for this client: documents, keys and pages.</summary>
    private static readonly string[] NotOurs = ["GET /.well-known/jwks.json", "GET /health/live", "GET /openapi/v1.json", "GET /docs", "POST /webhooks/stripe", "GET /v1/ops/orleans", "POST /v1/ops/orleans", "DELETE /v1/ops/orleans"];

    [Fact]
    public async Task Client_Calls_AreTheRoutesOfTheContract()
    {
        var documented = Documented().ToDictionary(route => route.Route, route => route.Keyed);
        var called = await CalledAsync();
        Assert.Empty(documented.Keys.Except(called.Keys).Except(NotOurs));
        Assert.Empty(called.Keys.Except(documented.Keys).Except(["POST /v1/dev/sign-in"]));
        Assert.Empty(documented.Where(route => route.Value && !called[route.Key]).Select(route => $"{route.Key} is called without a key"));
    }

    [Fact]
    public async Task Search_EveryFilter_IsInTheQuery()
    {
        var recorder = new Recorder();
        var ops = recorder.Client().Ops;
        await ops.JobsAsync(new JobSearch(Job, Offer, JobState.InProgress, "a b", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), new(-73.5, 40.25), 250.5), 7, "c");
        Assert.Equal(
            "?customer_id=00000011000000000000000000000000&provider_id=00000022000000000000000000000000&state=in_progress&market=a%20b&from=1970-01-01T00%3A00%3A00.0000000Z"
            + "&to=1970-01-02T00%3A00%3A00.0000000Z&longitude=-73.5&latitude=40.25&radius_metres=250.5&limit=7&cursor=c",
            recorder.Calls.Single().Query);
    }

    private static async Task<SortedDictionary<string, bool>> CalledAsync()
    {
        var recorder = new Recorder();
        using var client = recorder.Client();
        var (customer, provider, ops, integrator) = (client.Customer, client.Provider, client.Ops, client.Integrator);
        await client.MarketsAsync();
        await client.MapAsync("m");
        await client.ShareAsync("t");
        await client.SignInAsync(new SignInBody("ops"));
        await client.IsReadyAsync();
        await customer.MeAsync();
        await customer.ChangeAsync(new CustomerBody("n"));
        await customer.PaymentMethodsAsync();
        await customer.AddPaymentMethodAsync(new PaymentMethodBody("t"));
        await customer.RemovePaymentMethodAsync("t");
        await customer.BeginPaymentSetupAsync();
        await customer.CompletePaymentSetupAsync("t");
        await customer.MakeDefaultPaymentMethodAsync("t");
        await customer.NearAsync("m", "ride", 1, 2);
        await customer.QuoteAsync(new QuoteBody("m", "ride", [new(0, 0), new(1, 1)]));
        await customer.OrderAsync(new OrderBody("q"));
        await customer.OrderChainAsync(new ChainBody([new LegBody("q"), new LegBody("r")]));
        await customer.ChainAsync(Job);
        await customer.JobsAsync();
        await customer.JobAsync(Job);
        await customer.CancelAsync(Job);
        await customer.RateAsync(Job, new RatingBody(5));
        await customer.RatingsAsync(Job);
        await provider.RateAsync(Job, new RatingBody(5));
        await provider.RatingsAsync(Job);
        await customer.ReceiptAsync(Job);
        await customer.ShareAsync(Job);
        await customer.TipAsync(Job, new TipBody(100));
        await customer.WalletAsync();
        await customer.BeginTopUpAsync(new WalletTopUpBody("m", 100));
        await customer.TopUpAsync(Job);
        await customer.VouchersAsync();
        await customer.TimelineAsync();
        await customer.PreferencesAsync();
        await customer.PreferAsync(new PreferencesBody(true));
        await customer.ConsentsAsync();
        await customer.ConsentAsync(Job, new ConsentBody());
        await customer.RevokeConsentAsync(Job);
        await customer.LooksAsync();
        await customer.PlaceAsync(new PlaceBody("m", 1, 2));
        await client.TouchAsync(new JourneyBody("m", "link"));
        await ops.FunnelAsync("m");
        await ops.CohortsAsync("m");
        await ops.CampaignFiguresAsync(Job);
        await customer.EnterVoucherAsync(new VoucherCodeBody("c"));
        await customer.ClaimAsync(new ClaimBody("t", "m"));
        await customer.ReferralsAsync();
        await ops.MakeLinksAsync(Job, new ClaimLinksBody());
        await client.Integrator.MakeLinksAsync(Job, new ClaimLinksBody());
        await client.Integrator.ReportJobAsync(Job, new PartnerJobBody("r", Job, "m"));
        await BookingCallsAsync(client);
        await ops.CreateCampaignAsync(new CampaignBody("o", "n", new FunderResource("platform"), "USD", new VoucherBenefitResource("amount", AmountMinorUnits: 1), 1, default, default));
        await ops.CampaignsAsync();
        await ops.CampaignAsync(Job);
        await ops.ChangeCampaignAsync(Job, new CampaignChangeBody(true));
        await ops.IssueVoucherAsync(Job, new VoucherIssueBody());
        await ops.WalletAsync(Job);
        await ops.CreateMerchantAsync(new MerchantBody("o", "n", "USD"));
        await ops.MerchantsAsync();
        await ops.VerifyMerchantAsync(Job);
        await ops.SuspendMerchantAsync(Job);
        await MerchantCallsAsync(client);
        await ops.CreditWalletAsync(Job, new WalletCreditBody("m", 100, "r"));
        await customer.ConfirmPaymentAsync(Job);
        await customer.RetryPaymentAsync(Job);
        await provider.ApplyAsync(new ApplyBody("n", "o"));
        await provider.MeAsync();
        await provider.StartShiftAsync(new ShiftBody("m", ["ride"], Job));
        await provider.StopShiftAsync();
        await provider.ReportLocationsAsync(new LocationsBody([new(0, 0)]));
        await provider.AcceptAsync(Offer, new OfferAnswerBody(Job));
        await provider.DeclineAsync(Offer, new OfferAnswerBody(Job));
        await provider.DepartAsync(Job);
        await provider.ArriveAsync(Job);
        await provider.StartAsync(Job);
        await provider.CompleteStopAsync(Job);
        await provider.CompleteAsync(Job);
        await provider.ReturnAsync(Job, new ReturnBody("damaged"));
        await provider.OfferExtraAsync(Job, new ExtraBody(100, "w"));
        await customer.AnswerExtraAsync(Job, 12, new ExtraAnswerBody(true));
        await customer.QuoteDestinationAsync(Job, new DestinationBody(new WirePoint(-73.98, 40.75)));
        await customer.ChangeDestinationAsync(Job, new DestinationChangeBody("q"));
        await provider.NoShowAsync(Job);
        await provider.CancelAsync(Job);
        await provider.DirectionsAsync(Job);
        await provider.EarningsAsync();
        await provider.PassedByAsync();
        await ops.OverviewAsync("m");
        await ops.MapAsync("m");
        await ops.JobsAsync();
        await ops.JobAsync(Job);
        await ops.TimelineAsync(Job);
        await ops.MatchesAsync(Job);
        await ops.AssignAsync(Job, new AssignBody(Job));
        await ops.UnassignAsync(Job);
        await ops.RefundAsync(Job, new RefundBody());
        await ops.RefundTipAsync(Job, new TipRefundBody());
        await ops.RetryPaymentAsync(Job);
        await ops.AcknowledgeFareCapAsync(Job, new AcknowledgeBody());
        await ops.CancelAsync(Job, new CancelBody());
        await ops.ProvidersAsync(StandingState.Approved, "n");
        await ops.ProviderAsync(Job);
        await ops.ApproveAsync(Job);
        await ops.SuspendAsync(Job);
        await ops.ReinstateAsync(Job);
        await ops.PutSkillsAsync(Job, new SkillsBody(["electrician"]));
        await ops.RemoveProviderAsync(Job);
        await ops.RemoveCustomerAsync(Job);
        await ops.AlertsAsync();
        await ops.RetryOutboxAsync(12);
        await ops.PauseAsync("m");
        await ops.SurgeAsync("m");
        await ops.SurgeChangesAsync("m", "ride");
        await ops.SetSurgeAsync("m", new SurgeBody("ride", "r"));
        await ops.ResumeAsync("m");
        await ops.LedgerAsync();
        await ops.JobEconomicsAsync(Job);
        await ops.EconomicsAsync();
        await ops.LedgerCloseAsync(new DateOnly(2026, 1, 31));
        await ops.ProviderStatementAsync(Job);
        await ops.MerchantStatementAsync(Job);
        await provider.StatementAsync();
        await client.Merchant.StatementAsync();
        await ops.NotificationsAsync();
        await ops.WebhooksAsync("refused");
        await ops.RetryWebhookAsync(12);
        await ops.ReconciliationAsync();
        await provider.PayoutsAsync();
        await ops.ProviderPayoutsAsync(Job);
        await ops.MerchantPayoutsAsync(Job);
        await ops.PayoutsAsync();
        await ops.RetryPayoutAsync(Job);
        await ops.PaymentRefusalsAsync(Job);
        await ops.ApiKeysAsync();
        await ops.CreateApiKeyAsync(new ApiKeyBody("n", ["quotes"]));
        await ops.RevokeApiKeyAsync(Job);
        await integrator.ReportLocationsAsync(new LocationsBody([new(0, 0, null, Job)], "m"));
        foreach (var step in Enum.GetValues<SandboxStep>())
        {
            await integrator.SandboxAsync(Job, step);
        }

        await WebhookCallsAsync(client.Webhooks);
        await WebhookCallsAsync(client.Merchant.Webhooks);
        await client.Webhooks.AllDeliveriesAsync(Job);
        var called = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (method, path, _, keyed) in recorder.Calls)
        {
            var route = path
                .Replace($"/offers/{Offer:N}", "/offers/{}", StringComparison.Ordinal)
                .Replace($"{Job:N}", "{}", StringComparison.Ordinal)
                .Replace("/markets/m", "/markets/{}", StringComparison.Ordinal)
                .Replace("/payment-methods/t", "/payment-methods/{}", StringComparison.Ordinal)
                .Replace("/setup/t/", "/setup/{}/", StringComparison.Ordinal)
                .Replace("/share/t", "/share/{}", StringComparison.Ordinal)
                .Replace("/outbox/12", "/outbox/{}", StringComparison.Ordinal)
                .Replace("/webhooks/12", "/webhooks/{}", StringComparison.Ordinal)
                .Replace("/extras/12", "/extras/{}", StringComparison.Ordinal);
            route = Regex.Replace(route, "^/v1/sandbox/jobs/{}/(accept|arrive|start|complete)$", "/v1/sandbox/jobs/{}/{}");
            called[$"{method} {route}"] = keyed;
        }

        return called;
    }

    private static async Task MerchantCallsAsync(DispatchClient client)
    {
        var merchant = client.Merchant;
        var store = new StoreBody("n", "m", 0, 0, "Etc/UTC", ["delivery"]);
        await client.Stores.NearAsync("m", 1, 2);
        await client.Stores.StoreAsync(Job, 1, 2);
        await client.Stores.ClickAsync(new PlacementClickBody("c"));
        await merchant.PlacementsAsync();
        await merchant.PutPlacementAsync(Job, new PlacementBody("m", 1, 1, default, default));
        await merchant.MeAsync();
        await merchant.PayoutsAsync();
        await merchant.StoresAsync();
        await merchant.StoreAsync(Job);
        await merchant.CreateStoreAsync(store);
        await merchant.ChangeStoreAsync(Job, store);
        await merchant.PauseStoreAsync(Job, new StorePauseBody(true));
        await merchant.ShelfAsync(Job);
        await merchant.PutShelfAsync(Job, new ShelfBody(Job, "delivery"));
        await merchant.ProductsAsync();
        await merchant.CreateProductAsync(new ProductBody("n", 1));
        await merchant.ChangeProductAsync(Job, new ProductBody("n", 1));
        await merchant.StaffAsync();
        await merchant.CreateStaffAsync(new StaffBody("n", "owner"));
        await merchant.RevokeStaffAsync(Job);
        await merchant.StatisticsAsync(new DateOnly(2026, 3, 8), new DateOnly(2026, 3, 9), Job);
        await merchant.JobsAsync();
        await merchant.JobAsync(Job);
        await merchant.AcceptAsync(Job);
        await merchant.RejectAsync(Job);
        await merchant.PreparedAsync(Job);
        await merchant.LookAsync(new CodeBody("c"));
        await merchant.LookAtCustomerAsync(new CounterCodeBody("c"));
        await merchant.RedeemAsync(new RedeemBody("c"));
    }

    private static async Task BookingCallsAsync(DispatchClient client)
    {
        var (customer, merchant) = (client.Customer, client.Merchant);
        await customer.BookingPlacesAsync(Job);
        await customer.SlotsAsync(Job, new DateOnly(2026, 3, 8));
        await customer.BookAsync(new BookingBody(Job, DateTimeOffset.UnixEpoch, 2));
        await customer.BookingsAsync();
        await customer.BookingAsync(Job);
        await customer.CancelBookingAsync(Job);
        await merchant.BookingPlacesAsync();
        await merchant.PutBookingPlaceAsync(Job, new BookingPlaceBody(Job, "n", "UTC", 60, 1, 1, [], new BookingDepositResource("USD")));
        await merchant.DayBookAsync(Job);
        await merchant.WalkInAsync(Job, new WalkInBody(1));
        await merchant.SeatAsync(Job);
        await merchant.FinishBookingAsync(Job);
        await merchant.CancelBookingAsync(Job);
    }

    private static async Task WebhookCallsAsync(WebhookEndpointsClient webhooks)
    {
        await webhooks.EndpointsAsync();
        await webhooks.CreateAsync(new WebhookEndpointBody("https://a.example/hook"));
        await webhooks.EndpointAsync(Job);
        await webhooks.DeleteAsync(Job);
        await webhooks.EnableAsync(Job);
        await webhooks.DisableAsync(Job);
        await webhooks.RollSecretAsync(Job, new WebhookRollBody());
        await webhooks.PingAsync(Job);
        await webhooks.ReplayAsync(Job, new WebhookReplayBody(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)));
        await webhooks.DeliveriesAsync(Job);
        await webhooks.RedeliverAsync(Job, Job);
    }

    /// <summary>The routes of docs/reference/api.md, parameters as {}, and whether they need a key.</summary>
    private static IEnumerable<(string Route, bool Keyed)> Documented()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "O2O.Dispatch.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var rows = File.ReadLines(Path.Combine(root, "docs/reference/api.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1])
            .Where(cell => Verb().IsMatch(cell));
        foreach (var cell in rows)
        {
            var first = "";
            foreach (var quoted in Quoted().Matches(cell).Select(match => match.Groups[1].Value))
            {
                // "`POST /a/b`, `/c`" is two routes that differ in their last part.
                var route = quoted.StartsWith('/') ? first[..first.LastIndexOf('/')] + quoted : quoted;
                first = first.Length == 0 ? route : first;
                yield return (Parameter().Replace(route.Split('?')[0], "{}"), cell.TrimEnd().EndsWith('*'));
            }
        }
    }

    [GeneratedRegex("`(GET|POST|PUT|DELETE) ")]
    private static partial Regex Verb();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();

    private sealed class Recorder : HttpMessageHandler
    {
        public List<(string Method, string Path, string Query, bool Keyed)> Calls { get; } = [];

        public DispatchClient Client() => new(new HttpClient(this) { BaseAddress = new Uri("http://dispatch.test") });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            Calls.Add((request.Method.Method, path, request.RequestUri.Query, request.Headers.Contains("Idempotency-Key")));
            var list = path.EndsWith("/shelf", StringComparison.Ordinal) || (path.EndsWith("/surge", StringComparison.Ordinal) && request.Method == HttpMethod.Get) || path is "/v1/markets" or "/v1/ops/alerts" or "/v1/ops/notifications" or "/v1/provider/passed-by";
            return Task.FromResult(new HttpResponseMessage(path.EndsWith("/retry", StringComparison.Ordinal) ? HttpStatusCode.NoContent : HttpStatusCode.OK)
            {
                Content = new StringContent(list ? "[]" : "{}"),
            });
        }
    }
}
