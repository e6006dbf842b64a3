using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace O2O.Dispatch.Embedded;

/// <summary>A call of an interface method, without its result type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MethodCall : GrainCall, IInvokable
{
    private object? _target;
    private CancellationTokenRegistration _cancellation;

    /// <summary>For the emitted subclass.</summary>
    protected MethodCall(GrainMethod method) => Method = method;

    internal GrainMethod Method { get; }

    internal GrainReference Reference { get; set; } = null!;

    internal override bool Interleaves => Method.AlwaysInterleave;

    internal override bool IsReadOnly => Method.ReadOnly;

    internal override ulong Hash => StableHash.Join(Reference.IdHash, Method.Hash);

    /// <summary>Calls the method on the grain object.</summary>
    public abstract Task Invoke(object grain);

    /// <summary>The cancellation token among the arguments.</summary>
    public virtual CancellationToken GetCancellationToken() => CancellationToken.None;

    /// <inheritdoc/>
    public int GetArgumentCount() => Method.Parameters.Length;

    /// <inheritdoc/>
    public object? GetTarget() => _target;

    /// <inheritdoc/>
    public string GetMethodName() => Method.Name;

    /// <inheritdoc/>
    public string GetInterfaceName() => Method.Interface.FullName ?? Method.Interface.Name;

    /// <inheritdoc/>
    public Type GetInterfaceType() => Method.Interface;

    /// <inheritdoc/>
    public MethodInfo GetMethod() => Method.Info;

    /// <inheritdoc/>
    public TimeSpan? GetDefaultResponseTimeout() => Method.Timeout;

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    internal override string Describe() => $"{Reference.GrainId}.{Method.Name}";

    internal override Task Start(Activation activation)
    {
        _target = activation.GrainInstance;
        return activation.Class.HasIncomingFilters ? IncomingCallContext.Run(this, activation) : Invoke(_target!);
    }

    internal override void End(Activation activation, Task outcome)
    {
        if (outcome.IsCompletedSuccessfully)
        {
            Answer(outcome);
            return;
        }

        var exception = OutcomeOf(outcome);
        Refuse(exception);
        if (exception is InconsistentStateException)
        {
            activation.Deactivate(new Orleans.DeactivationReason(
                Orleans.DeactivationReasonCode.ApplicationError, exception, "Its state was stale; the next activation reads it afresh."));
        }
    }

    internal static Exception OutcomeOf(Task outcome)
    {
        if (outcome.Exception is { } aggregate)
            return aggregate.InnerExceptions.Count > 0 ? aggregate.InnerExceptions[0] : aggregate;
        return outcome.IsCanceled ? new TaskCanceledException(outcome) : new OrleansException("The call ended without an outcome.");
    }

    internal abstract void Answer(Task outcome);

    internal abstract Task PendingAnswer();

    internal abstract object? ResultOf(Task outcome);

    internal void WatchToken(CancellationToken token)
    {
        _cancellation = token.UnsafeRegister(
            static (state, cancelled) => ((MethodCall)state!).Refuse(new OperationCanceledException("The caller gave the call up.", cancelled)), this);
        if (IsAnswered)
            _cancellation.Unregister();
    }

    /// <summary>Once settled, nobody watches it any more.</summary>
    internal bool Settle()
    {
        if (!Claim())
            return false;
        PendingCalls.Remove(this);
        if (Method.TakesToken)
            _cancellation.Unregister();
        return true;
    }
}
