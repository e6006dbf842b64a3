using System.Collections.Concurrent;

namespace O2O.Dispatch.Api.Stores;

/// <summary>
/// The stores of a market by what they say, for texts that few or none of them have: for each three letters in a row the stores that have these, so that a search for a rare text asks only them. A store
/// that says a text is never left out. Any number may search while one thread at a time writes.
/// </summary>
internal sealed class StoreTextIndex
{
    private const int Gram = 3;

    // A text whose rarest letters are in more stores than that is looked for in the grid: going through the list would take as long.
    private const int LongestList = 16_384;

    // So many are asked at the most. Where more may have the text, the grid soon meets enough of them.
    private const int MostAsked = 512;
    private const int LeastGone = 1_024;

    private volatile Lists _lists = new();

    /// <summary>Puts a store in.</summary>
    public void Add(KnownStore store) => _lists.Add(store);

    /// <summary>Takes a store out.</summary>
    public void Remove(KnownStore store)
    {
        var lists = _lists;
        lists.Remove(store);
        if (lists.Gone > LeastGone && lists.Gone > lists.Count / 4)
        {
            _lists = lists.Packed();
        }
    }

    /// <summary>The stores that may have a text, each once, in any order; null when they may be many.</summary>
    public List<KnownStore>? Few(StoreText text) => _lists.Few(text.Folded);

    // A slot is a store as it was at one time: slots only grow, so that lists of them are in order. What a list tells of is there before the list says so.
    private sealed class Lists
    {
        private readonly ConcurrentDictionary<ulong, Slots> _grams = new();

        // Of a text shorter than three letters it is known whether anybody may have it, and no more.
        private readonly ConcurrentDictionary<ulong, bool> _short = new();
        private readonly Dictionary<KnownStore, int> _places = new(ReferenceEqualityComparer.Instance);
        private volatile KnownStore?[] _stores = new KnownStore?[16];

        public int Count { get; private set; }

        public int Gone { get; private set; }

        public void Add(KnownStore store)
        {
            var slot = Count++;
            if (slot == _stores.Length)
            {
                var longer = _stores;
                Array.Resize(ref longer, slot * 2);
                _stores = longer;
            }

            _stores[slot] = store;
            _places[store] = slot;
            for (var length = 1; length < Gram; length++)
            {
                foreach (var gram in Grams(store.Said, length))
                {
                    _short.TryAdd(gram, true);
                }
            }

            foreach (var gram in Grams(store.Said, Gram))
            {
                _grams.GetOrAdd(gram, static _ => new Slots()).Add(slot);
            }
        }

        public void Remove(KnownStore store)
        {
            if (_places.Remove(store, out var slot))
            {
                _stores[slot] = null;
                Gone++;
            }
        }

        /// <summary>The same without the slots of stores that are gone.</summary>
        public Lists Packed()
        {
            var packed = new Lists();
            foreach (var store in _stores)
            {
                if (store is not null)
                {
                    packed.Add(store);
                }
            }

            return packed;
        }

        public List<KnownStore>? Few(string text)
        {
            if (text.Length < Gram)
            {
                return text.Length > 0 && !_short.ContainsKey(Key(text)) ? [] : null;
            }

            var lists = new List<(int[] Slots, int Count)>();
            foreach (var gram in Grams(text, Gram))
            {
                if (!_grams.TryGetValue(gram, out var slots))
                {
                    return [];
                }

                lists.Add(slots.Read());
            }

            lists.Sort((a, b) => a.Count.CompareTo(b.Count));
            if (lists[0].Count > LongestList)
            {
                return null;
            }

            var (stores, few, reached) = (_stores, new List<KnownStore>(), new int[lists.Count]);
            foreach (var slot in lists[0].Slots.AsSpan(0, lists[0].Count))
            {
                if (stores[slot] is not { } store || !IsInAll(lists, reached, slot))
                {
                    continue;
                }

                if (few.Count == MostAsked)
                {
                    return null;
                }

                few.Add(store);
            }

            return few;
        }

        /// <summary>Whether a slot is in every list but the first.</summary>
        /// <param name="lists">In order.</param>
        /// <param name="reached">How far each has been looked through for the slots before.</param>
        /// <param name="slot">Higher than those before.</param>
        private static bool IsInAll(List<(int[] Slots, int Count)> lists, int[] reached, int slot)
        {
            for (var n = 1; n < lists.Count; n++)
            {
                var (slots, count) = lists[n];
                var at = Array.BinarySearch(slots, reached[n], count - reached[n], slot);
                reached[n] = at < 0 ? ~at : at;
                if (at < 0)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>What is in a text of so many letters in a row, each once.</summary>
        private static HashSet<ulong> Grams(string text, int length)
        {
            var grams = new HashSet<ulong>();
            for (var i = 0; i + length <= text.Length; i++)
            {
                grams.Add(Key(text.AsSpan(i, length)));
            }

            return grams;
        }

        private static ulong Key(ReadOnlySpan<char> letters)
        {
            var key = 0UL;
            foreach (var letter in letters)
            {
                key = (key << 16) | letter;
            }

            return (key << 2) | (uint)letters.Length;
        }
    }

    private sealed class Slots
    {
        private int[] _slots = new int[2];
        private int _count;

        public void Add(int slot)
        {
            var slots = _slots;
            if (_count == slots.Length)
            {
                Array.Resize(ref slots, _count * 2);
                Volatile.Write(ref _slots, slots);
            }

            slots[_count] = slot;
            Volatile.Write(ref _count, _count + 1);
        }

        /// <summary>The slots as they are now; the array may be longer.</summary>
        public (int[] Slots, int Count) Read()
        {
            var count = Volatile.Read(ref _count);
            return (Volatile.Read(ref _slots), count);
        }
    }
}
