using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>
/// The rules of pending transfers, fed with a job's rows and then with what its state says. It is other code than the one that makes them. A job from before the ledger had any has none.
/// </summary>
/// <param name="fault">Told of each fault: rule, key of the row, expected, found, words.</param>
internal sealed class PendingAudit(Action<string, string?, long, long, string> fault)
{
    private readonly Dictionary<string, BookTransfer> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private long _rows;
    private long _posted;

    /// <summary>Begins a job.</summary>
    public void Begin()
    {
        _open.Clear();
        _keys.Clear();
        _rows = _posted = 0;
    }

    /// <summary>Takes a row, in the order they were made.</summary>
    public void Add(BookJob job, BookPending pending)
    {
        _rows++;
        var row = pending.Row;
        CheckForm(job, row);
        if (pending.Phase == "pending")
        {
            if (pending.Of is not null || !_open.TryAdd(row.Key, row))
            {
                fault("pending_differs", row.Key, 0, row.Amount, $"Pending transfer '{row.Key}' stands twice, or names another");
            }

            return;
        }

        // A pending one that is resolved is not open any more: the second to name it names none.
        if (pending.Of is not { } of || !_open.Remove(of, out var begun))
        {
            fault("pending_unknown", row.Key, 0, row.Amount, $"'{row.Key}' resolves '{pending.Of}', of which nothing is pending");
            return;
        }

        if ((begun.DebitKind, begun.DebitOwner, begun.CreditKind, begun.CreditOwner) != (row.DebitKind, row.DebitOwner, row.CreditKind, row.CreditOwner))
        {
            fault("pending_differs", row.Key, 0, row.Amount, $"'{row.Key}' goes from {row.DebitKind}:{row.DebitOwner} to {row.CreditKind}:{row.CreditOwner}, what was pending from {begun.DebitKind}:{begun.DebitOwner} to {begun.CreditKind}:{begun.CreditOwner}");
        }

        switch (pending.Phase)
        {
            case "posted" when row.Amount <= begun.Amount:
                _posted += row.Amount;
                break;
            case "voided" when row.Amount == begun.Amount:
                break;
            default:
                fault("pending_amount_differs", row.Key, begun.Amount, row.Amount, $"Of {begun.Amount} that was pending '{row.Key}' has {row.Amount} {pending.Phase}");
                break;
        }
    }

    /// <summary>Ends a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="payment">Its payment; null when its state has none.</param>
    /// <param name="method">What its customer pays with; null when that is nothing that is awaited.</param>
    /// <exception cref="System.Text.Json.JsonException">Its order cannot be read.</exception>
    public void End(BookJob job, SettledPayment? payment, string? method)
    {
        if (payment?.HoldsArePending is null)
        {
            Expect("pending_unknown", 0, _rows, $"Job {job.Id:N} holds nothing in the ledger, and has {_rows} rows of pending transfers");
            return;
        }

        var rest = payment.Rest is { Status: RestStatus.Paid } paid ? paid.Amount.MinorUnits : 0;
        Expect("pending_posted_differs", job.Captured - rest, _posted, $"Of what job {job.Id:N} held {job.Captured - rest} was captured, and {_posted} posted of what was pending");
        long open = 0;
        foreach (var row in _open.Values)
        {
            open += row.Amount;
        }

        var held = job.Payment switch
        {
            PaymentStatus.Authorized => job.Authorised,
            PaymentStatus.Capturing when payment.Rest is null && job.Captured == 0 => job.Authorised,
            PaymentStatus.RequiresAction when method == JobOrder.BankTransfer => (payment.Asked ?? JobCodec.ReadOrder(job.Order).Hold).MinorUnits,
            PaymentStatus.RequiresPaymentMethod or PaymentStatus.RequiresAction or PaymentStatus.Authorizing or PaymentStatus.Capturing or PaymentStatus.Captured or PaymentStatus.Released
                or PaymentStatus.AuthorizationExpired or PaymentStatus.Failed or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed => 0,
        };
        Expect("pending_open_differs", held, open, $"Job {job.Id:N} holds {held}, and {open} is pending");
    }

    /// <summary>Takes a row of no job.</summary>
    public void Orphan(BookPending pending) =>
        fault("job_missing", pending.Row.Key, 0, pending.Row.Amount, $"Pending transfer '{pending.Row.Key}' is for job {pending.Row.Job:N}, which does not exist");

    /// <summary>It is what the job's customer is to pay, out of the gateway or of the customer's own wallet.</summary>
    private void CheckForm(BookJob job, BookTransfer row)
    {
        var isPayer = row.DebitKind == AccountNames.GatewayClearing ? row.DebitOwner == job.Operator : row.DebitKind == AccountNames.CustomerWallet && row.DebitOwner == job.Customer;
        var isWhole = row.Amount > 0 && row.Currency == job.Currency && row.Operator == job.Operator && row.Merchant == job.Merchant;
        if (!isWhole || !isPayer || row.CreditKind != AccountNames.Customer || row.CreditOwner != job.Customer || !row.Key.StartsWith($"{job.Id:N}:", StringComparison.Ordinal) || !_keys.Add(row.Key))
        {
            fault("pending_differs", row.Key, 0, row.Amount, $"Pending transfer '{row.Key}' of {row.Amount} {row.Currency} from {row.DebitKind}:{row.DebitOwner} to {row.CreditKind}:{row.CreditOwner} is not of what job {job.Id:N} holds");
        }
    }

    private void Expect(string rule, long expected, long actual, string words)
    {
        if (expected != actual)
        {
            fault(rule, null, expected, actual, words);
        }
    }
}
