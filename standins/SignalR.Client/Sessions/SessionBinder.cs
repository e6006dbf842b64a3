namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Tells the protocol the types of what comes in.</summary>
internal sealed class SessionBinder(HubSession session, HubConnection connection) : IInvocationBinder
{
    /// <summary>A call that nobody waits for any longer still has to be read past.</summary>
    public Type GetReturnType(string invocationId) => session.Find(invocationId)?.ResultType ?? typeof(object);

    /// <summary>The first handler's; none for a method without handlers, whose arguments then do not bind.</summary>
    public IReadOnlyList<Type> GetParameterTypes(string methodName) => connection.Handlers[methodName] is [var first, ..] ? first.ParameterTypes : Type.EmptyTypes;

    public Type GetStreamItemType(string streamId) => session.Find(streamId)?.ResultType ?? typeof(object);
}
