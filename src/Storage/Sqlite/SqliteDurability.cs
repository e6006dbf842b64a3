namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>What a group of commits survives once it is acknowledged.</summary>
public enum SqliteDurability
{
    /// <summary>A loss of power: every group is forced to the disk.</summary>
    Full,

    /// <summary>The death of the process; a loss of power may undo the last groups, but never a part of one. For replays.</summary>
    Normal,
}
