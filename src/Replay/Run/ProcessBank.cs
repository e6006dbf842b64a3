using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Storage.Journals;

namespace O2O.Dispatch.Replay.Run;

/// <summary>The in-process gateway: deterministic, and with a journal where the store is kept.</summary>
internal sealed class ProcessBank : IReplayBank
{
    private readonly LineJournal? _journal;
    private readonly InProcessGateway _gateway;

    /// <summary>Makes it, with what its journal holds.</summary>
    public ProcessBank(StoreFiles files, TimeProvider time)
    {
        var journal = _journal = files.IsKept ? LineJournal.Open(files.Bank) : null;
        _gateway = new InProcessGateway(time, journal is null ? null : memory => journal.Append(BankJournal.Write(memory)));
        if (journal is not null)
        {
            _gateway.Import(BankJournal.Read(files.Bank));
        }
    }

    /// <inheritdoc/>
    public IPaymentGateway Gateway => _gateway;

    /// <inheritdoc/>
    public long Captured() => _gateway.Captured().Sum(amount => amount.MinorUnits);

    /// <inheritdoc/>
    public void Dispose() => _journal?.Dispose();
}
