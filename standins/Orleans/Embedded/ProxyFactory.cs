using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Orleans;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// Emits, once per grain interface and process, a reference class and one call class per method. A call class holds the arguments in typed
/// fields and calls the method directly, so that a call costs no reflection and no boxing.
/// </summary>
internal static class ProxyFactory
{
    private const string AccessAttribute = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";

    private static readonly ConcurrentDictionary<Type, Lazy<Func<GrainClass, string, GrainReference>>> Makers = new();

    /// <summary>Makes references of an interface.</summary>
    /// <exception cref="OrleansConfigurationException">The interface has a member no call can carry.</exception>
    public static Func<GrainClass, string, GrainReference> For(Type grainInterface) =>
        Makers.GetOrAdd(grainInterface, static type => new Lazy<Func<GrainClass, string, GrainReference>>(() => Emit(type))).Value;

    private static Func<GrainClass, string, GrainReference> Emit(Type grainInterface)
    {
        if (!grainInterface.IsInterface || !typeof(IAddressable).IsAssignableFrom(grainInterface))
            throw new OrleansConfigurationException($"{grainInterface} is not a grain interface.");
        var methods = grainInterface.GetInterfaces().Prepend(grainInterface)
            .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .ToList();
        foreach (var method in methods)
            Check(grainInterface, method);

        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"O2O.Dispatch.References.{grainInterface.Name}"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("References");
        OpenAccess(assembly, module, grainInterface, methods);
        var grainMethods = methods.Select(method => new GrainMethod(grainInterface, method)).ToList();
        var calls = grainMethods.Select((method, index) => EmitCall(module, method, index)).ToList();
        return EmitReference(module, grainInterface, grainMethods, calls);
    }

    private static void Check(Type grainInterface, MethodInfo method)
    {
        string? fault = null;
        if (method.IsSpecialName)
            fault = "is a property or event";
        else if (method.IsGenericMethodDefinition)
            fault = "is generic";
        else if (method.GetParameters().Any(static parameter => parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike))
            fault = "takes an argument by reference";
        else if (!Answers(method.ReturnType))
            fault = $"answers {method.ReturnType} instead of Task, Task<T>, ValueTask, ValueTask<T> or, one-way, void";
        if (fault is not null)
            throw new OrleansConfigurationException($"{grainInterface}.{method.Name} {fault}; no grain call can carry that.");
    }

    private static bool Answers(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) || type == typeof(void)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    /// <summary>Lets the emitted code see interfaces and types that are not public; the runtime knows the attribute by its name.</summary>
    private static void OpenAccess(AssemblyBuilder assembly, ModuleBuilder module, Type grainInterface, List<MethodInfo> methods)
    {
        var attribute = module.DefineType(AccessAttribute, TypeAttributes.Public | TypeAttributes.Class, typeof(Attribute));
        var field = attribute.DefineField("_name", typeof(string), FieldAttributes.Private);
        var constructor = attribute.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, field);
        il.Emit(OpCodes.Ret);
        var property = attribute.DefineProperty("AssemblyName", PropertyAttributes.None, typeof(string), null);
        var getter = attribute.DefineMethod("get_AssemblyName", MethodAttributes.Public | MethodAttributes.SpecialName, typeof(string), []);
        il = getter.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, field);
        il.Emit(OpCodes.Ret);
        property.SetGetMethod(getter);
        var made = attribute.CreateType().GetConstructor([typeof(string)])!;
        var types = methods.SelectMany(static method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.ReturnType))
            .SelectMany(Parts)
            .Append(grainInterface)
            .Append(typeof(ProxyFactory));
        foreach (var name in types.Select(static type => type.Assembly.GetName().Name!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            assembly.SetCustomAttribute(new CustomAttributeBuilder(made, [name]));
    }

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static (Type Type, ConstructorInfo Constructor, FieldInfo[] Fields) EmitCall(ModuleBuilder module, GrainMethod method, int index)
    {
        var parent = typeof(MethodCall<>).MakeGenericType(method.ResultType);
        var type = module.DefineType($"{method.Interface.Name}_{method.Name}_{index}", TypeAttributes.Public | TypeAttributes.Sealed, parent);
        var fields = method.Parameters
            .Select((parameter, i) => type.DefineField($"a{i}", parameter.ParameterType, FieldAttributes.Public))
            .ToArray();
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(GrainMethod)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, parent.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainMethod)])!);
        il.Emit(OpCodes.Ret);
        EmitInvoke(type, method, fields);
        if (fields.Length > 0)
        {
            EmitGetArgument(type, fields);
            EmitSetArgument(type, fields);
        }

        if (fields.FirstOrDefault(static field => field.FieldType == typeof(CancellationToken)) is { } token)
        {
            il = Override(type, nameof(MethodCall.GetCancellationToken), typeof(CancellationToken), []);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, token);
            il.Emit(OpCodes.Ret);
        }

        var made = type.CreateType();
        return (made, made.GetConstructor([typeof(GrainMethod)])!, [.. fields.Select(field => made.GetField(field.Name)!)]);
    }

    private static ILGenerator Override(TypeBuilder type, string name, Type result, Type[] parameters) =>
        type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, result, parameters).GetILGenerator();

    private static void EmitInvoke(TypeBuilder type, GrainMethod method, FieldInfo[] fields)
    {
        var il = Override(type, nameof(MethodCall.Invoke), typeof(Task), [typeof(object)]);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.Info.DeclaringType!);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, method.Info);
        var returned = method.Info.ReturnType;
        if (returned == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (returned.IsValueType)
        {
            var local = il.DeclareLocal(returned);
            il.Emit(OpCodes.Stloc, local);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Call, returned.GetMethod(nameof(ValueTask.AsTask), [])!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitGetArgument(TypeBuilder type, FieldInfo[] fields)
    {
        var il = Override(type, nameof(GrainCall.GetArgument), typeof(object), [typeof(int)]);
        var cases = fields.Select(_ => il.DefineLabel()).ToArray();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, cases);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, typeof(GrainCall).GetMethod(nameof(GrainCall.GetArgument))!);
        il.Emit(OpCodes.Ret);
        for (var i = 0; i < fields.Length; i++)
        {
            il.MarkLabel(cases[i]);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, fields[i]);
            il.Emit(OpCodes.Box, fields[i].FieldType);
            il.Emit(OpCodes.Ret);
        }
    }

    private static void EmitSetArgument(TypeBuilder type, FieldInfo[] fields)
    {
        var il = Override(type, nameof(GrainCall.SetArgument), typeof(void), [typeof(int), typeof(object)]);
        var cases = fields.Select(_ => il.DefineLabel()).ToArray();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, cases);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(GrainCall).GetMethod(nameof(GrainCall.SetArgument))!);
        il.Emit(OpCodes.Ret);
        for (var i = 0; i < fields.Length; i++)
        {
            il.MarkLabel(cases[i]);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Unbox_Any, fields[i].FieldType);
            il.Emit(OpCodes.Stfld, fields[i]);
            il.Emit(OpCodes.Ret);
        }
    }

    private static Func<GrainClass, string, GrainReference> EmitReference(
        ModuleBuilder module,
        Type grainInterface,
        List<GrainMethod> methods,
        List<(Type Type, ConstructorInfo Constructor, FieldInfo[] Fields)> calls)
    {
        var type = module.DefineType($"{grainInterface.Name}_Reference", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [grainInterface]);
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(GrainClass), typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainClass), typeof(string)])!);
        il.Emit(OpCodes.Ret);

        for (var i = 0; i < methods.Count; i++)
            EmitSend(type, methods[i], calls[i], type.DefineField($"M{i}", typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static));

        var made = type.CreateType();
        for (var i = 0; i < methods.Count; i++)
            made.GetField($"M{i}")!.SetValue(null, methods[i]);
        var maker = new DynamicMethod("Make", typeof(GrainReference), [typeof(GrainClass), typeof(string)], made, skipVisibility: true);
        il = maker.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, made.GetConstructor([typeof(GrainClass), typeof(string)])!);
        il.Emit(OpCodes.Ret);
        return maker.CreateDelegate<Func<GrainClass, string, GrainReference>>();
    }

    private static void EmitSend(
        TypeBuilder type, GrainMethod method, (Type Type, ConstructorInfo Constructor, FieldInfo[] Fields) call, FieldBuilder descriptor)
    {
        var body = type.DefineMethod(
            $"{method.Info.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig,
            method.Info.ReturnType,
            [.. method.Parameters.Select(static parameter => parameter.ParameterType)]);
        var il = body.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, descriptor);
        il.Emit(OpCodes.Newobj, call.Constructor);
        for (var i = 0; i < call.Fields.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, checked((short)(i + 1)));
            il.Emit(OpCodes.Stfld, call.Fields[i]);
        }

        il.Emit(OpCodes.Call, Sender(method));
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(body, method.Info);
    }

    private static MethodInfo Sender(GrainMethod method)
    {
        var returned = method.Info.ReturnType;
        var name = returned == typeof(void) ? "SendNoAnswer"
            : returned == typeof(Task) ? "SendVoidAsync"
            : returned == typeof(ValueTask) ? "SendVoidValueAsync"
            : returned.IsValueType ? "SendValueAsync"
            : "SendAsync";
        var sender = typeof(GrainReference).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
        return sender.IsGenericMethodDefinition ? sender.MakeGenericMethod(method.ResultType) : sender;
    }
}
