using System.Collections.Concurrent;

namespace O2O.Dispatch.Orleans.Bench;

/// <summary>The peer of the benchmark: a queue with one consumer on the thread pool and an answer, and none of an engine's promises.</summary>
internal sealed class BareMailbox : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<TaskCompletionSource<int>> _queue = new();
    private int _scheduled;
    private int _count;

    public Task<int> Ping()
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Enqueue(answer);
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        return answer.Task;
    }

    public void Execute()
    {
        do
        {
            while (_queue.TryDequeue(out var answer))
                answer.SetResult(++_count);
            Volatile.Write(ref _scheduled, 0);
        }
        while (!_queue.IsEmpty && Interlocked.Exchange(ref _scheduled, 1) == 0);
    }
}
