using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace O2O.Dispatch.Embedded;

/// <summary>One grain class in one engine: how to make it, what its attributes say, and its activations.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainMethod, MethodInfo> _implementations = new();
    private readonly ConstructorInvoker _constructor;
    private readonly ParameterInfo[] _parameters;
    private readonly Func<Activation, object?>[] _arguments;
    private readonly Func<IInvokable, bool>? _predicate;
    private readonly bool _filtersItself;

    internal GrainClass(EmbeddedEngine engine, Type type)
    {
        Engine = engine;
        Type = type;
        GrainType = GrainType.Create(NameOf(type));
        Hash = StableHash.Of(GrainType.ToString());
        IsReentrant = type.GetCustomAttribute<ReentrantAttribute>() is not null;
        _predicate = PredicateOf(type);
        KeepAlive = type.GetCustomAttribute<KeepAliveAttribute>() is not null;
        CollectionAge = engine.Collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age) ? age
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? engine.Collection.CollectionAge;
        OverridesActivate = Overrides(type, nameof(IGrainBase.OnActivateAsync));
        OverridesDeactivate = Overrides(type, nameof(IGrainBase.OnDeactivateAsync));
        _filtersItself = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        var constructor = ConstructorOf(type);
        _constructor = ConstructorInvoker.Create(constructor);
        _parameters = constructor.GetParameters();
        States = [.. _parameters.Select(static parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()).OfType<PersistentStateAttribute>()];
        _arguments = [.. _parameters.Select(ArgumentOf)];
    }

    internal EmbeddedEngine Engine { get; }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    internal ulong Hash { get; }

    internal bool IsReentrant { get; }

    /// <summary>True when several requests of an activation may be under way because of the class.</summary>
    internal bool Interleaves => IsReentrant || _predicate is not null;

    internal bool MayMix => Interleaves;

    internal bool KeepAlive { get; }

    internal TimeSpan CollectionAge { get; }

    internal bool OverridesActivate { get; }

    internal bool OverridesDeactivate { get; }

    internal bool NeedsScope { get; private set; }

    internal bool HasIncomingFilters => _filtersItself || Engine.IncomingFilters.Length != 0;

    internal IReadOnlyList<PersistentStateAttribute> States { get; }

    internal static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named)
            return named.Name;
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    /// <summary>What the class's predicate says; one that throws says no.</summary>
    internal bool PredicateAllows(GrainCall call)
    {
        if (_predicate is null || call is not MethodCall method)
            return false;
        try
        {
            return _predicate(method);
        }
        catch (Exception exception)
        {
            Engine.Logger.LogError(exception, "The [MayInterleave] predicate of {Class} failed; the request waits its turn.", Type);
            return false;
        }
    }

    internal IIncomingGrainCallFilter[] IncomingFilters(object instance) =>
        _filtersItself ? [.. Engine.IncomingFilters, (IIncomingGrainCallFilter)instance] : Engine.IncomingFilters;

    internal MethodInfo Implementation(GrainMethod method) => _implementations.GetOrAdd(method, wanted =>
    {
        var map = Type.GetInterfaceMap(wanted.Info.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, wanted.Info)];
    });

    internal GrainReference SelfReference(string key) => Engine.Reference(this, key, typeof(IGrain));

    /// <summary>Sends a call to the living activation of a key, making one where there is none.</summary>
    internal Activation Deliver(string key, GrainCall call)
    {
        while (true)
        {
            if (!_activations.TryGetValue(key, out var activation))
            {
                var hash = Engine.IsDeterministic ? StableHash.Join(Hash, StableHash.Of(key)) : 0;
                activation = _activations.GetOrAdd(key, static (name, made) => new Activation(made.Class, name, made.Hash), (Class: this, Hash: hash));
            }

            if (activation.Enqueue(call))
                return activation;
            _activations.TryRemove(KeyValuePair.Create(key, activation));
        }
    }

    internal void Remove(Activation activation)
    {
        _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));
        Engine.Remove(activation);
    }

    /// <summary>Makes the grain object and the states it takes.</summary>
    internal IReadOnlyList<PersistentState> Create(Activation activation, out object instance)
    {
        var states = (IReadOnlyList<PersistentState>)[];
        var arguments = _arguments.Length == 0 ? [] : new object?[_arguments.Length];
        List<PersistentState>? made = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](activation);
            if (arguments[i] is PersistentState state)
                (made ??= new List<PersistentState>(States.Count)).Add(state);
        }

        var outer = ConstructionContext.Current;
        ConstructionContext.Current = activation;
        try
        {
            instance = _constructor.Invoke(arguments.AsSpan());
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrapped.InnerException);
            throw;
        }
        finally
        {
            ConstructionContext.Current = outer;
        }

        return made ?? states;
    }

    private static bool Overrides(Type type, string method)
    {
        var map = type.GetInterfaceMap(typeof(IGrainBase));
        var target = map.TargetMethods[Array.FindIndex(map.InterfaceMethods, candidate => candidate.Name == method)];
        var implementation = target.IsVirtual && target.DeclaringType == typeof(Grain)
            ? type.GetMethod(method, target.GetParameters().Select(static parameter => parameter.ParameterType).ToArray())
            : target;
        return implementation?.DeclaringType != typeof(Grain) && implementation?.DeclaringType != typeof(IGrainBase);
    }

    private static ConstructorInfo ConstructorOf(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public);
        var marked = constructors.FirstOrDefault(static one => one.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)));
        return marked ?? constructors.OrderByDescending(static one => one.GetParameters().Length).FirstOrDefault()
            ?? throw new OrleansConfigurationException($"The grain class {type} has no public constructor.");
    }

    private static Func<IInvokable, bool>? PredicateOf(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
            return null;
        var method = type.GetMethod(attribute.CallbackMethodName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(IInvokable)]);
        return method?.ReturnType == typeof(bool)
            ? method.CreateDelegate<Func<IInvokable, bool>>()
            : throw new OrleansConfigurationException(
                $"{type} says [MayInterleave({attribute.CallbackMethodName})] but has no such static method (IInvokable) -> bool.");
    }

    private Func<Activation, object?> ArgumentOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
            return StateArgument(parameter, state);
        if (type == typeof(IGrainContext))
            return static activation => activation;
        var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        if (key is null && Engine.Lifetimes.IsSingleton(type))
            return SingletonArgument(parameter);
        NeedsScope = true;
        return activation => (key is null
                ? activation.ActivationServices.GetService(type)
                : ((IKeyedServiceProvider)activation.ActivationServices).GetKeyedService(type, key.Key))
            ?? Missing(parameter);
    }

    private Func<Activation, object?> SingletonArgument(ParameterInfo parameter)
    {
        object? found = null;
        return _ => found ??= Engine.ServiceProvider.GetService(parameter.ParameterType) ?? Missing(parameter);
    }

    private object? Missing(ParameterInfo parameter) => parameter.HasDefaultValue
        ? parameter.DefaultValue
        : throw new InvalidOperationException($"{Type} takes {parameter.ParameterType} {parameter.Name}, and no such service is registered.");

    private Func<Activation, object?> StateArgument(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new OrleansConfigurationException($"{Type}: [PersistentState] stands on {parameter.Name}, which is {type} and not IPersistentState<T>.");
        var storage = Engine.Storage(attribute.StorageName ?? StorageNames.Default, Type);
        var make = typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments())
            .GetMethod(nameof(PersistentState<int>.Maker), BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<Activation, string, Orleans.Storage.IGrainStorage, object>>();
        return activation => make(activation, attribute.StateName, storage);
    }
}
