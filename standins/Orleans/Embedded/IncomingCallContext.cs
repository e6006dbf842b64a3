using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace O2O.Dispatch.Embedded;

/// <summary>Leads an arriving call through the filters to its method.</summary>
internal sealed class IncomingCallContext(MethodCall call, Activation activation, IIncomingGrainCallFilter[] filters) : IIncomingGrainCallContext
{
    private int _next;

    public IInvokable Request => call;

    public object Grain => activation.GrainInstance!;

    public IGrainContext TargetContext => activation;

    public GrainId? SourceId => (call.Parent as MethodCall)?.Reference.GrainId;

    public GrainId TargetId => activation.GrainId;

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(call.Method.InterfaceName);

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Info;

    public MethodInfo ImplementationMethod => activation.Class.Implementation(call.Method);

    public object? Result { get; set; }

    /// <summary>The outcome is a task whose result is the object the filters left.</summary>
    public static async Task<object?> Run(MethodCall call, Activation activation)
    {
        var context = new IncomingCallContext(call, activation, activation.Class.IncomingFilters(activation.GrainInstance!));
        await context.Invoke();
        return context.Result;
    }

    public async Task Invoke()
    {
        if (_next < filters.Length)
        {
            await filters[_next++].Invoke(this);
            return;
        }

        var outcome = call.Invoke(activation.GrainInstance!);
        await outcome;
        Result = call.ResultOf(outcome);
    }
}
