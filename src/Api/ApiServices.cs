using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Admission;
using O2O.Dispatch.Api.Bookings;
using O2O.Dispatch.Api.Books;
using O2O.Dispatch.Api.Chains;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Consents;
using O2O.Dispatch.Api.Customers;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Gateway;
using O2O.Dispatch.Api.Health;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Journeys;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Markets;
using O2O.Dispatch.Api.Ops;
using O2O.Dispatch.Api.Payouts;
using O2O.Dispatch.Api.Placements;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Api.Ratings;
using O2O.Dispatch.Api.Sandbox;
using O2O.Dispatch.Api.Share;
using O2O.Dispatch.Api.Sales;
using O2O.Dispatch.Api.Statistics;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Api.Vouchers;
using O2O.Dispatch.Api.Wallets;
using O2O.Dispatch.Api.Webhooks;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Api;

/// <summary>The API as a host takes it in. The host adds grains, stores, bus, ids and clock.</summary>
public static class ApiServices
{
    /// <summary>Registers HTTP, hubs and the live part. Options come from the sections Admission, Api, Identity, Live, HubLimits, ConnectionLimits, Notification, Payments, Payouts, Proxy, Suggestion and Webhook.</summary>
    public static IServiceCollection AddDispatchApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.ConfigureHttpJsonOptions(options => HttpJson.Apply(options.SerializerOptions));

        // Bad input becomes an exception in Development and Production alike, and Faults makes the answer of it.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddDispatchIdentity(configuration);
        services.AddDispatchProxies(configuration);
        services.AddDispatchRateLimits();
        services.AddOptions<AdmissionOptions>().Bind(configuration.GetSection(AdmissionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AdmissionGate>();
        services.AddDispatchOpenApi();
        services.AddSingleton<CommandContext>();
        services.AddSingleton<ProviderViews>();
        services.AddSingleton<StoreBoard>();
        services.AddSingleton<StoreRatings>();
        services.AddSingleton<IStoreSearch>(provider => provider.GetRequiredService<StoreBoard>());
        services.AddSingleton<CounterDesk>();
        services.AddSingleton<PlacementDesk>();
        services.AddOptions<PlacementOptions>().Bind(configuration.GetSection("Placement")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<JourneyDesk>();
        services.AddSingleton<ClaimDesk>();
        services.AddOptions<SuggestionOptions>().Bind(configuration.GetSection("Suggestion")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SuggestionDesk>();
        services.AddSingleton<SuggestionRelay>();
        services.AddOptions<PaymentsOptions>().Bind(configuration.GetSection(PaymentsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new PaymentWebhooks(
            provider.GetRequiredService<IPaymentWebhookStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptionsMonitor<PaymentsOptions>>(),
            provider.GetService<IWebhookDelivery>()));
        services.AddOptions<PayoutsOptions>().Bind(configuration.GetSection(PayoutsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new ReconciliationView(provider.GetRequiredService<IGrainFactory>(), provider.GetService<IReconciliationBoard>()));
        services.AddSingleton<IAlertSource>(provider => provider.GetRequiredService<ReconciliationView>());
        services.AddSingleton<IAlertSource, GatewayWebhookAlerts>();
        services.AddSingleton<IAlertSource, PayoutAlerts>();
        services.AddSingleton<IAlertSource, WalletAlerts>();
        services.AddDispatchLive(configuration);
        services.AddDispatchWebhooks(configuration);
        return services;
    }

    /// <summary>Puts the API's middleware and routes into an application. Pages may follow; what is not found at last is a problem, too.</summary>
    public static WebApplication UseDispatchApi(this WebApplication app)
    {
        var bodyBytes = app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.BodyBytes;
        var gate = app.Services.GetRequiredService<ConnectionGate>();
        app.UseDispatchProxies();
        app.Use(next => http => gate.Admit(http, next));
        app.UseMiddleware<Faults>();
        app.UseStatusCodePages(context => StatusProblems.Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.Use((http, next) =>
        {
            if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = bodyBytes;
            }

            return next(http);
        });
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<AdmissionGate>().Admit);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use((http, next) => EmptyIds.In(http) is { } problem ? problem.ExecuteAsync(http) : next(http));
        app.MapIdentity();
        app.MapMarkets();
        app.MapNear();
        app.MapSurge();
        app.MapCustomers();
        app.MapJobs();
        app.MapChains();
        app.MapDestination();
        app.MapShare();
        app.MapProviders();
        app.MapOps();
        app.MapApiKeys();
        app.MapBooks();
        app.MapPayouts();
        app.MapWallets();
        app.MapVouchers();
        app.MapClaims();
        app.MapJourneys();
        app.MapConsents();
        app.MapPlacements();
        app.MapStores();
        app.MapMerchants();
        app.MapSales();
        app.MapStatistics();
        app.MapBookings();
        app.MapRatings();
        app.MapWebhooks();
        app.MapSandbox();
        app.MapGateway();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapDispatchHubs();
        DashboardPages.Map(app);
        return app;
    }
}
