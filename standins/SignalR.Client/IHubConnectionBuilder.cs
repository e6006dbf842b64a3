namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Configures and builds a <see cref="HubConnection"/>.</summary>
public interface IHubConnectionBuilder : ISignalRBuilder
{
    /// <summary>The connection. Once per builder.</summary>
    HubConnection Build();
}
