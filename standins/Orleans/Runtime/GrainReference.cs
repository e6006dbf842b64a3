using System.ComponentModel;
using O2O.Dispatch.Embedded;

namespace Orleans.Runtime;

/// <summary>The address of a grain, callable from anywhere. The engine emits a subclass for each grain interface.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private Activation? _last;

    /// <summary>For the emitted subclass.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GrainReference(GrainClass grainClass, string key)
    {
        Class = grainClass;
        Key = key;
        IdHash = grainClass.Engine.IsDeterministic ? StableHash.Join(grainClass.Hash, StableHash.Of(key)) : 0;
    }

    /// <summary>The identity of the grain.</summary>
    public GrainId GrainId => GrainId.Create(Class.GrainType, IdSpan.Create(Key));

    internal GrainClass Class { get; }

    internal string Key { get; }

    internal ulong IdHash { get; }

    /// <summary>The activation the last call went to; it may have died since.</summary>
    internal ref Activation? Last => ref _last;

    /// <summary>Equality of the grain, whatever the interface.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Inequality of the grain.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && ReferenceEquals(Class, other.Class) && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Class.GrainType, Key);

    /// <inheritdoc/>
    public sealed override string ToString() => GrainId.ToString();

    internal TGrainInterface CastTo<TGrainInterface>() =>
        this is TGrainInterface already ? already : (TGrainInterface)(object)Class.Engine.Reference(Class, Key, typeof(TGrainInterface));

    /// <summary>Sends a call whose answer is a value.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task<TResult> SendAsync<TResult>(MethodCall<TResult> call)
    {
        call.Reference = this;
        if (call.Method.Refusal(call) is { } refusal)
            return Task.FromException<TResult>(refusal);
        var engine = Class.Engine;
        if (engine.OutgoingFilters.Length != 0)
            return Filtered<TResult>(engine, call);
        if (call.Method.OneWay)
        {
            engine.Send(call);
            return Task.FromResult<TResult>(default!);
        }

        var answer = call.Pending;
        engine.Send(call);
        return answer;
    }

    /// <summary>Sends a call whose answer is a value, as a ValueTask.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask<TResult> SendValueAsync<TResult>(MethodCall<TResult> call) => new(SendAsync(call));

    /// <summary>Sends a call without a value.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task SendVoidAsync(MethodCall<VoidResult> call) => SendAsync(call);

    /// <summary>Sends a call without a value, as a ValueTask.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ValueTask SendVoidValueAsync(MethodCall<VoidResult> call) => new(SendAsync(call));

    /// <summary>Sends a call that has no answer at all.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SendNoAnswer(MethodCall<VoidResult> call)
    {
        var sent = SendAsync(call);
        if (sent.IsFaulted)
            sent.GetAwaiter().GetResult();
    }

    private static async Task<TResult> Filtered<TResult>(EmbeddedEngine engine, MethodCall<TResult> call)
    {
        var context = new OutgoingCallContext(engine, call);
        await context.Invoke();
        return context.Result is TResult result ? result : default!;
    }
}
