using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace O2O.Dispatch.Payments.Sandbox.Http;

/// <summary>Puts the sandbox into a host.</summary>
public static class PaymentSandboxRegistration
{
    /// <summary>Registers one <see cref="PaymentSandbox"/>. A <see cref="TimeProvider"/>, <see cref="ISandboxIds"/>, <see cref="ISandboxFaults"/> or <see cref="ISandboxJournal"/> that the host
    /// registers is used; without them the system's clock and ids from a fixed seed are.</summary>
    public static IServiceCollection AddPaymentSandbox(this IServiceCollection services, SandboxSettings? settings = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISandboxIds>(_ => new SequentialSandboxIds("sandbox"));
        services.TryAddSingleton(provider => new PaymentSandbox(
            settings ?? new SandboxSettings(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ISandboxIds>(),
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }),
            provider.GetService<ISandboxFaults>(),
            provider.GetService<ISandboxJournal>()));
        return services;
    }
}
