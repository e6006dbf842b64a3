using O2O.Dispatch.Matching.Checks;
using O2O.Dispatch.Matching.Policies;

namespace O2O.Dispatch.Matching.Tests;

/// <summary>The checker must refuse what is wrong: each test spoils a right plan in one way.</summary>
public class PlanCheckTests
{
    private static readonly MatchingProblem Problem = new(
        0,
        [new(1, 1, 0, 0, 100), new(2, 2, 1, 0, 100), new(3, 3, 0, 0, 100, ExcludedSlots: new[] { 5, 6 })],
        [new(5, 0), new(6, 1)],
        new TableTimes(new[,] { { 0, 40 }, { 40, 0 } }));

    private static readonly MatchingPlan Right = new BatchedPolicy().Solve(Problem);

    [Fact]
    public void Check_RightPlan_Passes()
    {
        Assert.True(PlanCheck.Check(Problem, Right).IsRight);
        Assert.Equal([new(1, 5, 0), new(2, 6, 0)], Right.Pairs);
    }

    [Fact]
    public void Check_SwappedPairsThatCostMore_AreRefusedByTheCertificate() =>
        Refused(Right with { Pairs = [new(1, 6, 40), new(2, 5, 40)] }, "off their prices");

    [Fact]
    public void Check_FewerServed_IsRefusedByTheCertificate() =>
        Refused(Right with { Pairs = [new(1, 5, 0)], Unmatched = [new(2, UnmatchedReason.LostToOthers), .. Right.Unmatched] }, "just that when unmatched");

    [Fact]
    public void Check_VehicleTwice_IsRefused() => Refused(Right with { Pairs = [new(1, 5, 0), new(2, 5, 40)] }, "more than one request");

    [Fact]
    public void Check_RequestTwice_IsRefused() => Refused(Right with { Pairs = [new(1, 5, 0), new(1, 6, 40)] }, "decided 2 times");

    [Fact]
    public void Check_ForgottenRequest_IsRefused() => Refused(Right with { Unmatched = [] }, "decided 0 times");

    [Fact]
    public void Check_ExcludedVehicle_IsRefused() =>
        Refused(Right with { Pairs = [new(3, 5, 0), new(2, 6, 0)], Unmatched = [new(1, UnmatchedReason.LostToOthers)] }, "not allowed");

    [Fact]
    public void Check_WrongTimeReasonOrName_IsRefused()
    {
        Refused(Right with { Pairs = [new(1, 5, 1), new(2, 6, 0)] }, "takes 0 ms");
        Refused(Right with { Unmatched = [new(3, UnmatchedReason.AllTooFar)] }, "because of AllExcluded");
        Refused(Right with { Pairs = [new(1, 9, 0), new(2, 6, 0)] }, "not in the round");
        Refused(Right with { Unmatched = [new(9, UnmatchedReason.AllExcluded)] }, "not in the round");
    }

    [Fact]
    public void Check_SpoiltCertificate_IsRefused()
    {
        var certificate = Right.Certificate!;
        Refused(Right with { Certificate = certificate with { UnmatchedPrices = [1_000_000, 1_000_000, 1_000_001] } }, "just that when unmatched");
        Refused(Right with { Certificate = certificate with { RequestPrices = [] } }, "a price for each");
        Refused(Right with { Certificate = certificate with { VehiclePrices = [.. certificate.VehiclePrices.Select(p => p + 1)] } }, "off their prices");
    }

    private static void Refused(MatchingPlan plan, string reason) =>
        Assert.Contains(reason, PlanCheck.Check(Problem, plan).ToString(), StringComparison.Ordinal);
}
