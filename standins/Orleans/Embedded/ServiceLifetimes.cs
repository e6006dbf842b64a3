using Microsoft.Extensions.DependencyInjection;

namespace O2O.Dispatch.Embedded;

/// <summary>Says whether an activation needs a service scope of its own: only when it takes something that is not a singleton.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    private readonly Lazy<HashSet<Type>> _singletons = new(() => services
        .GroupBy(static service => service.ServiceType)
        .Where(static group => group.All(static service => service.Lifetime == ServiceLifetime.Singleton))
        .Select(static group => group.Key)
        .ToHashSet());

    public bool IsSingleton(Type type) =>
        type == typeof(IServiceProvider) || _singletons.Value.Contains(type)
        || (type.IsGenericType && _singletons.Value.Contains(type.GetGenericTypeDefinition()));
}
