namespace O2O.Dispatch.Geo.TravelTimes.Hierarchies;

/// <summary>Room for the searches of one thread, kept from search to search and shared by all hierarchies. It grows to the largest of them.</summary>
internal sealed class SearchSpace
{
    [ThreadStatic]
    private static SearchSpace? ofThread;

    private int[] forward = [];
    private int[] backward = [];
    private int now;

    /// <summary>Time by rank; it means something only where <see cref="Stamps"/> holds the number of the current search.</summary>
    public int[] Times { get; private set; } = [];

    public int[] Stamps { get; private set; } = [];

    /// <summary>Where a rank stands in the list of the current table.</summary>
    public int[] Places { get; private set; } = [];

    public int[] Stack { get; private set; } = [];

    public static SearchSpace OfThread => ofThread ??= new SearchSpace();

    /// <summary>Two arrays of times by depth, not cleared.</summary>
    public (int[] Forward, int[] Backward) ByDepth(int height)
    {
        if (forward.Length < height)
        {
            forward = new int[height];
            backward = new int[height];
        }

        return (forward, backward);
    }

    /// <summary>Begins a search over ranks and gives its number.</summary>
    public int Begin(int nodes, int height)
    {
        if (Stamps.Length < nodes)
        {
            Times = new int[nodes];
            Stamps = new int[nodes];
            Places = new int[nodes];
            now = 0;
        }

        if (Stack.Length < height)
        {
            Stack = new int[height];
        }

        if (now == int.MaxValue)
        {
            Array.Clear(Stamps);
            now = 0;
        }

        return ++now;
    }
}
