namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>What one <c>On</c> registered. <paramref name="HasResult"/> says whether the server may ask it for a value.</summary>
internal sealed record Handler(Type[] ParameterTypes, Func<object?[], Task<object?>> Run, bool HasResult);
