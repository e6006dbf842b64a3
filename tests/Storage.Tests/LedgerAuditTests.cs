using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Ledger;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>The rules over all of the books, which no single row can break: only a store that sums wrongly can.</summary>
public sealed class LedgerAuditTests
{
    [Fact]
    public void Balance_SumsThatAreNotWhatWasAdded_IsNamed()
    {
        var faults = new List<LedgerFault>();
        var audit = new LedgerAudit(fault =>
        {
            faults.Add(fault);
            return true;
        });
        audit.Balance([new KindTotal("customer", "USD", 10, 0), new KindTotal("tax", "USD", 0, 7), new KindTotal("tax", "JPY", 3, 3)]);
        Assert.Equal(
            [("debits_are_not_credits", 10L, 7L), ("sums_differ", 3L, 0L), ("sums_differ", 3L, 0L), ("sums_differ", 10L, 0L), ("sums_differ", 7L, 0L)],
            faults.Select(fault => (fault.Rule, fault.ExpectedMinorUnits, fault.FoundMinorUnits)));
    }
}
