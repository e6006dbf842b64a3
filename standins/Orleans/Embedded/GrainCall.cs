using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// A request on its way to one activation, run at most once. Besides calls of interface methods there are timer ticks, activation and
/// deactivation, and pieces of work: everything that can be the caller in a call chain.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainCall
{
    /// <summary>The call whose code is running, where several of one activation may be under way.</summary>
    internal static readonly AsyncLocal<GrainCall?> Ambient = new();

    internal GrainCall? Next;
    internal GrainCall? WaitPrevious;
    internal GrainCall? WaitNext;
    internal PendingCalls.Lane? WaitLane;
    internal GrainCall? PreviousOut;
    internal volatile GrainCall? LastOut;
    internal volatile Activation? Target;
    internal GrainCall? Parent;
    internal Dictionary<string, object>? Context;
    internal long Deadline;
    internal volatile CallPhase Phase;
    private int _answered;

    /// <summary>What chains and errors call this: "type/key.Method".</summary>
    internal abstract string Describe();

    /// <summary>True when the answer is settled: given, timed out, cancelled or refused. A queued call that is settled is dropped unrun.</summary>
    internal bool IsAnswered => Volatile.Read(ref _answered) != 0;

    /// <summary>True when it may start while any other request of its activation awaits, and does not hold others back.</summary>
    internal virtual bool Interleaves => false;

    internal virtual bool IsReadOnly => false;

    /// <summary>True when a caller awaits the answer, as far as can be seen from the task it holds.</summary>
    internal virtual bool IsAwaited => false;

    internal virtual ulong Hash => 0;

    /// <summary>Starts it on its activation, inside a turn.</summary>
    internal abstract Task Start(Activation activation);

    /// <summary>Takes the outcome, inside a turn.</summary>
    internal abstract void End(Activation activation, Task outcome);

    /// <summary>Settles it with an exception; false when it was settled already.</summary>
    internal virtual bool Refuse(Exception exception) => Claim();

    internal bool Claim() => Interlocked.Exchange(ref _answered, 1) == 0;

    internal void Reopen() => Volatile.Write(ref _answered, 0);

    /// <summary>Notes an awaited call made by this one. Settled ones at the head are let go, so the list holds about what is under way.</summary>
    internal void AddOut(GrainCall call)
    {
        var head = LastOut;
        while (head is not null && head.IsAnswered)
            head = head.PreviousOut;
        call.PreviousOut = head;
        LastOut = call;
    }

    /// <summary>The call chain from its first caller to this: "a/1.Foo -> b/2.Bar".</summary>
    internal string Chain()
    {
        var names = new List<string>();
        for (var call = this; call is not null; call = call.Parent)
            names.Add(call.Describe());
        names.Reverse();
        return string.Join(" -> ", names);
    }

    /// <summary>The argument at an index, from 0.</summary>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, "No such argument.");

    /// <summary>Replaces the argument at an index, from 0.</summary>
    public virtual void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index), index, "No such argument.");
}
