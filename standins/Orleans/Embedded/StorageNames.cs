namespace O2O.Dispatch.Embedded;

internal static class StorageNames
{
    /// <summary>The storage a [PersistentState] without a storage name means; Orleans uses the same word.</summary>
    public const string Default = "Default";
}
