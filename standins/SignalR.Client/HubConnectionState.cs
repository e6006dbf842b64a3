namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Where a <see cref="HubConnection"/> stands.</summary>
public enum HubConnectionState
{
    /// <summary>Not started, stopped, or lost for good.</summary>
    Disconnected,

    /// <summary>The handshake is done; calls can be made.</summary>
    Connected,

    /// <summary>The first start is under way.</summary>
    Connecting,

    /// <summary>Lost, and trying to come back.</summary>
    Reconnecting,
}
