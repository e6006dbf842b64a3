using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that has reminders.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. It comes as an ordinary request and activates the grain if need be.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
