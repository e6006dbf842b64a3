namespace O2O.Dispatch.Contracts.Push;

/// <summary>The names of streams.</summary>
public static class StreamNames
{
    /// <summary>Of a customer.</summary>
    public static string Customer(Guid id) => $"customer/{id:N}";

    /// <summary>Of a provider.</summary>
    public static string Provider(Guid id) => $"provider/{id:N}";

    /// <summary>Of a market, for operators; its sequence and epoch belong to the node that tells it.</summary>
    public static string Market(string market) => $"market/{market}";

    /// <summary>News of a market's providers between nodes: without sequence, a courtesy that nobody subscribes to from outside.</summary>
    public static string Fleet(string market) => $"fleet/{market}";

    /// <summary>Of a merchant's orders; its sequence and epoch belong to the node that tells it.</summary>
    public static string Merchant(Guid id) => $"merchant/{id:N}";

    /// <summary>Of the orders of one of its stores, for who sees no other: told to its hearers under the merchant's name.</summary>
    public static string Merchant(Guid id, Guid store) => $"merchant/{id:N}/{store:N}";

    /// <summary>Of a job; its sequence is the job's version.</summary>
    public static string Job(Guid id) => $"job/{id:N}";
}
