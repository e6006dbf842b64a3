using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace O2O.Dispatch.Testing;

/// <summary>A fact that uses a <see cref="PostgresServer"/> and is skipped, with a line that says so, where there can be none.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Reason;
}

/// <summary>A theory that uses a <see cref="PostgresServer"/> and is skipped, with a line that says so, where there can be none.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.Reason;
}

/// <summary>Says of a class that its <see cref="ContractFactAttribute"/> facts use a <see cref="PostgresServer"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

/// <summary>A fact of a suite that several classes inherit: skipped in a class that <see cref="NeedsPostgresAttribute"/> or <see cref="NeedsRedisAttribute"/> is said of, where there can be no server, and a plain fact in the others.</summary>
[XunitTestCaseDiscoverer("O2O.Dispatch.Testing.ContractFactDiscoverer", "O2O.Dispatch.Testing")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Finds the facts of inherited suites.</summary>
public sealed class ContractFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        return (ReasonOf<NeedsPostgresAttribute>(testMethod, PostgresServer.Reason) ?? ReasonOf<NeedsRedisAttribute>(testMethod, RedisServer.Reason)) is { } reason
            ? new XunitSkippedDataRowTestCase(
                DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, reason, null)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
    }

    private static string? ReasonOf<TNeed>(ITestMethod testMethod, string? reason)
        where TNeed : Attribute => testMethod.TestClass.Class.GetCustomAttributes(typeof(TNeed).AssemblyQualifiedName).Any() ? reason : null;
}
