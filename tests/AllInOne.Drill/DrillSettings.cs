namespace O2O.Dispatch.Drill;

/// <summary>What to do to the service.</summary>
/// <param name="Program">AllInOne's assembly.</param>
/// <param name="OnPostgres">Whether PostgreSQL keeps the data; otherwise SQLite.</param>
/// <param name="Rounds">How often it is killed and started again.</param>
/// <param name="Seed">Decides the moments and the trips.</param>
/// <param name="Folder">Where data and logs go.</param>
public sealed record DrillSettings(string Program, bool OnPostgres, int Rounds, int Seed, string Folder);
