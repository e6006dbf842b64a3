using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Sales on PostgreSQL.</summary>
[NeedsPostgres]
public sealed class PostgresSaleTests(PostgresApiFixture fixture) : SaleLaws(fixture), IClassFixture<PostgresApiFixture>;
