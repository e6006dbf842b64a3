using O2O.Dispatch.Contracts.Notifications;

namespace O2O.Dispatch.Api.Notifications;

/// <summary>Every recipient is sent messages.</summary>
internal sealed class EverybodyWants : INotificationFilter
{
    /// <inheritdoc/>
    public bool Wants(string recipient) => true;
}
