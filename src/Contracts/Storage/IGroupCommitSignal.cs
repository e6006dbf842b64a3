namespace O2O.Dispatch.Contracts.Storage;

/// <summary>In a replay, tells the store when to write its open group: once nothing else can happen at this instant of virtual time. In wall time the store has a writer of its own and none of this is registered.</summary>
public interface IGroupCommitSignal
{
    /// <summary>Registers the store's flush. It returns whether it wrote anything, and so woke somebody.</summary>
    void OnQuiescent(Func<bool> flush);
}
