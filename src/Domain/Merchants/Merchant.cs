using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Merchants;

/// <summary>A business that sells through the platform.</summary>
/// <param name="Id">The merchant.</param>
/// <param name="Operator">Whose markets it sells in.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Currency">Of all its prices.</param>
/// <param name="Standing">How far it was checked.</param>
public sealed record Merchant(MerchantId Id, OperatorId Operator, string Name, Currency Currency, MerchantStanding Standing)
{
    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
        {
            yield return "A merchant has a name of 1 to 100 characters.";
        }
    }
}
