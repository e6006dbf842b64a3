namespace Orleans.Concurrency;

/// <summary>Orleans may run several activations of such a grain; the embedded engine runs one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>As many workers as Orleans sees fit.</summary>
    public StatelessWorkerAttribute()
    {
    }

    /// <summary>At most so many workers.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers) => MaxLocalWorkers = maxLocalWorkers;

    /// <summary>The most workers Orleans would run; 0 means its default.</summary>
    internal int MaxLocalWorkers { get; }
}
