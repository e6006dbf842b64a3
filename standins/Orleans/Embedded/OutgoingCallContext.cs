using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace O2O.Dispatch.Embedded;

/// <summary>Leads a leaving call through the filters to its target.</summary>
internal sealed class OutgoingCallContext(EmbeddedEngine engine, MethodCall call) : IOutgoingGrainCallContext
{
    private int _next;

    public IInvokable Request => call;

    public object Grain => call.Reference;

    public GrainId? SourceId => SourceContext?.GrainId;

    public IGrainContext? SourceContext { get; } = EngineScheduler.OnThread as Activation;

    public GrainId TargetId => call.Reference.GrainId;

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(call.Method.InterfaceName);

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Info;

    public object? Result { get; set; }

    public async Task Invoke()
    {
        if (_next < engine.OutgoingFilters.Length)
        {
            await engine.OutgoingFilters[_next++].Invoke(this);
            return;
        }

        if (call.Method.OneWay)
        {
            engine.Send(call);
            return;
        }

        // The answer's task is made before the call is sent: two threads must not both make it.
        var answer = call.PendingAnswer();
        engine.Send(call);
        await answer;
        Result = call.ResultOf(answer);
    }
}
