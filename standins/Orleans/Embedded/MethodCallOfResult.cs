using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Embedded;

/// <summary>A call of an interface method and its answer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MethodCall<TResult> : MethodCall
{
    private AsyncTaskMethodBuilder<TResult> _answer;

    /// <summary>For the emitted subclass.</summary>
    protected MethodCall(GrainMethod method)
        : base(method)
    {
    }

    /// <summary>The answer to come.</summary>
    internal Task<TResult> Pending => _answer.Task;

    internal override bool IsAwaited => ContinuationOf(_answer.Task) is not null;

    internal override Task PendingAnswer() => _answer.Task;

    internal override void Answer(Task outcome)
    {
        var result = outcome switch
        {
            Task<TResult> typed => typed.Result,
            Task<object?> { Result: TResult filtered } => filtered,
            _ => default!,
        };
        if (Method.OneWay)
        {
            Settle();
            return;
        }

        if (!typeof(TResult).IsValueType && Method.ResultRefusal(result) is { } refusal)
            Refuse(refusal);
        else if (Settle())
            _answer.SetResult(result);
    }

    internal override object? ResultOf(Task outcome) =>
        typeof(TResult) != typeof(VoidResult) && outcome is Task<TResult> typed ? typed.Result : null;

    internal override bool Refuse(Exception exception)
    {
        if (!Settle())
            return false;
        if (!Method.OneWay)
            _answer.SetException(exception);
        return true;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    private static extern ref object? ContinuationOf(Task task);
}
