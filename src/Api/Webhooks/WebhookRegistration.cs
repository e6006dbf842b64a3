using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Registers webhooks.</summary>
internal static class WebhookRegistration
{
    /// <summary>Registers them. Options come from the section Webhook.</summary>
    public static IServiceCollection AddDispatchWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection("Webhook")).ValidateDataAnnotations()
            .Validate(options => options.Claim > options.Timeout + options.Timeout, "Webhook:Claim has to be more than twice Webhook:Timeout, or two nodes send the same at once.").ValidateOnStart();
        services.TryAddSingleton<IHostAddresses, SystemHostAddresses>();
        services.AddSingleton<WebhookDoor>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookPump>();
        services.AddSingleton<IAlertSource, WebhookAlerts>();
        return services;
    }
}
