using O2O.Dispatch.Matching;
using O2O.Dispatch.Matching.Skills;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>What jobs ask of whoever gets them: no round gives one to a provider that lacks a skill.</summary>
public sealed partial class DispatchShardGrain
{
    // How many live jobs ask for a skill. Mostly none does, and then nothing below is ever looked at.
    private int _asking;

    /// <summary>Numbers what the requests of a round ask for and says which of its vehicles can do it; null when nothing is asked for. The same skills have the same number.</summary>
    private SkillBook? SkillsOf(List<MatchingVehicle> vehicles, List<MatchingRequest> requests)
    {
        if (_asking == 0)
        {
            return null;
        }

        // All three are only looked up; numbers come from the order of the requests.
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var askedBy = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var sizes = new List<int>();
        for (var i = 0; i < requests.Count; i++)
        {
            if (_byKey[requests[i].Key].Asks is not { } asks)
            {
                continue;
            }

            var name = string.Join(',', asks);
            if (!numbers.TryGetValue(name, out var number))
            {
                number = sizes.Count;
                numbers.Add(name, number);
                sizes.Add(asks.Length);
                foreach (var skill in asks)
                {
                    if (!askedBy.TryGetValue(skill, out var among))
                    {
                        askedBy.Add(skill, among = []);
                    }

                    among.Add(number);
                }
            }

            requests[i] = requests[i] with { Asks = number + 1 };
        }

        return sizes.Count == 0 ? null : new SkillBook(Able(vehicles, askedBy, sizes));
    }

    /// <summary>For each number the vehicles that have all its skills. A vehicle has each of its skills once, so counting is enough.</summary>
    private List<int>[] Able(List<MatchingVehicle> vehicles, Dictionary<string, List<int>> askedBy, List<int> sizes)
    {
        var able = new List<int>[sizes.Count];
        for (var number = 0; number < able.Length; number++)
        {
            able[number] = [];
        }

        var had = new int[sizes.Count];
        foreach (var vehicle in vehicles)
        {
            if (_providers[vehicle.Slot].Skills is not { } skills)
            {
                continue;
            }

            Array.Clear(had);
            foreach (var skill in skills)
            {
                if (!askedBy.TryGetValue(skill, out var among))
                {
                    continue;
                }

                foreach (var number in among)
                {
                    if (++had[number] == sizes[number])
                    {
                        able[number].Add(vehicle.Slot);
                    }
                }
            }
        }

        return able;
    }
}
