using O2O.Dispatch.Api.Tests.Harness;
using Xunit.Abstractions;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Keys used many times at once, on SQLite.</summary>
public sealed class KeyTests(ApiFixture fixture, ITestOutputHelper output) : KeyScene(fixture, output), IClassFixture<ApiFixture>
{
    [Fact]
    public Task Keys_EachUsedManyTimesAtOnce_HaveOneEffectAndOneAnswer() => EachKey_UsedManyTimesAtOnce_HasOneEffectAndOneAnswer();
}
