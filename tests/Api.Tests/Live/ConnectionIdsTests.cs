using O2O.Dispatch.Api.Live;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class ConnectionIdsTests
{
    [Fact]
    public void Ids_AskedAsTheListThatSignalRHas_AreLookedUpAndNotSearched()
    {
        var ids = new ConnectionIds { "one", "two" };
        IReadOnlyList<string> list = ids;

        var (has, hasNot) = (list.Contains("two"), list.Contains("three"));

        Assert.True(has);
        Assert.False(hasNot);
        Assert.Equal(["one", "two"], new[] { list[0], list[1] }.Order());

        // Contains of a list goes by this interface, where there is one, and through all of it, where there is none.
        Assert.IsAssignableFrom<ICollection<string>>(list);
    }
}
