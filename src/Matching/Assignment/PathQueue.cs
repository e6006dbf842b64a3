namespace O2O.Dispatch.Matching.Assignment;

/// <summary>A heap of (distance, number), least distance first, four children a node: shallower than two and a child group lies in one cache line.</summary>
internal struct PathQueue()
{
    private (long Distance, int Number)[] items = new (long, int)[64];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Push(long distance, int number)
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, 2 * items.Length);
        }

        var at = Count++;
        while (at > 0)
        {
            var parent = (at - 1) >> 2;
            if (items[parent].Distance <= distance)
            {
                break;
            }

            items[at] = items[parent];
            at = parent;
        }

        items[at] = (distance, number);
    }

    public (long Distance, int Number) Pop()
    {
        var top = items[0];
        var last = items[--Count];
        var at = 0;
        for (var child = 1; child < Count; child = 4 * at + 1)
        {
            var least = child;
            var end = Math.Min(child + 4, Count);
            for (var other = child + 1; other < end; other++)
            {
                if (items[other].Distance < items[least].Distance)
                {
                    least = other;
                }
            }

            if (items[least].Distance >= last.Distance)
            {
                break;
            }

            items[at] = items[least];
            at = least;
        }

        items[at] = last;
        return top;
    }
}
