using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>The latest tries of a delivery, the first of them first.</summary>
/// <param name="Items">At least one, at most <see cref="Kept"/>.</param>
public sealed record WebhookTries(ImmutableArray<WebhookAttempt> Items)
{
    /// <summary>How many tries are kept; a day of them is about fourteen.</summary>
    public const int Kept = 20;

    /// <summary>How many characters of an answer are kept once another try has followed.</summary>
    public const int EarlierAnswer = 256;

    /// <summary>The tries and one more.</summary>
    public static WebhookTries Adding(WebhookTries? before, WebhookAttempt attempt)
    {
        var items = before?.Items ?? [];
        if (items is [.., { Answer.Length: > EarlierAnswer } last])
        {
            items = items.SetItem(items.Length - 1, last with { Answer = last.Answer[..EarlierAnswer] });
        }

        items = items.Add(attempt);
        return new WebhookTries(items.Length > Kept ? items[^Kept..] : items);
    }

    /// <summary>Two are equal when they have the same tries.</summary>
    public bool Equals(WebhookTries? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Length;
}
