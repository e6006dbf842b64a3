using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>
/// A campaign in the hands of a store: it is filled with what the store keeps, runs commands one after the other, each on what the one before left, and tells what is to be written. What is held
/// counts as used until it is given back, so that no order of commands goes over the budget or a cap. One thread at a time; nothing else may change the campaign meanwhile.
/// </summary>
public sealed class CampaignBook
{
    private readonly Campaign _campaign;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;
    private readonly SortedDictionary<VoucherId, Voucher> _vouchers = [];
    private readonly Dictionary<string, VoucherId> _references = new(StringComparer.Ordinal);
    private readonly SortedSet<VoucherId> _changed = [];
    private readonly Dictionary<VoucherId, Voucher> _stored = [];
    private readonly Dictionary<CampaignCount, int> _kept = [];
    private readonly Dictionary<CampaignCount, int> _moved = [];
    private readonly Dictionary<(CustomerId Customer, MarketId Market), OrdersBefore> _before = [];
    private readonly Dictionary<MarketId, Money.Money> _exposed = [];

    /// <summary>Opens the book.</summary>
    /// <param name="account">The campaign as it stands.</param>
    /// <param name="now">The instant of all commands.</param>
    public CampaignBook(CampaignAccount account, DateTimeOffset now)
    {
        (Account, Before, _campaign, _now) = (account, account, account.Campaign, now);
        _today = _campaign.DayAt(now);
    }

    /// <summary>The campaign after the commands so far.</summary>
    public CampaignAccount Account { get; private set; }

    /// <summary>The campaign as it was before them.</summary>
    public CampaignAccount Before { get; }

    /// <summary>The vouchers that are new or changed, by id.</summary>
    public IEnumerable<Voucher> Changed => _changed.Select(id => _vouchers[id]);

    /// <summary>The counts that are others than before, with by how much. A hold that goes from one quote to the next changes none.</summary>
    public IEnumerable<(CampaignCount Count, int By)> Counted => _moved.Where(move => move.Value != 0)
        .OrderBy(move => move.Key.Customer?.Value).ThenBy(move => move.Key.Day).Select(move => (move.Key, move.Value));

    /// <summary>Whether anything is to be written.</summary>
    public bool IsChanged => _changed.Count > 0;

    /// <summary>How the store keeps a voucher of <see cref="Changed"/>; null when it is new.</summary>
    public Voucher? Stored(VoucherId voucher) => _stored.GetValueOrDefault(voucher);

    /// <summary>Puts a voucher in that the store keeps: those that commands name by id or reference, and those whose hold has lapsed.</summary>
    public void Put(Voucher voucher)
    {
        _vouchers[voucher.Id] = voucher;
        if (voucher.Reference is { } reference)
        {
            _references[reference] = voucher.Id;
        }
    }

    /// <summary>The counts that decide about commands, as far as the campaign's limits ask for any: the store puts in what it keeps of them.</summary>
    public IReadOnlyCollection<CampaignCount> Needed(IEnumerable<VoucherCommand> commands)
    {
        var needed = new HashSet<CampaignCount>();
        foreach (var customer in commands.Select(command => command switch { VoucherCommand.Take take => take.Customer, VoucherCommand.Issue issue => issue.Holder, _ => null }))
        {
            foreach (var count in _campaign.Limits.CountsOf(customer, _today))
            {
                needed.Add(count);
            }
        }

        return needed;
    }

    /// <summary>Puts a count in that the store keeps.</summary>
    public void Put(CampaignCount count, int uses) => _kept[count] = uses;

    /// <summary>Whose orders in which market the store has to look at, in order: a voucher for a first order is to be ordered with. Nobody else's may begin or end meanwhile.</summary>
    public IReadOnlyList<(CustomerId Customer, MarketId Market)> AsksBefore(IEnumerable<VoucherCommand> commands) => !_campaign.Scope.FirstTimeOnly
        ? []
        : [.. commands.OfType<VoucherCommand.Take>().Where(take => take is { Ordered: true, Market: not null }).Select(take => (take.Customer, take.Market!.Value)).Distinct()
            .OrderBy(one => one.Customer.Value).ThenBy(one => one.Value.Value, StringComparer.Ordinal)];

    /// <summary>Puts in what a customer has ordered in a market before.</summary>
    public void Put(CustomerId customer, MarketId market, OrdersBefore before) => _before[(customer, market)] = before;

    /// <summary>The markets whose margin commands ask for, in order, each with the instant from which on what was used counts too: the store puts in what is held of it. Nobody else may hold or give back there meanwhile.</summary>
    public static IReadOnlyList<(MarketId Market, DateTimeOffset Since)> AsksMargin(IEnumerable<VoucherCommand> commands) =>
        [.. commands.OfType<VoucherCommand.Take>().Select(take => take.Margin).OfType<MarginAsk>().GroupBy(ask => ask.Market, (market, asks) => (Market: market, Since: asks.Min(ask => ask.ReadAt)))
            .OrderBy(one => one.Market.Value, StringComparer.Ordinal)];

    /// <summary>Puts in what is held of a market's margin, by whatever campaign.</summary>
    public void Put(MarketId market, Money.Money exposed) => _exposed[market] = exposed;

    /// <summary>Holds that have lapsed count no more.</summary>
    public void Lapse()
    {
        foreach (var voucher in _vouchers.Values.Where(voucher => voucher is { Status: VoucherStatus.Held, Hold: { } hold } && !hold.Stands(_now)).ToList())
        {
            Count(voucher.Hold!, -1);
            Write(voucher with { Status = VoucherStatus.Issued, Hold = null });
        }
    }

    /// <summary>Runs a command.</summary>
    public VoucherOutcome Run(VoucherCommand command)
    {
        if (command is VoucherCommand.Lapse)
        {
            return default;
        }

        if (command is VoucherCommand.Issue issue)
        {
            return Issue(issue);
        }

        if (!_vouchers.TryGetValue(command.Voucher, out var voucher))
        {
            return VoucherOutcome.Reject(VoucherRejection.CodeUnknown);
        }

        var outcome = command switch
        {
            VoucherCommand.Claim claim => VoucherDecisions.Claim(voucher, claim.Customer, _now),
            VoucherCommand.Take take => Take(voucher, take),
            VoucherCommand.Keep keep => VoucherDecisions.Keep(voucher, keep.By, _now),
            VoucherCommand.Redeem redeem => VoucherDecisions.Redeem(voucher, redeem.By, redeem.Used),
            VoucherCommand.Return back => VoucherDecisions.Return(voucher, back.By, _now),
            VoucherCommand.Void => VoucherDecisions.Void(voucher, _now),
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };
        if (outcome is { Changed: true, After: { } after })
        {
            Settle(voucher, after);
            Write(after.Status == VoucherStatus.Redeemed ? after with { UsedAt = _now } : after);
        }

        return outcome;
    }

    private VoucherOutcome Issue(VoucherCommand.Issue issue)
    {
        if (issue.Reference is { } reference && _references.TryGetValue(reference, out var known))
        {
            var before = _vouchers[known];
            return before.Source == issue.Source && before.Holder == issue.Holder ? VoucherOutcome.Same(before) : VoucherOutcome.Reject(VoucherRejection.NotYours);
        }

        if (_vouchers.TryGetValue(issue.Voucher, out var same))
        {
            return VoucherOutcome.Same(same);
        }

        // Nobody is given what could not be used.
        if (_campaign.Why(Usage(issue.Holder, null), new Money.Money(1, _campaign.Currency), issue.At) is { } why)
        {
            return VoucherOutcome.Reject(why);
        }

        var voucher = new Voucher(issue.Voucher, issue.Code, _campaign.Id, issue.Holder, issue.Source, issue.Reference, issue.At, _campaign.ExpiryOf(issue.At), Journey: issue.Journey);
        Account = Account with { Issued = Account.Issued + 1 };
        Put(voucher);
        _changed.Add(voucher.Id);
        return VoucherOutcome.Of(voucher);
    }

    private VoucherOutcome Take(Voucher voucher, VoucherCommand.Take take)
    {
        if (take.Amount.Currency != _campaign.Currency)
        {
            return VoucherOutcome.Reject(VoucherRejection.WorthNothing);
        }

        var outcome = VoucherDecisions.Take(voucher, take.By, take.Customer, take.Amount, take.Until, _now, take.Ordered);
        if (outcome.Changed && take.Ordered && !IsFirst(take))
        {
            return VoucherOutcome.Reject(VoucherRejection.NotTheFirstTime);
        }

        if (outcome is not { Changed: true, After: { Hold: { } hold } after } || (voucher is { Status: VoucherStatus.Held, Hold: { } held } && held.By == hold.By && held.Amount == hold.Amount && held.Stands(_now)))
        {
            return outcome;
        }

        var before = voucher.Status == VoucherStatus.Held ? voucher.Hold : null;
        if (_campaign.Why(Usage(take.Customer, before), take.Amount, _now) is { } why)
        {
            return VoucherOutcome.Reject(why);
        }

        if (take.Margin is not { } ask)
        {
            return VoucherOutcome.Of(after with { Hold = hold with { Day = _today } });
        }

        var none = Money.Money.Zero(_campaign.Currency);
        var others = _exposed.GetValueOrDefault(ask.Market, none) - (before?.Market == ask.Market ? before.Exposed ?? none : none);
        return ask.Exposed + others > ask.Above
            ? VoucherOutcome.Reject(VoucherRejection.MarginFloorReached)
            : VoucherOutcome.Of(after with { Hold = hold with { Day = _today, Market = ask.Market, Exposed = Money.Money.Max(none, ask.Exposed) } });
    }

    /// <summary>Whether a voucher may be ordered with that is for a first order: of those one order at a time has them, and after the first that was completed none.</summary>
    private bool IsFirst(VoucherCommand.Take take)
    {
        if (take.Market is not { } market || !_before.TryGetValue((take.Customer, market), out var before))
        {
            return true;
        }

        // Of this campaign's own the book knows better, as far as it has them.
        return !before.HasCompleted && !before.Held.Where(voucher => !_vouchers.ContainsKey(voucher.Id)).Concat(_vouchers.Values)
            .Any(voucher => voucher is { Status: VoucherStatus.Held, Hold: { IsOrdered: true } hold } && hold.Customer == take.Customer && hold.By != take.By && hold.Stands(_now));
    }

    /// <summary>What is used and held without one hold.</summary>
    private CampaignUsage Usage(CustomerId? customer, VoucherHold? without)
    {
        var (less, own) = (without is null ? 0 : 1, without is not null && without.Customer == customer ? 1 : 0);
        var (lessToday, ownToday) = without?.Day == _today ? (less, own) : (0, 0);
        return new CampaignUsage(
            Account.Spent,
            without is null ? Account.Held : Account.Held - without.Amount,
            Account.Uses - less,
            Uses(null, _today) - lessToday,
            customer is null ? 0 : Uses(customer, null) - own,
            customer is null ? 0 : Uses(customer, _today) - ownToday);
    }

    private int Uses(CustomerId? customer, DateOnly? day)
    {
        var count = new CampaignCount(customer, day);
        return _kept.GetValueOrDefault(count) + _moved.GetValueOrDefault(count);
    }

    private void Settle(Voucher before, Voucher after)
    {
        var (held, holds) = (before.Status == VoucherStatus.Held ? before.Hold : null, after.Status == VoucherStatus.Held ? after.Hold : null);
        if (after is { Status: VoucherStatus.Redeemed, Used: { } used } && held is not null)
        {
            // The use stays counted for the day it was taken on, and for its market's margin until that is read anew.
            Account = Account with { Held = Account.Held - held.Amount, Spent = Account.Spent + used };
            return;
        }

        if (held is not null)
        {
            Count(held, -1);
            Expose(held, -1);
        }

        if (holds is not null)
        {
            Count(holds, 1);
            Expose(holds, 1);
        }
    }

    /// <summary>Markets that no command of these asks about are not in the book.</summary>
    private void Expose(VoucherHold hold, int by)
    {
        if (hold is { Market: { } market, Exposed: { } exposed } && _exposed.TryGetValue(market, out var held))
        {
            _exposed[market] = by > 0 ? held + exposed : held - exposed;
        }
    }

    private void Count(VoucherHold hold, int by)
    {
        var amount = by > 0 ? hold.Amount : -hold.Amount;
        Account = Account with { Held = Account.Held + amount, Uses = Account.Uses + by };
        var day = hold.Day ?? _today;
        foreach (var count in new[] { new CampaignCount(null, day), new CampaignCount(hold.Customer, null), new CampaignCount(hold.Customer, day) })
        {
            _moved[count] = _moved.GetValueOrDefault(count) + by;
        }
    }

    private void Write(Voucher voucher)
    {
        if (_changed.Add(voucher.Id))
        {
            _stored[voucher.Id] = _vouchers[voucher.Id];
        }

        _vouchers[voucher.Id] = voucher;
    }
}
