namespace O2O.Dispatch.Contracts.Notifications;

/// <summary>What was sent lately, for operators. Thread-safe.</summary>
public interface INotificationLog
{
    /// <summary>The latest 200, the newest first.</summary>
    IReadOnlyList<Notification> Latest();
}
