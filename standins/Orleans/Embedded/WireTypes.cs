using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// Which types may cross a grain call. They pass by reference, so they must be immutable; and Orleans must be able to serialise them, so they
/// carry [GenerateSerializer], [Alias] and an [Id] on every member. Each type is looked at once.
/// </summary>
internal static class WireTypes
{
    private static readonly ConcurrentDictionary<Type, string?> Known = new();

    private static readonly HashSet<Type> Leaves =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly),
        typeof(TimeOnly), typeof(Uri), typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half), typeof(VoidResult),
    ];

    private static readonly HashSet<Type> Containers =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
        typeof(FrozenSet<>), typeof(FrozenDictionary<,>), typeof(KeyValuePair<,>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ];

    /// <summary>True when a value's type may be another than the declared one, so that values are looked at too.</summary>
    public static bool IsOpen(Type type) =>
        type == typeof(object)
        || (!type.IsValueType && !type.IsSealed && !typeof(IAddressable).IsAssignableFrom(type) && !IsContainer(type) && !Leaves.Contains(type));

    /// <summary>Why the type cannot cross, naming it and the member at fault; null when it can.</summary>
    public static string? Refusal(Type type) =>
        Known.TryGetValue(type, out var known) ? known
        : type == typeof(object) || (type.IsInterface && IsOpen(type)) ? null
        : Look(type, []);

    private static string? Look(Type type, HashSet<Type> underway)
    {
        if (Known.TryGetValue(type, out var known))
            return known;
        if (!underway.Add(type))
            return null;
        var refusal = Judge(type, underway);
        underway.Remove(type);
        if (underway.Count == 0 || refusal is not null)
            Known[type] = refusal;
        return refusal;
    }

    private static string? Judge(Type type, HashSet<Type> underway)
    {
        if (type.IsPrimitive || type.IsEnum || Leaves.Contains(type) || typeof(IAddressable).IsAssignableFrom(type)
            || type.Assembly == typeof(WireTypes).Assembly)
            return null;
        if (type.IsArray)
            return $"{type} is an array and can be changed by both sides; use ImmutableArray.";
        if (type.IsGenericType && Containers.Contains(type.GetGenericTypeDefinition()))
            return type.GetGenericArguments().Select(argument => Look(argument, underway)).FirstOrDefault(static found => found is not null);
        if (type.IsGenericType && typeof(FrozenSet<>).Assembly == type.BaseType?.Assembly && IsContainer(type.BaseType))
            return Look(type.BaseType!, underway);
        if (type.IsInterface || type == typeof(object))
            return $"{type} may hold anything, also what can be changed; name the immutable type.";
        if (type.Assembly == typeof(object).Assembly || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
            return $"{type} is mutable or unknown to the wire; use an immutable type.";
        if (type.GetCustomAttribute<GenerateSerializerAttribute>() is null)
            return $"{type} has no [GenerateSerializer].";
        if (!type.GetCustomAttributes<AliasAttribute>(inherit: false).Any())
            return $"{type} has no [Alias].";
        return Members(type, underway) ?? Heirs(type, underway);
    }

    private static bool IsContainer(Type? type) => type is { IsGenericType: true } && Containers.Contains(type.GetGenericTypeDefinition());

    private static string? Members(Type type, HashSet<Type> underway)
    {
        var ids = new HashSet<uint>();
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            ids.Clear();
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                var property = OwnerOf(field, level);
                var name = property?.Name ?? field.Name;
                var id = property?.GetCustomAttribute<IdAttribute>() ?? field.GetCustomAttribute<IdAttribute>();
                if (id is null)
                    return $"{type}.{name} has no [Id]; on a record's parameter write [property: Id(n)].";
                if (!ids.Add(id.Id))
                    return $"{type}.{name} has [Id({id.Id})], which another member has too.";
                if (property is null ? !field.IsInitOnly : IsSettable(property))
                    return $"{type}.{name} can be set after construction; wire types are immutable.";
                if (Look(field.FieldType, underway) is { } refusal)
                    return $"{type}.{name}: {refusal}";
            }
        }

        return null;
    }

    private static string? Heirs(Type type, HashSet<Type> underway)
    {
        if (type.IsSealed || type.IsGenericType)
            return null;
        return type.Assembly.GetTypes()
            .Where(heir => heir.BaseType == type && !heir.IsGenericTypeDefinition)
            .OrderBy(static heir => heir.FullName, StringComparer.Ordinal)
            .Select(heir => Look(heir, underway))
            .FirstOrDefault(static refusal => refusal is not null);
    }

    private static PropertyInfo? OwnerOf(FieldInfo field, Type level)
    {
        if (!field.IsDefined(typeof(CompilerGeneratedAttribute)) || field.Name[0] != '<')
            return null;
        var name = field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)];
        return level.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
    }

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
