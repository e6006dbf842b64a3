using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>What callers hear of a refusal.</summary>
public sealed class RejectionStatusTests
{
    [Fact]
    public void Reason_ThatThisNodeHasNoNameFor_IsToldAsAConflict()
    {
        // As while silos are updated before the nodes in front of them.
        var later = Enum.GetValues<Rejection>().Max() + 1;

        Assert.Equal((409, "conflict"), (RejectionStatus.Of(later), RejectionStatus.Slug(later)));
    }

    [Fact]
    public void Reasons_Each_HaveAStatusOfARefusalAndASlugOfTheirOwn()
    {
        var all = Enum.GetValues<Rejection>();

        Assert.All(all, why => Assert.InRange(RejectionStatus.Of(why), 400, 499));
        Assert.Equal(all.Length - 1, all.Select(RejectionStatus.Slug).Distinct().Count());
    }
}
