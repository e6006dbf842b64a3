using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Simulation.Tests;

public sealed class SeededDrawTests
{
    [Fact]
    public void Below_AnyInput_LiesInRangeAndRepeats() => Law.HoldsForChoices(4, choices =>
    {
        var bound = 1 + choices.Next(1_000);
        var (seed, first) = ((ulong)choices.Next(10_000), (ulong)choices.Next(10_000));
        var drawn = SeededDraw.Below(bound, seed, DrawPurpose.StartNode, first);
        Assert.InRange(drawn, 0, bound - 1);
        Assert.Equal(drawn, SeededDraw.Below(bound, seed, DrawPurpose.StartNode, first));
    });

    [Fact]
    public void Unit_ManySubjects_AreEven()
    {
        var drawn = Enumerable.Range(0, 10_000).Select(i => SeededDraw.Unit(1, DrawPurpose.Accept, (ulong)i)).ToList();
        Assert.All(drawn, value => Assert.InRange(value, 0, 1 - double.Epsilon));
        Assert.InRange(drawn.Average(), 0.49, 0.51);
    }

    [Fact]
    public void Unit_OtherPurposeSeedOrSubject_DrawsAnother()
    {
        var drawn = SeededDraw.Unit(1, DrawPurpose.Accept, 2, 3);
        Assert.NotEqual(drawn, SeededDraw.Unit(2, DrawPurpose.Accept, 2, 3));
        Assert.NotEqual(drawn, SeededDraw.Unit(1, DrawPurpose.Lapse, 2, 3));
        Assert.NotEqual(drawn, SeededDraw.Unit(1, DrawPurpose.Accept, 3, 2));
    }
}
