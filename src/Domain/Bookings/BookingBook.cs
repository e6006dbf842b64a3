using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>
/// Slots of one resource in the hands of a store: the book is filled with what the store keeps, runs commands one after the other, each on what the one before left, and tells what is to be written.
/// Places are counted as they are taken and given back, so that no order of commands goes over the capacity. One thread at a time; nothing else may change those slots meanwhile.
/// </summary>
public sealed class BookingBook
{
    private readonly BookableResource _resource;
    private readonly DateTimeOffset _now;
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<DateTimeOffset, Slot?> _plan = [];
    private readonly SortedDictionary<DateTimeOffset, SlotCount> _slots = [];
    private readonly SortedSet<DateTimeOffset> _counted = [];
    private readonly SortedDictionary<BookingId, BookingEntry> _entries = [];
    private readonly SortedSet<BookingId> _changed = [];
    private readonly SortedSet<BookingId> _lapsed = [];

    /// <summary>Opens the book.</summary>
    /// <param name="resource">What is booked.</param>
    /// <param name="now">The instant of all commands.</param>
    public BookingBook(BookableResource resource, DateTimeOffset now) => (_resource, _now, _zone) = (resource, now, resource.Zone());

    /// <summary>The bookings that are new or changed, by id.</summary>
    public IEnumerable<BookingEntry> Changed => _changed.Select(id => _entries[id]);

    /// <summary>The slots whose count changed, by time.</summary>
    public IEnumerable<SlotCount> Counted => _counted.Select(begins => _slots[begins]);

    /// <summary>Whether anything is to be written.</summary>
    public bool IsChanged => _changed.Count > 0;

    /// <summary>The slots that commands for new bookings ask for, by time; those that the plan does not have are not among them.</summary>
    public IReadOnlyList<Slot> Asked(IEnumerable<BookingCommand> commands)
    {
        var asked = new SortedDictionary<DateTimeOffset, Slot>();
        foreach (var command in commands)
        {
            if ((command switch { BookingCommand.Hold hold => hold.Begins, BookingCommand.WalkIn walkIn => walkIn.Begins, _ => (DateTimeOffset?)null }) is { } begins && SlotAt(begins) is { } slot)
            {
                asked[begins] = slot;
            }
        }

        return [.. asked.Values];
    }

    /// <summary>Puts a slot in that the store keeps.</summary>
    public void Put(SlotCount slot) => _slots[slot.Slot.Begins] = slot;

    /// <summary>Puts a booking in that the store keeps: those that commands name, and the holds of those slots that have lapsed.</summary>
    public void Put(BookingEntry entry) => _entries[entry.Booking.Id] = entry;

    /// <summary>Holds that have lapsed take no place any more.</summary>
    public void Lapse()
    {
        foreach (var entry in _entries.Values.Where(entry => entry.Booking is { Status: BookingStatus.Held, HeldUntil: { } until } && until <= _now).ToList())
        {
            Move(entry, entry with { Booking = BookingDecisions.Sweep(entry.Booking, entry.Terms.Grace, _now) });
            _lapsed.Add(entry.Booking.Id);
        }
    }

    /// <summary>Runs a command.</summary>
    public BookingResult Run(BookingCommand command)
    {
        var entry = _entries.GetValueOrDefault(command.Booking);
        return command switch
        {
            BookingCommand.Hold hold => Hold(hold, entry),
            BookingCommand.WalkIn walkIn => WalkIn(walkIn, entry),
            _ when entry is null => BookingResult.Reject(BookingRejection.Unknown),
            BookingCommand.Confirm confirm => Confirm(entry, confirm.Job),
            BookingCommand.Cancel cancel => Cancel(entry, cancel.ByStore),
            BookingCommand.Seat => Settle(entry, BookingDecisions.Seat(entry.Booking, entry.Terms.Early, entry.Terms.Grace, _now)),
            BookingCommand.Had had => entry.Job == had.Job ? Settle(entry, BookingDecisions.Seat(entry.Booking)) : BookingResult.Reject(BookingRejection.StateWrong),
            BookingCommand.LetGo letGo => LetGo(entry, letGo),
            BookingCommand.Finish => Settle(entry, BookingDecisions.Finish(entry.Booking)),
            BookingCommand.Sweep => Sweep(entry),
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };
    }

    private BookingResult Hold(BookingCommand.Hold hold, BookingEntry? entry)
    {
        if (entry is not null)
        {
            // A customer who comes too late for the own hold is told so, not that there is one.
            return entry.Booking.Customer == hold.Customer ? new BookingResult(entry, false, null) : BookingResult.Reject(BookingRejection.Unknown);
        }

        if (_resource.Paused)
        {
            return BookingResult.Reject(BookingRejection.Paused);
        }

        var outcome = BookingDecisions.Hold(_resource.Plan, SlotAt(hold.Begins), null, Taken(hold.Begins), hold.Booking, _resource.Id, hold.Party, hold.Customer, hold.Until, _now);
        if (outcome.After is { } held && hold.Confirmed)
        {
            outcome = BookingDecisions.Confirm(held, _now);
        }

        return Add(outcome);
    }

    private BookingResult WalkIn(BookingCommand.WalkIn walkIn, BookingEntry? entry) =>
        entry is not null ? new BookingResult(entry, false, null)
        : SlotAt(walkIn.Begins) is not { } slot ? BookingResult.Reject(BookingRejection.NoSuchSlot)
        : Add(BookingDecisions.WalkIn(_resource.Plan, null, Taken(walkIn.Begins), walkIn.Booking, _resource.Id, slot, walkIn.Party, _now));

    private BookingResult Confirm(BookingEntry entry, JobId? job)
    {
        // Whoever pays says so again when the answer was lost; by then the customer may sit already.
        if (entry.Job == job && (job is not null || entry.Booking.Status == BookingStatus.Confirmed) && entry.Booking.Status != BookingStatus.Canceled)
        {
            return new BookingResult(entry, false, null);
        }

        if (entry.Booking.Status == BookingStatus.Confirmed && entry.Job is null)
        {
            // It was free to book, and is ordered for afterwards.
            return new BookingResult(Move(entry, entry with { Job = job }), true, null);
        }

        return entry.Booking.Status == BookingStatus.Held || entry.Booking.Status == BookingStatus.Lapsed
            ? Settle(entry with { Job = job }, entry.Booking.Status == BookingStatus.Lapsed ? new BookingOutcome(null, BookingRejection.HoldLapsed) : BookingDecisions.Confirm(entry.Booking, _now), entry)
            : BookingResult.Reject(BookingRejection.StateWrong);
    }

    private BookingResult Cancel(BookingEntry entry, bool byStore)
    {
        if (entry.Booking.Status is BookingStatus.Canceled or BookingStatus.Lapsed)
        {
            // A hold that ran out is given up as well as one that did not.
            return new BookingResult(entry, false, null);
        }

        // From the instant on at which it was missed, or had, nobody gives it up any more, whether or not anybody has swept.
        var outcome = entry.Booking.Status == BookingStatus.Confirmed && entry.MissedAt <= _now ? BookingOutcome.Reject(BookingRejection.StateWrong) : BookingDecisions.Cancel(entry.Booking);
        return outcome.After is { } after ? Settle(entry with { ByStore = byStore, Kept = KeptOf(entry, after, byStore) }, outcome, entry) : BookingResult.Reject(outcome.Rejection!.Value);
    }

    private BookingResult LetGo(BookingEntry entry, BookingCommand.LetGo letGo)
    {
        // Another job pays for it by now.
        if (entry.Job is { } pays && pays != letGo.Job)
        {
            return BookingResult.Reject(BookingRejection.StateWrong);
        }

        var none = Money.Money.Zero(entry.Terms.Deposit.PerPerson.Currency);
        if (entry.Booking.Status is BookingStatus.Canceled or BookingStatus.Lapsed or BookingStatus.NoShow)
        {
            // Where the hold had run out by then, nothing was left to take of who did not come.
            return letGo.Free && entry is { Booking.Status: BookingStatus.NoShow, Kept.IsZero: false }
                ? new BookingResult(Move(entry, entry with { Kept = none }), true, null)
                : new BookingResult(entry, false, null);
        }

        // What the job took it took by the same terms, at that instant; also when the news that it pays comes later than this.
        var outcome = BookingDecisions.Cancel(entry.Booking);
        return outcome.After is not { } after ? BookingResult.Reject(outcome.Rejection!.Value)
            : letGo.Free ? Settle(entry with { ByStore = letGo.ByStore, Kept = none }, outcome, entry)
            : Settle(entry with { Job = letGo.Job, Kept = entry.Terms.Deposit.Kept(after, letGo.At ?? _now) }, outcome, entry);
    }

    private BookingResult Sweep(BookingEntry entry)
    {
        if (_lapsed.Remove(entry.Booking.Id))
        {
            // It has lapsed in this book, before the first command.
            return new BookingResult(entry, true, null);
        }

        var after = BookingDecisions.Sweep(entry.Booking, entry.Terms.Grace, _now);
        return after == entry.Booking ? new BookingResult(entry, false, null)
            : Settle(after.Status == BookingStatus.NoShow ? entry with { Kept = KeptOf(entry, after, false) } : entry, new BookingOutcome(after, null), entry);
    }

    /// <summary>What stays of what was paid: nothing of what was not.</summary>
    private Money.Money KeptOf(BookingEntry entry, Booking after, bool byStore) =>
        byStore || entry.Job is null ? Money.Money.Zero(entry.Terms.Deposit.PerPerson.Currency) : entry.Terms.Deposit.Kept(after, _now);

    private BookingResult Settle(BookingEntry entry, BookingOutcome outcome, BookingEntry? before = null)
    {
        if (outcome.After is not { } after)
        {
            return BookingResult.Reject(outcome.Rejection!.Value);
        }

        before ??= entry;
        if (after == before.Booking)
        {
            return new BookingResult(before, false, null);
        }

        return new BookingResult(Move(before, entry with { Booking = after }), true, null);
    }

    private BookingResult Add(BookingOutcome outcome)
    {
        if (outcome.After is not { } booking)
        {
            return BookingResult.Reject(outcome.Rejection!.Value);
        }

        var entry = new BookingEntry(booking, _resource.Terms(), null, _now, _now);
        Count(booking.Slot, booking.Party);
        Put(entry);
        _changed.Add(booking.Id);
        return new BookingResult(entry, true, null);
    }

    private BookingEntry Move(BookingEntry before, BookingEntry after)
    {
        var (took, takes) = (BookingTransitions.TakesPlace(before.Booking.Status), BookingTransitions.TakesPlace(after.Booking.Status));
        if (took && !takes)
        {
            Count(before.Booking.Slot, -before.Booking.Party);
        }

        after = after with { ChangedAt = _now };
        Put(after);
        _changed.Add(after.Booking.Id);
        return after;
    }

    private int Taken(DateTimeOffset begins) => _slots.TryGetValue(begins, out var count) ? count.Taken : 0;

    private void Count(Slot slot, int by)
    {
        _slots[slot.Begins] = new SlotCount(slot, Taken(slot.Begins) + by);
        _counted.Add(slot.Begins);
    }

    private Slot? SlotAt(DateTimeOffset begins)
    {
        if (!_plan.TryGetValue(begins, out var slot))
        {
            _plan[begins] = slot = _resource.Plan.SlotAt(_zone, begins);
        }

        return slot;
    }
}
