using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>One method of a grain interface: what its attributes say, and whether its types may cross a call.</summary>
public sealed class GrainMethod
{
    private string? _refusal;
    private int[] _openArguments = [];
    private bool _openResult;
    private volatile bool _checked;

    internal GrainMethod(Type interfaceType, MethodInfo method)
    {
        Interface = interfaceType;
        Info = method;
        Parameters = method.GetParameters();
        var returned = method.ReturnType;
        ResultType = returned.IsGenericType ? returned.GetGenericArguments()[0] : typeof(VoidResult);
        OneWay = returned == typeof(void) || method.GetCustomAttribute<OneWayAttribute>() is not null;
        ReadOnly = method.GetCustomAttribute<ReadOnlyAttribute>() is not null;
        AlwaysInterleave = method.GetCustomAttribute<AlwaysInterleaveAttribute>() is not null;
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        TakesToken = Parameters.Any(static parameter => parameter.ParameterType == typeof(CancellationToken));
        InterfaceName = interfaceType.GetCustomAttribute<AliasAttribute>()?.Alias ?? interfaceType.FullName ?? interfaceType.Name;
        Hash = StableHash.Of($"{interfaceType.FullName}.{method.Name}({string.Join(',', Parameters.Select(static p => p.ParameterType.ToString()))})");
    }

    internal Type Interface { get; }

    internal string InterfaceName { get; }

    internal MethodInfo Info { get; }

    internal string Name => Info.Name;

    internal ParameterInfo[] Parameters { get; }

    internal Type ResultType { get; }

    internal bool OneWay { get; }

    internal bool ReadOnly { get; }

    internal bool AlwaysInterleave { get; }

    internal bool TakesToken { get; }

    internal TimeSpan? Timeout { get; }

    internal ulong Hash { get; }

    /// <summary>Why this call cannot be sent, or null. Types are looked at when the method is first called.</summary>
    internal Exception? Refusal(GrainCall call)
    {
        if (!_checked)
            CheckTypes();
        if (_refusal is not null)
            return new WireTypeException(_refusal);
        foreach (var index in _openArguments)
        {
            if (call.GetArgument(index) is { } argument && WireTypes.Refusal(argument.GetType()) is { } refusal)
                return new WireTypeException($"{Interface.Name}.{Name} was given {argument.GetType()} for {Parameters[index].Name}: {refusal}");
        }

        return null;
    }

    /// <summary>Why this result cannot be sent back, or null.</summary>
    internal Exception? ResultRefusal(object? result) =>
        _openResult && result is not null && WireTypes.Refusal(result.GetType()) is { } refusal
            ? new WireTypeException($"{Interface.Name}.{Name} answers {result.GetType()}: {refusal}")
            : null;

    private void CheckTypes()
    {
        var open = new List<int>();
        for (var i = 0; i < Parameters.Length && _refusal is null; i++)
        {
            var type = Parameters[i].ParameterType;
            if (type == typeof(CancellationToken))
            {
                if (i != Parameters.Length - 1)
                    _refusal = $"{Interface.Name}.{Name}: the CancellationToken is the last parameter.";
                continue;
            }

            if (WireTypes.Refusal(type) is { } refusal)
                _refusal = $"{Interface.Name}.{Name} cannot be called, parameter {Parameters[i].Name}: {refusal}";
            else if (WireTypes.IsOpen(type))
                open.Add(i);
        }

        if (_refusal is null && WireTypes.Refusal(ResultType) is { } answer)
            _refusal = $"{Interface.Name}.{Name} cannot be called, result: {answer}";
        _openResult = WireTypes.IsOpen(ResultType);
        _openArguments = [.. open];
        _checked = true;
    }
}
