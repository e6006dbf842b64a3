namespace Orleans.Runtime;

/// <summary>Which state, in which storage.</summary>
public interface IPersistentStateConfiguration
{
    /// <summary>The state's name. It is the class part of the stored row, so it is unique per class.</summary>
    string StateName { get; }

    /// <summary>The storage's name; null means the default one.</summary>
    string? StorageName { get; }
}
