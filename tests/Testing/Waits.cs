using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Testing;

/// <summary>Ends a test that would hang, and says what it waited for.</summary>
public static class Waits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The task's result, or after 30 s a failure that says what was waited for.</summary>
    public static async Task<T> Soon<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        try
        {
            return await task.WaitAsync(Patience);
        }
        catch (TimeoutException e) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Patience} for: {what}", e);
        }
    }

    /// <summary>The task's end, or after 30 s a failure that says what was waited for.</summary>
    public static Task Soon(this Task task, [CallerArgumentExpression(nameof(task))] string what = "") => Soon(Typed(task), what);

    /// <summary>What a reader still gives; throws how it ends.</summary>
    public static async Task<List<T>> ToEndAsync<T>(this System.Threading.Channels.ChannelReader<T> reader)
    {
        var items = new List<T>();
        while (await reader.WaitToReadAsync().AsTask().Soon("the end of a stream"))
        {
            while (reader.TryRead(out var item))
            {
                items.Add(item);
            }
        }

        await reader.Completion.Soon();
        return items;
    }

    private static async Task<bool> Typed(Task task)
    {
        await task;
        return true;
    }
}
