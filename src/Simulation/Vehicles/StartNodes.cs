namespace O2O.Dispatch.Simulation.Vehicles;

/// <summary>Where vehicles stand at the start.</summary>
public static class StartNodes
{
    /// <summary>Draws a node for each vehicle, each choice as likely as the other, by the seed and the vehicle's number: more vehicles leave the first ones where they stood.</summary>
    /// <param name="choices">Nodes to draw from, for instance the drop-offs of earlier rides; at least one.</param>
    /// <param name="vehicles">How many.</param>
    /// <param name="seed">Any number.</param>
    public static int[] Draw(IReadOnlyList<int> choices, int vehicles, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(choices.Count, nameof(choices));
        var nodes = new int[vehicles];
        for (var i = 0; i < vehicles; i++)
        {
            nodes[i] = choices[SeededDraw.Below(choices.Count, seed, DrawPurpose.StartNode, unchecked((ulong)i))];
        }

        return nodes;
    }
}
