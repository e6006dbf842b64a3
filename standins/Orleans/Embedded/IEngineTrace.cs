namespace O2O.Dispatch.Embedded;

/// <summary>The running hash of what happened. It does nothing in wall mode, so callers need not ask which mode it is.</summary>
public interface IEngineTrace
{
    /// <summary>False in wall mode; ask before preparing bytes at a cost.</summary>
    bool IsRecording { get; }

    /// <summary>Adds a named event with its bytes.</summary>
    void Record(string kind, ReadOnlySpan<byte> data);

    /// <summary>Adds a named event with two numbers.</summary>
    void Record(string kind, long first, long second = 0);

    /// <summary>Adds a named event with text.</summary>
    void Record(string kind, string text);
}
