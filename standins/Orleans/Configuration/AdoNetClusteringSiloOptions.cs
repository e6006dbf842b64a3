namespace Orleans.Configuration;

/// <summary>Membership in a database. Accepted so that the answer can be a clear start-up error.</summary>
public class AdoNetClusteringSiloOptions
{
    /// <summary>Where the database is. Never logged.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The provider's invariant name.</summary>
    public string? Invariant { get; set; }
}
