using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>Stands for the engine's moment of rest: a test calls it.</summary>
public sealed class Signal : IGroupCommitSignal
{
    private Func<bool> _flush = () => false;

    public void OnQuiescent(Func<bool> flush) => _flush = flush;

    public bool Flush() => _flush();
}
