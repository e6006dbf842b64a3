using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>Finds the grain classes an engine knows.</summary>
internal static class GrainClassFinder
{
    public static List<Type> Find(EmbeddedEngineOptions options)
    {
        IEnumerable<Type> types = options.GrainClasses;
        if (options.GrainClasses.Count == 0 || options.GrainAssemblies.Count > 0)
        {
            var assemblies = options.GrainAssemblies.Count > 0 ? options.GrainAssemblies : Loaded();
            types = types.Concat(assemblies.SelectMany(TypesOf).Where(IsGrainClass));
        }

        var found = types.Distinct().OrderBy(static type => type.FullName, StringComparer.Ordinal).ToList();
        foreach (var type in found.Where(static type => !IsGrainClass(type)))
            throw new OrleansConfigurationException($"{type} is no grain class: it is not a concrete class with IGrainBase and a grain interface.");
        foreach (var same in found.GroupBy(GrainClass.NameOf, StringComparer.Ordinal).Where(static group => group.Count() > 1))
            throw new OrleansConfigurationException($"The grain classes {string.Join(" and ", same)} have one name, {same.Key}; give one [GrainType].");
        return found;
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IGrain).IsAssignableFrom(type);

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return [.. partly.Types.OfType<Type>()];
        }
    }

    /// <summary>Loaded assemblies, and what they reference, as far as they reference the engine.</summary>
    private static List<Assembly> Loaded()
    {
        var engine = typeof(IGrain).Assembly.GetName().Name!;
        var seen = new Dictionary<string, Assembly?>(StringComparer.Ordinal);
        var open = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => !assembly.IsDynamic));
        var found = new List<Assembly>();
        while (open.TryPop(out var assembly))
        {
            if (!seen.TryAdd(assembly.FullName!, assembly))
                continue;
            var references = assembly.GetReferencedAssemblies();
            if (!references.Any(reference => reference.Name == engine) && assembly != Assembly.GetEntryAssembly())
                continue;
            found.Add(assembly);
            foreach (var reference in references)
            {
                if (reference.Name!.StartsWith("System", StringComparison.Ordinal) || reference.Name.StartsWith("Microsoft.", StringComparison.Ordinal))
                    continue;
                try
                {
                    open.Push(Assembly.Load(reference));
                }
                catch (Exception missing) when (missing is FileNotFoundException or FileLoadException or BadImageFormatException)
                {
                    // An assembly that is not deployed holds no grain class that could run here.
                    continue;
                }
            }
        }

        return [.. found.OrderBy(static assembly => assembly.FullName, StringComparer.Ordinal)];
    }
}
