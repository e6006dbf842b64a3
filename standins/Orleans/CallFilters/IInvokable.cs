using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A request: which method, with which arguments.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>How many arguments.</summary>
    int GetArgumentCount();

    /// <summary>An argument, from 0.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument, from 0.</summary>
    void SetArgument(int index, object value);

    /// <summary>The grain object, once the request has arrived.</summary>
    object? GetTarget();

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The interface's full name.</summary>
    string GetInterfaceName();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>The interface's method.</summary>
    MethodInfo GetMethod();

    /// <summary>What [ResponseTimeout] says, or null.</summary>
    TimeSpan? GetDefaultResponseTimeout();

    /// <summary>The cancellation token among the arguments, or none.</summary>
    CancellationToken GetCancellationToken();
}
