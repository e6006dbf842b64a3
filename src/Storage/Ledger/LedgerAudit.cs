using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>
/// The rules of the books, fed by any store with one job after the other: Begin, Add for each of its transfers, Use for each of its vouchers, End. It is other code than the one that posts.
/// A payment that failed for good is looked at for its captures alone: its debt stays on the customer's account, and its hold is the bank's matter.
/// </summary>
/// <param name="found">Told of each fault; says whether to go on. Null to count them all.</param>
internal sealed class LedgerAudit(Func<LedgerFault, bool>? found = null)
{
    private readonly SortedDictionary<(string Currency, string Kind), (long Debit, long Credit)> _totals = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _funded = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _merchants = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BookTransfer> _discounts = new(StringComparer.Ordinal);
    private VoucherAudit? _vouchers;
    private PendingAudit? _pending;
    private BookJob _job = null!;
    private JobId _id;
    private string _prefix = string.Empty;
    private long _captured;
    private long _imbalance;
    private long _faults;
    private LedgerFault? _firstFault;
    private long _customerOwes;
    private long _ledgerCaptured;
    private long _ledgerRefunded;
    private long _provider;
    private long _commission;
    private long _tax;
    private long _leadFee;
    private long _transferUnderWay;
    private long _transferred;
    private long _netted;
    private long _tipped;
    private long _tipsLeft;
    private long _cashAtDoor;
    private long _cardAtDoor;
    private bool _hasSale;

    /// <summary>Jobs looked at.</summary>
    public long Jobs { get; private set; }

    /// <summary>Transfers looked at.</summary>
    public long Transfers { get; private set; }

    /// <summary>Whether whoever is told of faults has heard enough.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>What was found so far, as a sum.</summary>
    public LedgerCheck Check => new(Jobs, Transfers, _captured, _imbalance, _firstFault?.Detail);

    /// <summary>What was found so far, and what was re-added.</summary>
    public LedgerProof Proof => new(
        Jobs,
        Transfers,
        _faults,
        _firstFault,
        !IsStopped,
        [.. _totals.Select(total => new KindTotal(total.Key.Kind, total.Key.Currency, total.Value.Debit, total.Value.Credit))]);

    /// <summary>Begins a job.</summary>
    public void Begin(BookJob job)
    {
        Jobs++;
        _job = job;
        _id = new JobId(job.Id);
        _prefix = _id + ":";
        _customerOwes = _ledgerCaptured = _ledgerRefunded = _provider = _commission = _tax = _leadFee = _transferUnderWay = _transferred = _netted = _tipped = _tipsLeft = _cashAtDoor = _cardAtDoor = 0;
        _hasSale = false;
        _keys.Clear();
        _funded.Clear();
        _merchants.Clear();
        _given.Clear();
        _discounts.Clear();
        _pending?.Begin();
    }

    /// <summary>Takes a transfer of the job.</summary>
    public void Add(BookTransfer transfer)
    {
        Count(transfer);
        if (transfer.Currency != _job.Currency)
        {
            Fault("currency_differs", transfer.Key, 0, transfer.Amount, transfer.Amount, $"Job {_id} is in {_job.Currency} and transfer '{transfer.Key}' in {transfer.Currency}");
            return;
        }

        CheckForm(transfer);
        if (transfer.DebitKind == AccountNames.Customer)
        {
            OfCustomer(transfer, transfer.DebitOwner, transfer.Amount);
        }

        if (transfer.CreditKind == AccountNames.Customer)
        {
            OfCustomer(transfer, transfer.CreditOwner, -transfer.Amount);
        }

        // A tip is a payment of its own, which the job's does not contain.
        if (Causes.IsTip(transfer.Cause))
        {
            OfTip(transfer.CreditKind, transfer.CreditOwner, transfer, 1);
            OfTip(transfer.DebitKind, transfer.DebitOwner, transfer, -1);
        }
        else
        {
            // What comes back from a refund that failed was not captured: it is so much less refunded.
            var taken = Causes.IsPayer(transfer.DebitKind) && transfer.CreditKind == AccountNames.Customer ? transfer.Amount : 0;
            _ledgerCaptured += Causes.IsRefund(transfer.Cause) ? 0 : taken;
            _ledgerRefunded -= Causes.IsRefund(transfer.Cause) ? taken : 0;
            _ledgerRefunded += Causes.IsPayer(transfer.CreditKind) && transfer.DebitKind == AccountNames.Customer ? transfer.Amount : 0;
        }

        if (Causes.IsSale(transfer.Cause))
        {
            OfSale(transfer);
        }
        else if (Causes.IsLeadFee(transfer.Cause))
        {
            OfLeadFee(transfer);
        }
        else if (Causes.IsCash(transfer.Cause) || Causes.IsCardAtDoor(transfer.Cause))
        {
            OfDoor(transfer);
        }
        else if (Causes.IsPlacedVisit(transfer.Cause))
        {
            OfPlacedVisit(transfer);
        }
        else if (Causes.IsTransfer(transfer.Cause) || Causes.IsNetting(transfer.Cause))
        {
            OfTransfer(transfer);
        }
    }

    /// <summary>Takes a row of the job's pending transfers, after all of the job's transfers.</summary>
    public void Add(BookPending pending) => Pending.Add(_job, pending);

    /// <summary>Takes a row of a pending transfer of no job.</summary>
    public void Orphan(BookPending pending)
    {
        _id = new JobId(pending.Row.Job);
        Pending.Orphan(pending);
    }

    /// <summary>Takes a voucher that the job was ordered with, after all of the job's transfers.</summary>
    /// <param name="voucher">The voucher.</param>
    /// <param name="isOwed">Whether an outbox row is still to tell its campaign what became of it.</param>
    public void Use(BookVoucher voucher, bool isOwed)
    {
        _vouchers ??= new VoucherAudit((rule, key, expected, actual, fault) => Fault(rule, key, expected, actual, Math.Max(1, Math.Abs(expected - actual)), fault));
        _vouchers.Check(_job, voucher, _discounts.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"discount{voucher.Place}")), isOwed);
    }

    /// <summary>Ends a job.</summary>
    public void End()
    {
        _captured += _ledgerCaptured;
        Expect("captured_differs", _job.Captured, _ledgerCaptured, $"Job {_id} says {_job.Captured} was captured, the ledger says {_ledgerCaptured}");
        if (_ledgerRefunded > _ledgerCaptured)
        {
            Expect("refunded_above_captured", _ledgerCaptured, _ledgerRefunded, $"Of job {_id} {_ledgerRefunded} was given back, and {_ledgerCaptured} taken");
        }

        if (_job.Status.IsEnd() && _job.Payment is PaymentStatus.Captured or PaymentStatus.Released or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed)
        {
            Expect("customer_off_zero", 0, _customerOwes, $"Job {_id} is settled and its customer's account is off zero by {_customerOwes}");
            Expect(
                "hold_off",
                _job.Authorised,
                _job.Captured + _job.Released,
                $"Job {_id} is settled with {_job.Authorised} authorised, {_job.Captured} captured and {_job.Released} released");
        }

        if (_job.State is { } state)
        {
            AgainstSettlement(state);
        }
    }

    /// <summary>Takes a transfer of no job.</summary>
    public void Orphan(BookTransfer transfer)
    {
        Count(transfer);
        _id = new JobId(transfer.Job);
        if (Causes.IsPaidIn(transfer.Cause))
        {
            PaidIn(transfer);
            return;
        }

        Fault("job_missing", transfer.Key, 0, transfer.Amount, transfer.Amount, $"Transfer '{transfer.Key}' is for job {_id}, which does not exist");
    }

    /// <summary>Takes a voucher of no job.</summary>
    public void Orphan(BookVoucher voucher)
    {
        _id = new JobId(voucher.Job);
        Fault("voucher_job_missing", null, 0, voucher.Row?.Used ?? 0, Math.Max(1, voucher.Row?.Used ?? 0), $"Voucher {new VoucherId(voucher.Voucher)} is of job {_id}, which does not exist");
    }

    /// <summary>Takes what the store finds off about wallets, paid visits and campaigns, which are held against their own history and against what was posted.</summary>
    public void OfSum(SumFault fault)
    {
        var what = fault.Rule.Split('_')[0] switch
        {
            "wallet" => "The wallet",
            "voucher" => "The voucher",
            "campaign" => "The campaign",
            _ => "What was billed of",
        };
        Fault(new LedgerFault(fault.Rule, null, fault.What, fault.Expected, fault.Actual, Math.Max(1, Math.Abs(fault.Expected - fault.Actual)), $"{what} {fault.What} is at {fault.Actual} where {fault.Expected} is expected ({fault.Rule})."));
    }

    /// <summary>What comes into a wallet is of no job; it comes from the platform or from the gateway, whose fee is of it too.</summary>
    private void PaidIn(BookTransfer transfer)
    {
        var (debit, credit) = transfer.Cause switch
        {
            "wallet_credited" => (AccountNames.PromotionFunder, AccountNames.CustomerWallet),
            "wallet_topped_up" or "wallet_dispute_won" => (AccountNames.GatewayClearing, AccountNames.CustomerWallet),
            "wallet_disputed" => (AccountNames.CustomerWallet, AccountNames.GatewayClearing),
            _ => (AccountNames.GatewayFees, AccountNames.GatewayClearing),
        };
        if (transfer.DebitKind != debit || transfer.CreditKind != credit || transfer.Amount <= 0 || !transfer.Key.StartsWith(_id + ":", StringComparison.Ordinal))
        {
            Fault(
                "wallet_posting_differs", transfer.Key, 0, transfer.Amount, Math.Max(1, Math.Abs(transfer.Amount)), $"Transfer '{transfer.Key}' of {transfer.Amount} goes from {transfer.DebitKind} to {transfer.CreditKind} as {transfer.Cause}");
        }
    }

    private PendingAudit Pending => _pending ??= new PendingAudit((rule, key, expected, actual, fault) => Fault(rule, key, expected, actual, Math.Max(1, Math.Abs(expected - actual)), fault));

    /// <summary>Takes the store's own sums: they are what was re-added, and in each currency debits are credits.</summary>
    public void Balance(List<KindTotal> totals)
    {
        foreach (var currency in totals.GroupBy(total => total.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (debits, credits) = (currency.Sum(total => total.DebitMinorUnits), currency.Sum(total => total.CreditMinorUnits));
            OfAll("debits_are_not_credits", debits, credits, $"All debits less all credits in {currency.Key} come to {debits - credits}");
        }

        // Over all jobs: the cash of one is netted with what another earned.
        foreach (var cash in totals.Where(total => total.Account == AccountNames.CashInHand && total.CreditMinorUnits > total.DebitMinorUnits))
        {
            OfAll("cash_overnetted", cash.DebitMinorUnits, cash.CreditMinorUnits, $"Of {cash.DebitMinorUnits} cash in hand in {cash.Currency} {cash.CreditMinorUnits} was netted");
        }

        // Likewise the discounts that merchants fund.
        foreach (var funded in totals.Where(total => total.Account == AccountNames.PromotionFunder && total.CreditMinorUnits > total.DebitMinorUnits))
        {
            OfAll("discounts_overnetted", funded.DebitMinorUnits, funded.CreditMinorUnits, $"Of {funded.DebitMinorUnits} of discounts in {funded.Currency} {funded.CreditMinorUnits} was netted");
        }

        var said = totals.ToDictionary(total => (total.Currency, total.Account), total => (Debit: total.DebitMinorUnits, Credit: total.CreditMinorUnits));
        foreach (var key in _totals.Keys.Union(said.Keys).Order())
        {
            var (added, summed) = (_totals.GetValueOrDefault(key), said.GetValueOrDefault(key));
            OfAll("sums_differ", summed.Debit, added.Debit, $"The debits of {key.Item2} in {key.Item1} are {summed.Debit} as the store sums them and {added.Debit} as re-added");
            OfAll("sums_differ", summed.Credit, added.Credit, $"The credits of {key.Item2} in {key.Item1} are {summed.Credit} as the store sums them and {added.Credit} as re-added");
        }
    }

    private void Count(BookTransfer transfer)
    {
        Transfers++;
        var (debit, credit) = ((transfer.Currency, transfer.DebitKind), (transfer.Currency, transfer.CreditKind));
        var of = _totals.GetValueOrDefault(debit);
        _totals[debit] = of with { Debit = of.Debit + transfer.Amount };
        of = _totals.GetValueOrDefault(credit);
        _totals[credit] = of with { Credit = of.Credit + transfer.Amount };
    }

    private void CheckForm(BookTransfer transfer)
    {
        if (transfer.Amount <= 0)
        {
            Fault("amount_not_positive", transfer.Key, 1, transfer.Amount, Math.Max(1, Math.Abs(transfer.Amount)), $"Transfer '{transfer.Key}' of job {_id} is over {transfer.Amount}");
        }

        if (transfer.DebitKind == transfer.CreditKind && transfer.DebitOwner == transfer.CreditOwner)
        {
            Fault("one_account", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} goes from {transfer.DebitKind}:{transfer.DebitOwner} to itself");
        }

        // A key begins with its job's id: what is unique within each job is unique.
        if (!transfer.Key.StartsWith(_prefix, StringComparison.Ordinal) || !_keys.Add(transfer.Key))
        {
            Fault("key_not_its_own", transfer.Key, 1, 0, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} has a key that is another's, or stands twice");
        }

        if (transfer.Operator != _job.Operator || transfer.Merchant != _job.Merchant)
        {
            Fault("party_differs", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' names operator {transfer.Operator} and merchant {transfer.Merchant?.ToString("N") ?? "none"}, job {_id} {_job.Operator} and {_job.Merchant?.ToString("N") ?? "none"}");
        }
    }

    private void OfCustomer(BookTransfer transfer, string owner, long change)
    {
        if (owner == _job.Customer)
        {
            _customerOwes += change;
        }
        else
        {
            Fault("customer_foreign", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} moves the account of customer {owner}, whose job it is not");
        }
    }

    /// <summary>A provider's account that a job moves is that of its own provider, whom its state names.</summary>
    private void OfProvider(BookTransfer transfer, string owner)
    {
        if (_job.State is not null && owner != _job.Provider)
        {
            Fault("provider_foreign", transfer.Key, 0, transfer.Amount, transfer.Amount, $"Transfer '{transfer.Key}' of job {_id} moves the account of provider {owner}, whose job it is not");
        }
    }

    private void OfSale(BookTransfer transfer)
    {
        _hasSale = true;

        // What is paid when it is called off has discounts of its own, of which no voucher is one.
        if (transfer.DebitKind == AccountNames.PromotionFunder && transfer.Cause != "canceled")
        {
            _discounts[transfer.Key[(transfer.Key.LastIndexOf(':') + 1)..]] = transfer;
        }

        Move(transfer.DebitKind, transfer.DebitOwner, -transfer.Amount);
        Move(transfer.CreditKind, transfer.CreditOwner, transfer.Amount);

        void Move(string kind, string owner, long change)
        {
            switch (kind)
            {
                case AccountNames.ProviderPayable:
                    _provider += change;
                    OfProvider(transfer, owner);
                    break;
                case AccountNames.PlatformRevenue:
                    _commission += change;
                    break;
                case AccountNames.Tax:
                    _tax += change;
                    break;
                case AccountNames.MerchantPayable:
                    _merchants[owner] = _merchants.GetValueOrDefault(owner) + change;
                    break;
                case AccountNames.PromotionFunder:
                    _funded[owner] = _funded.GetValueOrDefault(owner) - change;
                    break;
            }
        }
    }

    /// <summary>A lead fee goes from the job's provider to the platform, and nowhere else.</summary>
    private void OfLeadFee(BookTransfer transfer)
    {
        _leadFee += transfer.Amount;
        if (transfer is not { DebitKind: AccountNames.ProviderPayable, CreditKind: AccountNames.PlatformRevenue } || transfer.CreditOwner != _job.Operator)
        {
            Fault("lead_fee_differs", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} is a lead fee from {transfer.DebitKind} to {transfer.CreditKind}");
        }
        else
        {
            OfProvider(transfer, transfer.DebitOwner);
        }
    }

    /// <summary>What was paid at the door is in the hands of the job's provider, and of nobody else.</summary>
    private void OfDoor(BookTransfer transfer)
    {
        _cashAtDoor += Causes.IsCash(transfer.Cause) ? transfer.Amount : 0;
        _cardAtDoor += Causes.IsCardAtDoor(transfer.Cause) ? transfer.Amount : 0;
        if (transfer is not { DebitKind: AccountNames.CashInHand, CreditKind: AccountNames.Customer })
        {
            Fault("door_differs", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} is paid at the door from {transfer.DebitKind} to {transfer.CreditKind}");
        }
        else
        {
            OfProvider(transfer, transfer.DebitOwner);
        }
    }

    /// <summary>The price against what was paid at the door, by the method that the job was ordered with: a job that is paid otherwise has nothing there.</summary>
    private void AgainstDoor(string? method, Settlement? settlement)
    {
        var price = settlement?.CustomerPays.MinorUnits ?? 0;
        var (cash, card) = (method == JobOrder.Cash ? price : 0, method == JobOrder.CardAtDoor ? price : 0);
        Expect("door_differs", cash, _cashAtDoor, $"Of job {_id} {cash} is paid at the door in cash, in the ledger {_cashAtDoor}");
        Expect("door_differs", card, _cardAtDoor, $"Of job {_id} {card} is paid at the door by card, in the ledger {_cardAtDoor}");
    }

    /// <summary>A tip goes through the account of tips to what its provider is owed; one from before there was that account goes there at once.</summary>
    private void OfTip(string kind, string owner, BookTransfer transfer, int sign)
    {
        if (kind is not (AccountNames.Tips or AccountNames.ProviderPayable))
        {
            return;
        }

        _tipped += kind == AccountNames.ProviderPayable ? sign * transfer.Amount : 0;
        _tipsLeft += kind == AccountNames.Tips ? sign * transfer.Amount : 0;
        OfProvider(transfer, owner);
    }

    /// <summary>What the job says was tipped against what its provider is owed of it, less what of it went back; the account of tips keeps nothing.</summary>
    private void AgainstTip(JobTip? tip, JobRefunds? refunds)
    {
        var tipped = tip is { Status: TipStatus.Paid } ? tip.Amount.MinorUnits : 0;
        foreach (var refund in refunds?.Items ?? [])
        {
            tipped -= refund.Status == RefundStatus.Paid && refund.IsOf(tip) ? refund.Amount.MinorUnits : 0;
        }

        Expect("tip_differs", tipped, _tipped, $"Job {_id} says that {tipped} was tipped and not given back, the ledger {_tipped}");
        Expect("tips_off_zero", 0, _tipsLeft, $"Of the tip of job {_id} {_tipsLeft} stays on the account of tips");
    }

    /// <summary>A visit is paid by the job's merchant to the platform, and by nobody else.</summary>
    private void OfPlacedVisit(BookTransfer transfer)
    {
        if (transfer is not { DebitKind: AccountNames.MerchantPayable, CreditKind: AccountNames.PlatformRevenue } || transfer.CreditOwner != _job.Operator || transfer.DebitOwner != _job.Merchant?.ToString("N"))
        {
            Fault("placed_visit_differs", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} is a paid visit from {transfer.DebitKind}:{transfer.DebitOwner} to {transfer.CreditKind}:{transfer.CreditOwner}");
        }
    }

    /// <summary>What is given to a payee: out of its own account, into what is under way or what it owes, and from there to the gateway.</summary>
    private void OfTransfer(BookTransfer transfer)
    {
        _transferUnderWay += (transfer.CreditKind == AccountNames.PayoutsUnderWay ? transfer.Amount : 0) - (transfer.DebitKind == AccountNames.PayoutsUnderWay ? transfer.Amount : 0);
        _transferred += transfer is { DebitKind: AccountNames.PayoutsUnderWay, CreditKind: AccountNames.GatewayClearing } ? transfer.Amount : 0;
        _netted += Causes.IsNetting(transfer.Cause) ? transfer.Amount : 0;
        Of(transfer.DebitKind, transfer.DebitOwner, transfer.Amount);
        Of(transfer.CreditKind, transfer.CreditOwner, -transfer.Amount);
        if (Causes.IsNetting(transfer.Cause) && !IsNettingOfOne(transfer))
        {
            Fault("netting_differs", transfer.Key, 0, transfer.Amount, Math.Max(1, transfer.Amount), $"Transfer '{transfer.Key}' of job {_id} nets {transfer.DebitKind}:{transfer.DebitOwner} with {transfer.CreditKind}:{transfer.CreditOwner}");
        }

        void Of(string kind, string owner, long given)
        {
            if (kind is AccountNames.ProviderPayable or AccountNames.CashInHand)
            {
                OfProvider(transfer, owner);
            }

            if (kind == AccountNames.MerchantPayable)
            {
                _given[owner] = _given.GetValueOrDefault(owner) + given;
            }
        }
    }

    /// <summary>Whether what is netted is owed to the same one who owes.</summary>
    private static bool IsNettingOfOne(BookTransfer transfer) => transfer switch
    {
        { DebitKind: AccountNames.ProviderPayable, CreditKind: AccountNames.CashInHand } => transfer.DebitOwner == transfer.CreditOwner,
        { DebitKind: AccountNames.MerchantPayable, CreditKind: AccountNames.PromotionFunder } => $"merchant/{transfer.DebitOwner}" == transfer.CreditOwner,
        _ => false,
    };

    /// <summary>What the job says was given to its payees against the ledger.</summary>
    private void AgainstTransfers(JobTransfers? transfers)
    {
        long underWay = 0, paid = 0, netted = 0;
        var given = new SortedDictionary<string, long>(_given.ToDictionary(merchant => merchant.Key, _ => 0L), StringComparer.Ordinal);
        foreach (var transfer in transfers?.Items ?? [])
        {
            if (transfer.Merchant is { } merchant)
            {
                given[merchant.ToString()] = given.GetValueOrDefault(merchant.ToString()) + transfer.Netted.MinorUnits + (transfer.Status == TransferStatus.Failed ? 0 : transfer.Amount.MinorUnits);
            }

            netted += transfer.Netted.MinorUnits;
            underWay += transfer.Status == TransferStatus.Begun ? transfer.Amount.MinorUnits : 0;
            paid += transfer.Status == TransferStatus.Paid ? transfer.Amount.MinorUnits : 0;
        }

        Expect("transfer_differs", underWay, _transferUnderWay, $"Job {_id} has transfers of {underWay} under way, the ledger {_transferUnderWay}");
        Expect("transfer_differs", paid, _transferred, $"Job {_id} has transferred {paid}, the ledger {_transferred}");
        Expect("transfer_differs", netted, _netted, $"Job {_id} has netted {netted}, the ledger {_netted}");
        foreach (var (merchant, amount) in given)
        {
            Expect("transfer_differs", amount, _given.GetValueOrDefault(merchant), $"Job {_id} has given merchant {merchant} {amount}, the ledger {_given.GetValueOrDefault(merchant)}");
        }
    }

    /// <summary>The sale's transfers, account by account, against what the job recorded when it was priced.</summary>
    private void AgainstSettlement(byte[] state)
    {
        Settlement? settlement;
        try
        {
            var settled = JsonSerializer.Deserialize<SettledState>(state, DispatchJson.Options);
            settlement = settled?.Settlement;
            AgainstTransfers(settled?.Payment?.Transfers);
            AgainstTip(settled?.Payment?.Tip, settled?.Payment?.Refunds);
            var method = _job.AsksOrder ? MethodOf(_job.Order) : null;
            AgainstDoor(method, settlement);
            Pending.End(_job, settled?.Payment, method);
        }
        catch (JsonException broken)
        {
            Fault("state_unreadable", null, 0, 0, 1, $"The state or the order of job {_id} cannot be read: {broken.Message.TrimEnd('.')}");
            return;
        }

        if (settlement is null)
        {
            Expect("lead_fee_differs", 0, _leadFee, $"Job {_id} has no settlement, and a lead fee of {_leadFee} in the ledger");
            if (_job.Status == JobStatus.Completed || _hasSale)
            {
                Fault("settlement_missing", null, 0, _provider + _commission + _tax, Math.Max(1, _provider + _commission + _tax), $"Job {_id} is {(_job.Status == JobStatus.Completed ? "completed" : "posted to")} and has no settlement");
            }

            return;
        }

        // The tax is the seller's to hand on: it stands on the seller's account.
        var tax = settlement.Tax.MinorUnits;
        var (byProvider, byMerchant) = (settlement.Seller == Seller.Provider ? tax : 0, settlement.Seller == Seller.Merchant ? tax : 0);
        var provider = settlement.ProviderNet.MinorUnits + byProvider;
        Expect("provider_differs", provider, _provider, $"Job {_id} gives its provider {provider}, the ledger {_provider}");
        Expect("commission_differs", settlement.Commission.MinorUnits, _commission, $"Job {_id} has a commission of {settlement.Commission.MinorUnits}, the ledger of {_commission}");
        Expect("tax_differs", tax - byProvider - byMerchant, _tax, $"Job {_id} has a tax of {tax - byProvider - byMerchant}, the ledger of {_tax}");
        Expect("lead_fee_differs", settlement.LeadFee?.MinorUnits ?? 0, _leadFee, $"Job {_id} has a lead fee of {settlement.LeadFee?.MinorUnits ?? 0}, the ledger of {_leadFee}");
        AgainstMerchants(settlement, byMerchant);
        foreach (var funder in settlement.FundedDiscounts.GroupBy(discount => VoucherAudit.OwnerOf(discount.Funder, _job.Operator), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (expected, posted) = (funder.Sum(discount => discount.Amount.MinorUnits), _funded.GetValueOrDefault(funder.Key));
            Expect("discount_differs", expected, posted, $"Of job {_id} {funder.Key} funds {expected}, in the ledger {posted}");
            _funded.Remove(funder.Key);
        }

        foreach (var (owner, amount) in _funded)
        {
            Expect("discount_differs", 0, amount, $"Of job {_id} {owner} funds nothing, in the ledger {amount}");
        }
    }

    private static string MethodOf(byte[]? order) =>
        (order is null ? null : JsonSerializer.Deserialize<OrderedMethod>(order, DispatchJson.Options))?.PaymentMethod ?? throw new JsonException("It does not say what is paid with.");

    private void AgainstMerchants(Settlement settlement, long tax)
    {
        var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in settlement.Merchants ?? [])
        {
            Add(part.Merchant.ToString(), part.Amount.MinorUnits);
        }

        if (tax != 0)
        {
            Add(_job.Merchant?.ToString("N") ?? string.Empty, tax);
        }

        foreach (var merchant in expected.Keys.Union(_merchants.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (due, posted) = (expected.GetValueOrDefault(merchant), _merchants.GetValueOrDefault(merchant));
            Expect("merchant_differs", due, posted, $"Job {_id} gives merchant {merchant} {due}, the ledger {posted}");
        }

        void Add(string merchant, long amount) => expected[merchant] = expected.GetValueOrDefault(merchant) + amount;
    }

    private void Expect(string rule, long expected, long actual, string fault)
    {
        if (expected != actual)
        {
            Fault(rule, null, expected, actual, Math.Abs(expected - actual), fault);
        }
    }

    private void OfAll(string rule, long expected, long actual, string fault)
    {
        if (expected != actual)
        {
            Fault(new LedgerFault(rule, null, null, expected, actual, Math.Abs(expected - actual), fault + "."));
        }
    }

    private void Fault(string rule, string? key, long expected, long actual, long off, string fault) => Fault(new LedgerFault(rule, _id, key, expected, actual, off, fault + "."));

    private void Fault(LedgerFault fault)
    {
        if (IsStopped)
        {
            return;
        }

        _faults++;
        _imbalance += fault.OffMinorUnits;
        _firstFault ??= fault;
        IsStopped |= found is not null && !found(fault);
    }
}
