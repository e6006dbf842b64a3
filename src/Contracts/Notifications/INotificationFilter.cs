namespace O2O.Dispatch.Contracts.Notifications;

/// <summary>Who is sent messages at all. A host with simulated people keeps them out. Thread-safe, quick.</summary>
public interface INotificationFilter
{
    /// <summary>Whether a recipient is to be sent messages.</summary>
    /// <param name="recipient">customer/{id} or provider/{id}.</param>
    bool Wants(string recipient);
}
