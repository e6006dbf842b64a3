namespace O2O.Dispatch.Contracts.Push;

/// <summary>The names of streams.</summary>
public static class StreamNames
{
    /// <summary>Of a customer.</summary>
    public static string Customer(Guid id) => $"customer/{id:N}";

    /// <summary>Of a provider.</summary>
    public static string Provider(Guid id) => $"provider/{id:N}";

    /// <summary>Of a job; its sequence is the job's version.</summary>
    public static string Job(Guid id) => $"job/{id:N}";
}
