namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Where new ids come from: version 7, from the injected clock and a source that a seed can fix.</summary>
public interface IIdSource
{
    /// <summary>A new id, later than those before it.</summary>
    Guid Next();
}
