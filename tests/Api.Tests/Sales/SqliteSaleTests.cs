using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Sales on SQLite.</summary>
public sealed class SqliteSaleTests(ApiFixture fixture) : SaleLaws(fixture), IClassFixture<ApiFixture>;
