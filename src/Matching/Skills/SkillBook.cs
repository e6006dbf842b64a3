namespace O2O.Dispatch.Matching.Skills;

/// <summary>
/// Which vehicles of a round can do what some of its requests ask for: whoever gets such a request can do all of it. What is asked for has a number, from 1, in
/// <see cref="MatchingRequest.Asks"/>. Immutable; a round in which nothing is asked for has no book.
/// </summary>
public sealed class SkillBook
{
    /// <summary>How many vehicles an explanation names that lack a skill.</summary>
    public const int MostNamed = 32;

    private const int SlotsOfAWord = 64;

    // For each number a bit a slot, as far as the highest that can do it: looking is two loads, however many vehicles there are.
    private readonly ulong[][] able;

    /// <summary>Takes and checks who can do what.</summary>
    /// <param name="able">For each number, from 1, the slots of the vehicles that can do it, in any order; of others than those of the round also.</param>
    /// <exception cref="ArgumentException">A slot is negative; the message names it.</exception>
    public SkillBook(IReadOnlyList<IReadOnlyCollection<int>> able)
    {
        ArgumentNullException.ThrowIfNull(able);
        Able = [.. able.Select(slots => (IReadOnlyList<int>)[.. slots.Distinct().Order()])];
        this.able = new ulong[able.Count][];
        for (var i = 0; i < Able.Count; i++)
        {
            var slots = Able[i];
            if (slots.Count > 0 && slots[0] < 0)
            {
                throw new ArgumentException($"Slot {slots[0]} can do {i + 1}; a slot is not negative.", nameof(able));
            }

            var bits = new ulong[slots.Count == 0 ? 0 : (slots[^1] / SlotsOfAWord) + 1];
            foreach (var slot in slots)
            {
                bits[slot / SlotsOfAWord] |= 1UL << (slot % SlotsOfAWord);
            }

            this.able[i] = bits;
        }
    }

    /// <summary>For each number, from 1, the slots of the vehicles that can do it, in order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Able { get; }

    /// <summary>Whether a vehicle can do what has a number.</summary>
    internal bool Can(int asked, int slot)
    {
        var bits = able[asked - 1];
        return slot / SlotsOfAWord < bits.Length && (bits[slot / SlotsOfAWord] & (1UL << (slot % SlotsOfAWord))) != 0;
    }

    /// <summary>Bytes it holds, about.</summary>
    internal long HeldBytes => Able.Sum(slots => 64L + (slots.Count * sizeof(int))) + able.Sum(bits => 32L + (bits.Length * sizeof(ulong)));

    internal void Check(MatchingProblem problem)
    {
        foreach (ref readonly var request in problem.Requests)
        {
            if (request.Asks < 0 || request.Asks > Able.Count)
            {
                throw new ArgumentException($"Request {request.Key} asks for {request.Asks}, which is not in the round's book of {Able.Count}.");
            }
        }
    }
}
