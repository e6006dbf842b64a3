using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Testing;
using Xunit.Abstractions;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Keys used many times at once, on PostgreSQL.</summary>
public sealed class KeyPostgresTests(PostgresApiFixture fixture, ITestOutputHelper output) : KeyScene(fixture, output), IClassFixture<PostgresApiFixture>
{
    [PostgresFact]
    public Task Keys_OnPostgres_HaveOneEffectAndOneAnswer() => EachKey_UsedManyTimesAtOnce_HasOneEffectAndOneAnswer();
}
