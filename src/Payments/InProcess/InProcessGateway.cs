using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Payments.Payouts;

namespace O2O.Dispatch.Payments.InProcess;

/// <summary>A gateway within the process: deterministic, with a method for everything a real one does to its callers. Its memory is its own: it outlives no restart unless it is given one (<see cref="Export"/>). Thread-safe.</summary>
/// <param name="time">Now, and late answers.</param>
/// <param name="journal">Told every operation once, when it is done and before it is answered: written down, it lets a bank outlive its process. Null for nobody. It runs under the gateway's
/// lock; when it throws, the operation counts as not done.</param>
/// <param name="remembered">How many operations are remembered at the most, the latest: one that is asked again after that many others counts as new, and payments that are over leave
/// nothing but their part of <see cref="Captured"/>. 0 remembers all.</param>
public sealed class InProcessGateway(TimeProvider time, Action<GatewayMemory>? journal = null, int remembered = 0) : IPaymentGateway, IPayoutGateway
{
    /// <summary>How late <see cref="TestMethods.AnswersLate"/> answers: 20 s.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(20);

    private const string AccountPrefix = "acct_";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (GatewayRequest Request, GatewayAnswer Answer)> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Intent> _intents = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, Money> _forgotten = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Currency), long> _accounts = [];
    private readonly Dictionary<string, DateTimeOffset> _payouts = new(StringComparer.Ordinal);
    private int _forgottenCaptures;

    /// <summary>What it keeps of each capture and charge. Default: nothing.</summary>
    public BasisPoints FeeRate { get; init; } = BasisPoints.Zero;

    /// <summary>How long a hold lasts. Default, null: for ever, and no answer names an end.</summary>
    public TimeSpan? HoldsFor { get; init; }

    /// <summary>How long a payout takes to its bank. Default: 2 days.</summary>
    public TimeSpan PayoutsTake { get; init; } = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation is GatewayOperation.Query or GatewayOperation.QueryTip)
        {
            lock (_gate)
            {
                return Query(request);
            }
        }

        var key = request.IdempotencyKey;
        GatewayAnswer answer;
        bool first;
        lock (_gate)
        {
            first = !_answers.TryGetValue(key, out var seen);
            if (!first && (seen.Request.Amount != request.Amount || seen.Request.Method != request.Method || seen.Request.Operation != request.Operation))
            {
                return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "idempotency_key_reused");
            }

            if (first)
            {
                var before = request.Intent is { } intent && _intents.TryGetValue(intent, out var stood) ? stood : (Intent?)null;
                answer = Do(request);
                try
                {
                    journal?.Invoke(new GatewayMemory(request, answer));
                }
                catch
                {
                    Undo(request.Intent ?? answer.Intent, before);
                    Undo(request, answer);
                    throw;
                }

                Remember(request, answer);
            }
            else
            {
                answer = seen.Answer;
            }
        }

        var behaviour = InProcessVault.Behaviour(request.Method, request.Customer);
        if (first && behaviour == TestMethods.TimesOutAfterDoing)
        {
            throw new GatewayUnavailableException($"No answer to {key} in time.");
        }

        if (first && behaviour == TestMethods.AnswersLate)
        {
            await Task.Delay(Lateness, time, cancellationToken);
        }

        return answer;
    }

    /// <inheritdoc/>
    public Task<GatewayAccount> Open(Payee payee, CancellationToken cancellationToken) =>
        Account($"{AccountPrefix}{(payee.Kind == PayeeKind.Provider ? "provider" : "merchant")}_{payee.Id:N}", cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayAccount> Account(string account, CancellationToken cancellationToken) => Task.FromResult(new GatewayAccount(account, true, true, string.Empty));

    /// <inheritdoc/>
    public Task<Money> Balance(string account, Currency currency, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(new Money(_accounts.GetValueOrDefault((account, currency.Code)), currency));
        }
    }

    /// <inheritdoc/>
    public Task<GatewayPayout?> Payout(string account, string payout, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_payouts.TryGetValue(payout, out var arrives)
                ? new GatewayPayout(payout, arrives <= time.GetUtcNow() ? GatewayPayoutStanding.Paid : GatewayPayoutStanding.InTransit, null, arrives)
                : null);
        }
    }

    /// <summary>The customer confirms a payment that required it.</summary>
    /// <returns>Whether it is held now; a tip is charged.</returns>
    public bool Confirm(string intent)
    {
        lock (_gate)
        {
            if (!_intents.TryGetValue(intent, out var found) || found.Stage != Stage.RequiresAction)
            {
                return false;
            }

            _intents[intent] = found.IsTip
                ? found with { Stage = Stage.Charged, Captured = found.Held }
                : found with { Stage = Stage.Held, HeldUntil = found.IsSent ? null : time.GetUtcNow() + HoldsFor };
            return true;
        }
    }

    /// <summary>What the gateway has taken in all, per currency, in order of code: to be held against the ledger.</summary>
    public IReadOnlyList<Money> Captured()
    {
        lock (_gate)
        {
            return [.. _intents.Values.Where(intent => intent.Stage == Stage.Captured).Select(intent => intent.Captured).Concat(_forgotten.Values)
                .GroupBy(amount => amount.Currency.Code, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Aggregate(Money.Zero(group.First().Currency), (sum, amount) => sum + amount))];
        }
    }

    /// <summary>How many captures were done, each on a payment of its own.</summary>
    public int CaptureCount
    {
        get
        {
            lock (_gate)
            {
                return _forgottenCaptures + _intents.Values.Count(intent => intent.Stage == Stage.Captured);
            }
        }
    }

    /// <summary>Everything it remembers, in an order in which it can be done again, so that a replay that goes on after a crash meets the same bank.</summary>
    public IReadOnlyList<GatewayMemory> Export()
    {
        lock (_gate)
        {
            return [.. _answers.Values.OrderBy(entry => Turn(entry.Request.Operation)).ThenBy(entry => entry.Request.IdempotencyKey, StringComparer.Ordinal)
                .Select(entry => new GatewayMemory(entry.Request, entry.Answer))];
        }
    }

    /// <summary>Takes on what another gateway remembered: operations are done again in the order given, that of a journal or of an export, so that the intents stand as they stood.</summary>
    public void Import(IEnumerable<GatewayMemory> memory)
    {
        lock (_gate)
        {
            foreach (var (request, answer) in memory)
            {
                // What was refused did nothing, and must not do it now.
                if (answer.Outcome is GatewayOutcome.Done or GatewayOutcome.RequiresAction || request.Operation == GatewayOperation.EndTip)
                {
                    Do(request);
                    if (answer is { Intent: { } intent, HeldUntil: { } until } && request.Operation == GatewayOperation.Authorize)
                    {
                        _intents[intent] = _intents[intent] with { HeldUntil = until };
                    }
                }

                Remember(request, answer);
            }
        }
    }

    /// <summary>A hold is raised before it is captured, and what is given back was taken before.</summary>
    private static (int Turn, GatewayOperation Operation) Turn(GatewayOperation operation) => operation switch
    {
        GatewayOperation.Authorize => (0, operation),
        GatewayOperation.Increment or GatewayOperation.Collect => (1, operation),
        _ => (2, operation),
    };

    private void Remember(GatewayRequest request, GatewayAnswer answer)
    {
        _answers[request.IdempotencyKey] = (request, answer);
        if (remembered == 0)
        {
            return;
        }

        _order.Enqueue(request.IdempotencyKey);
        while (_order.Count > remembered)
        {
            if (!_answers.Remove(_order.Dequeue(), out var oldest) || (oldest.Request.Intent ?? oldest.Answer.Intent) is not { } name
                || !_intents.TryGetValue(name, out var intent) || intent.Stage is Stage.Held or Stage.RequiresAction)
            {
                continue;
            }

            // A payment that is over: its money stays in the sum.
            _intents.Remove(name);
            if (intent.Stage == Stage.Captured)
            {
                _forgottenCaptures++;
                var code = intent.Captured.Currency.Code;
                _forgotten[code] = _forgotten.TryGetValue(code, out var sum) ? sum + intent.Captured : intent.Captured;
            }
        }
    }

    private void Undo(string? intent, Intent? before)
    {
        if (intent is null)
        {
            return;
        }

        if (before is { } stood)
        {
            _intents[intent] = stood;
        }
        else
        {
            _intents.Remove(intent);
        }
    }

    private GatewayAnswer Do(GatewayRequest request) => request.Operation switch
    {
        GatewayOperation.Authorize => Authorize(request),
        GatewayOperation.Capture => Capture(request),
        GatewayOperation.Release => Release(request),
        GatewayOperation.Refund => Refund(request),
        GatewayOperation.Charge => Charge(request, $"pi_{request.Job}_tip_{request.Epoch}", Stage.Charged),
        GatewayOperation.Query or GatewayOperation.QueryTip => Query(request),
        GatewayOperation.EndTip => EndTip(request),
        GatewayOperation.Increment => Increment(request),
        GatewayOperation.Collect => Charge(request, $"pi_{request.Job}_rest_{request.Epoch}", Stage.Captured),
        GatewayOperation.TopUp => Charge(request, $"pi_{request.Job}_topup_{request.Epoch}", Stage.Charged),
        GatewayOperation.Transfer => Transfer(request),
        GatewayOperation.Payout => PayOut(request),
    };

    private GatewayAnswer Transfer(GatewayRequest request)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, null, request.Amount, "amount_not_positive");
        }

        if (!request.Method.StartsWith(AccountPrefix, StringComparison.Ordinal))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, null, request.Amount, "resource_missing");
        }

        Move(request.Method, request.Amount.Currency, request.Amount.MinorUnits);
        return new GatewayAnswer(GatewayOutcome.Done, null, request.Amount, null) { Reference = $"tr_{request.Job}_{request.Epoch}" };
    }

    private GatewayAnswer PayOut(GatewayRequest request)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, null, request.Amount, "amount_not_positive");
        }

        if (_accounts.GetValueOrDefault((request.Method, request.Amount.Currency.Code)) < request.Amount.MinorUnits)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, null, request.Amount, "balance_insufficient");
        }

        Move(request.Method, request.Amount.Currency, -request.Amount.MinorUnits);
        var payout = $"po_{request.Job}_{request.Epoch}";
        _payouts[payout] = time.GetUtcNow() + PayoutsTake;
        return new GatewayAnswer(GatewayOutcome.Done, null, request.Amount, null) { Reference = payout };
    }

    private void Undo(GatewayRequest request, GatewayAnswer answer)
    {
        if (answer.Outcome == GatewayOutcome.Done && request.Operation is GatewayOperation.Transfer or GatewayOperation.Payout)
        {
            Move(request.Method, request.Amount.Currency, request.Operation == GatewayOperation.Payout ? request.Amount.MinorUnits : -request.Amount.MinorUnits);
        }
    }

    private void Move(string account, Currency currency, long change) => _accounts[(account, currency.Code)] = _accounts.GetValueOrDefault((account, currency.Code)) + change;

    private GatewayAnswer Authorize(GatewayRequest request)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, null, request.Amount, "amount_not_positive");
        }

        // The intent's id follows from the request, so that two runs of one seed name it the same.
        var intent = $"pi_{request.Job}_{request.Epoch}";
        switch (InProcessVault.Behaviour(request.Method, request.Customer))
        {
            case null:
                return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, GatewayCodes.MethodForeign);
            case TestMethods.Declines:
                return new GatewayAnswer(GatewayOutcome.Declined, intent, request.Amount, "card_declined");
            case TestMethods.NeedsAction or JobOrder.BankTransfer:
                _intents[intent] = new Intent(Stage.RequiresAction, request.Amount, Money.Zero(request.Amount.Currency)) { IsSent = request.Method == JobOrder.BankTransfer };
                return new GatewayAnswer(GatewayOutcome.RequiresAction, intent, request.Amount, "authentication_required") { Action = ActionOf(intent) };
            case TestMethods.Succeeds or TestMethods.TimesOutAfterDoing or TestMethods.AnswersLate or TestMethods.NoIncrement or TestMethods.DeclinesIncrement:
                var until = time.GetUtcNow() + HoldsFor;
                _intents[intent] = new Intent(Stage.Held, request.Amount, Money.Zero(request.Amount.Currency)) { HeldUntil = until };
                return new GatewayAnswer(GatewayOutcome.Done, intent, request.Amount, null) { HeldUntil = until };
            default:
                return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, "payment_method_unknown");
        }
    }

    private GatewayAnswer Capture(GatewayRequest request)
    {
        if (request.Intent is null || !_intents.TryGetValue(request.Intent, out var intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_unknown");
        }

        if (IsExpired(intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, GatewayCodes.HoldExpired);
        }

        if (intent.Stage != Stage.Held)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_not_capturable");
        }

        if (request.Amount.MinorUnits <= 0 || request.Amount.Currency != intent.Held.Currency || request.Amount > intent.Held)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "amount_not_capturable");
        }

        _intents[request.Intent] = intent with { Stage = Stage.Captured, Captured = request.Amount };
        return new GatewayAnswer(GatewayOutcome.Done, request.Intent, request.Amount, null) { Fee = FeeOf(request.Amount) };
    }

    private GatewayAnswer Increment(GatewayRequest request)
    {
        GatewayAnswer Answer(GatewayOutcome outcome, string? code) => new(outcome, request.Intent, request.Amount, code);
        if (request.Intent is null || !_intents.TryGetValue(request.Intent, out var intent))
        {
            return Answer(GatewayOutcome.Refused, "intent_unknown");
        }

        if (IsExpired(intent))
        {
            return Answer(GatewayOutcome.Refused, GatewayCodes.HoldExpired);
        }

        if (intent.Stage != Stage.Held)
        {
            return Answer(GatewayOutcome.Refused, "intent_not_capturable");
        }

        if (request.Amount.Currency != intent.Held.Currency || request.Amount <= intent.Held)
        {
            return Answer(GatewayOutcome.Refused, "amount_not_raisable");
        }

        switch (request.Method)
        {
            case TestMethods.NoIncrement or JobOrder.BankTransfer:
                return Answer(GatewayOutcome.Refused, GatewayCodes.NotRaisable);
            case TestMethods.DeclinesIncrement:
                return Answer(GatewayOutcome.Declined, "card_declined");
            default:
                _intents[request.Intent] = intent with { Held = request.Amount };
                return Answer(GatewayOutcome.Done, null);
        }
    }

    private GatewayAnswer Release(GatewayRequest request)
    {
        if (request.Intent is null || !_intents.TryGetValue(request.Intent, out var intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_unknown");
        }

        if (IsExpired(intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, GatewayCodes.HoldExpired);
        }

        if (intent.Stage is not (Stage.Held or Stage.RequiresAction))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_not_releasable");
        }

        _intents[request.Intent] = intent with { Stage = Stage.Released };
        return new GatewayAnswer(GatewayOutcome.Done, request.Intent, intent.Held, null);
    }

    private GatewayAnswer EndTip(GatewayRequest request)
    {
        if (request.Intent is null || !_intents.TryGetValue(request.Intent, out var intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_unknown");
        }

        if (intent.Stage == Stage.Charged)
        {
            return new GatewayAnswer(GatewayOutcome.Done, request.Intent, intent.Captured, null) { Fee = FeeOf(intent.Captured) };
        }

        if (intent.Stage is not (Stage.RequiresAction or Stage.Released))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_not_releasable");
        }

        _intents[request.Intent] = intent with { Stage = Stage.Released };
        return new GatewayAnswer(GatewayOutcome.Declined, request.Intent, request.Amount, GatewayCodes.NotConfirmed);
    }

    private GatewayAnswer Refund(GatewayRequest request)
    {
        if (request.Intent is null || !_intents.TryGetValue(request.Intent, out var intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_unknown");
        }

        // A tip was charged at once, and goes back like any payment.
        if (intent.Stage is not (Stage.Captured or Stage.Charged))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_not_refundable");
        }

        if (request.Amount.MinorUnits <= 0 || request.Amount.Currency != intent.Captured.Currency || request.Amount.MinorUnits > intent.Captured.MinorUnits - intent.RefundedMinorUnits)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "amount_not_refundable");
        }

        _intents[request.Intent] = intent with { RefundedMinorUnits = intent.RefundedMinorUnits + request.Amount.MinorUnits };
        return new GatewayAnswer(GatewayOutcome.Done, request.Intent, request.Amount, null) { Reference = $"re_{request.Job}_{request.Epoch}" };
    }

    /// <summary>Takes at once. What is of the price counts with the captures; a tip does not.</summary>
    private GatewayAnswer Charge(GatewayRequest request, string intent, Stage stage)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return new GatewayAnswer(GatewayOutcome.Refused, null, request.Amount, "amount_not_positive");
        }

        switch (InProcessVault.Behaviour(request.Method, request.Customer))
        {
            case null:
                return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, GatewayCodes.MethodForeign);
            case TestMethods.Declines:
                return new GatewayAnswer(GatewayOutcome.Declined, intent, request.Amount, "card_declined");
            case TestMethods.NeedsAction when stage == Stage.Charged:
                _intents[intent] = new Intent(Stage.RequiresAction, request.Amount, Money.Zero(request.Amount.Currency)) { IsTip = true };
                return new GatewayAnswer(GatewayOutcome.RequiresAction, intent, request.Amount, "authentication_required") { Action = ActionOf(intent) };
            case JobOrder.BankTransfer:
                return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, GatewayCodes.MethodUnsupported);
            case TestMethods.NeedsAction:
                return new GatewayAnswer(GatewayOutcome.Declined, intent, request.Amount, "authentication_required");
            case TestMethods.Succeeds or TestMethods.TimesOutAfterDoing or TestMethods.AnswersLate or TestMethods.NoIncrement or TestMethods.DeclinesIncrement:
                _intents[intent] = new Intent(stage, request.Amount, request.Amount);
                return new GatewayAnswer(GatewayOutcome.Done, intent, request.Amount, null) { Fee = FeeOf(request.Amount) };
            default:
                return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, "payment_method_unknown");
        }
    }

    /// <summary>How a payment stands that was to be held. Nothing is done and nothing remembered.</summary>
    private GatewayAnswer Query(GatewayRequest request)
    {
        if (request.Intent is null || !_intents.TryGetValue(request.Intent, out var intent))
        {
            return new GatewayAnswer(GatewayOutcome.Refused, request.Intent, request.Amount, "intent_unknown");
        }

        return intent.Stage switch
        {
            Stage.Charged when request.Operation == GatewayOperation.QueryTip => new GatewayAnswer(GatewayOutcome.Done, request.Intent, intent.Captured, null) { Fee = FeeOf(intent.Captured) },
            Stage.Held when IsExpired(intent) => new GatewayAnswer(GatewayOutcome.Refused, request.Intent, intent.Held, GatewayCodes.HoldExpired),
            Stage.Held => new GatewayAnswer(GatewayOutcome.Done, request.Intent, intent.Held, null) { HeldUntil = intent.HeldUntil },
            Stage.RequiresAction => new GatewayAnswer(GatewayOutcome.RequiresAction, request.Intent, intent.Held, "authentication_required") { Action = ActionOf(request.Intent) },
            Stage.Captured or Stage.Released or Stage.Charged => new GatewayAnswer(GatewayOutcome.Refused, request.Intent, intent.Held, GatewayCodes.NotHeld),
        };
    }

    private static string ActionOf(string intent) => $"{intent}_secret";

    private bool IsExpired(Intent intent) => intent is { Stage: Stage.Held, HeldUntil: { } until } && until <= time.GetUtcNow();

    private Money? FeeOf(Money amount) => FeeRate.Of(amount) is { IsZero: false } fee ? fee : null;

    private enum Stage
    {
        RequiresAction,
        Held,
        Captured,
        Released,
        Charged,
    }

    private readonly record struct Intent(Stage Stage, Money Held, Money Captured)
    {
        public DateTimeOffset? HeldUntil { get; init; }

        public bool IsTip { get; init; }

        public long RefundedMinorUnits { get; init; }

        // Sent by bank transfer: no bank lets it run out.
        public bool IsSent { get; init; }
    }
}
