namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>How a session ended. No error: by the server's orderly close or by the client's own stop.</summary>
internal readonly record struct SessionEnd(Exception? Error, bool MayReconnect);
