using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Customers;

/// <summary>What a customer wants counters to know, in their own words: "no peanuts". Shown with a consent alone.</summary>
public static class CustomerNotes
{
    /// <summary>How many there are at most.</summary>
    public const int Most = 10;

    /// <summary>Characters of one at most.</summary>
    public const int Longest = 100;

    /// <summary>What is wrong with them, a line each; empty when they are sound.</summary>
    public static IEnumerable<string> Faults(ImmutableArray<string> notes)
    {
        if (notes.Length > Most)
        {
            yield return $"At most {Most} are expected.";
        }

        for (var i = 0; i < notes.Length; i++)
        {
            if (notes[i] is not { } note || string.IsNullOrWhiteSpace(note) || note.Length > Longest || note.Any(char.IsControl))
            {
                yield return $"Note {i + 1} has 1 to {Longest} characters, on one line.";
            }
            else if (notes.AsSpan(0, i).Contains(note))
            {
                yield return $"Note {i + 1} is there twice.";
            }
        }
    }
}
