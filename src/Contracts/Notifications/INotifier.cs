namespace O2O.Dispatch.Contracts.Notifications;

/// <summary>Sends messages to phones and mailboxes. An aid: what is lost here is still on the stream of whom it concerns. Thread-safe.</summary>
public interface INotifier
{
    /// <summary>Sends one. A fault is the sender's to log; nothing is repeated.</summary>
    ValueTask Send(Notification notification, CancellationToken cancellationToken);
}
